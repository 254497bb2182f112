// Runs the query in the active tab again when the viewer's identity changes, so that the difference is seen at once.

import { useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import type { Session } from '../session/session.ts';
import { useStore } from '../store.ts';
import type { AnswerLog } from './answer-log.ts';
import { mayRunAgain } from './may-run-again.ts';
import { useAsked } from './use-asked.ts';
import { useTabAnswer } from './use-tab-answer.ts';

export function RunAgain({ session, log }: { readonly session: Session; readonly log: AnswerLog }) {
  const { identity } = useStore(session.state);
  const { run } = useGraphiQLActions();
  const asked = useAsked();
  const latest = useTabAnswer(log);
  const ranAs = useRef(identity);

  useEffect(() => {
    if (ranAs.current === identity) return;
    ranAs.current = identity;
    if (mayRunAgain(asked, latest)) run();
  }, [identity, asked, latest, run]);

  return null;
}
