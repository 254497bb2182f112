// Runs the query in the active tab again when the viewer's identity changes, so that the difference is seen at once.
// Only a query: a mutation must never happen because somebody looked at another persona.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import type { Session } from '../session/session.ts';
import { useStore } from '../store.ts';
import { kindOf } from './asked-operation.ts';

export function RunAgain({ session }: { readonly session: Session }) {
  const { identity } = useStore(session.state);
  const { run } = useGraphiQLActions();
  const editor = useGraphiQL(({ queryEditor }) => queryEditor);
  const operationName = useGraphiQL((state) => state.operationName);
  const ranAs = useRef(identity);

  useEffect(() => {
    if (ranAs.current === identity) return;
    ranAs.current = identity;
    // What would run, and not what GraphiQL has parsed so far.
    if (kindOf({ query: editor?.getValue() ?? '', operationName }) === 'query') run();
  }, [identity, editor, operationName, run]);

  return null;
}
