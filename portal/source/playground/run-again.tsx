// When the viewer becomes somebody else: what is under way ends, the graph is read as the new identity may know it, and the query in the
// open tab runs again, so that the difference is seen at once.

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
  const { run, stop, introspect } = useGraphiQLActions();
  const asked = useAsked();
  const latest = useTabAnswer(log);
  const ranAs = useRef(identity);

  useEffect(() => {
    if (ranAs.current === identity) return;
    ranAs.current = identity;
    stop();
    void introspect();
    // GraphiQL learns a moment later that a stream has ended, and would take it for the end of what runs then.
    if (mayRunAgain(asked, latest)) setTimeout(run);
  }, [identity, asked, latest, run, stop, introspect]);

  return null;
}
