// Options of the editors that GraphiQL leaves to whoever embeds it: long lines wrap, so that nothing hides to the right
// on a narrow screen, and the type is a little smaller.

import { useGraphiQL } from '@graphiql/react';
import { useEffect } from 'react';

const OPTIONS = { wordWrap: 'on', fontSize: 14 } as const;

export function EditorOptions() {
  const editors = useGraphiQL(({ queryEditor, variableEditor, responseEditor }) => [
    queryEditor,
    variableEditor,
    responseEditor,
  ]);

  useEffect(() => {
    for (const editor of editors) editor?.updateOptions(OPTIONS);
  }, [editors]);

  return null;
}
