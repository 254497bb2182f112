// Keeps the result window to what the log says of the open tab. GraphiQL keeps a text for each tab and knows nothing of identities: it
// would show what the viewer before was given, and nothing of an answer that came while another tab was open.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useLayoutEffect } from 'react';
import type { AnswerLog } from './answer-log.ts';
import { answerText } from './answer-text.ts';
import { useTabAnswer } from './use-tab-answer.ts';

export function AnswerWindow({ log }: { readonly log: AnswerLog }) {
  const entry = useTabAnswer(log);
  const editor = useGraphiQL((state) => state.responseEditor);
  const { updateActiveTabValues } = useGraphiQLActions();

  // Before it is painted.
  useLayoutEffect(() => {
    if (!entry || !editor) return;
    const response = answerText(entry);
    if (editor.getValue() === response) return;
    editor.setValue(response);
    updateActiveTabValues({ response });
  }, [entry, editor, updateActiveTabValues]);

  return null;
}
