// Sends a mutation when the viewer does something, and tells why it did not happen when it did not.

import { useCallback, useState } from 'react';
import { usePortal } from '../shell/portal-context.ts';
import { type Answer, ask } from './ask.ts';
import type { NoAnswer } from './problem.ts';
import type { TypedDocument } from './typed-document.ts';

export interface MutationResult<Data, Variables> {
  /** Null when it did not happen: `error` says why. */
  readonly send: (variables: Variables) => Promise<Answer<Data> | null>;
  readonly sending: boolean;
  /** Why the last one did not happen, for people. */
  readonly error: string | null;
  readonly forget: () => void;
}

export function useMutation<Data, Variables>(
  document: TypedDocument<Data, Variables>,
): MutationResult<Data, Variables> {
  const portal = usePortal();
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<string | null>(null);

  const send = useCallback(
    async (variables: Variables) => {
      setSending(true);
      setError(null);
      try {
        const answer = await ask(portal, document, variables);
        // Problems further down are of what is told about it: it did happen.
        const isDone = Object.values(answer.data as object).every((value) => value !== null);
        if (isDone) return answer;
        setError(answer.problems[0]?.reason ?? answer.problems[0]?.message ?? 'The gateway did not say why.');
      } catch (refused) {
        setError((refused as NoAnswer).message);
      } finally {
        setSending(false);
      }
      return null;
    },
    [portal, document],
  );
  return { send, sending, error, forget: useCallback(() => setError(null), []) };
}
