// Runs the query in the active tab again when the viewer's identity changes, so that the difference is seen at once.
// Only a query: a mutation must never happen because somebody looked at another persona.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { getOperationAST, OperationTypeNode } from 'graphql';
import { useEffect, useRef } from 'react';
import type { Session } from '../session/session.ts';
import { useStore } from '../store.ts';

export function RunAgain({ session }: { readonly session: Session }) {
  const { identity } = useStore(session.state);
  const { run } = useGraphiQLActions();
  const isQuery = useGraphiQL(
    ({ documentAST, operationName }) =>
      documentAST && getOperationAST(documentAST, operationName)?.operation === OperationTypeNode.QUERY,
  );
  const ranAs = useRef(identity);

  useEffect(() => {
    if (ranAs.current === identity) return;
    ranAs.current = identity;
    if (isQuery) run();
  }, [identity, isQuery, run]);

  return null;
}
