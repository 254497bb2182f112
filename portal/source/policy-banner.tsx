// Says that changed rules did not come to serve. To everybody, that those of before apply; what is wrong with the files, by file and
// line, to those who may know the rules: the gateway tells it nobody else.

import { useEffect, useState } from 'react';
import { hasScope } from './session/scopes.ts';
import type { Session, SessionState } from './session/session.ts';
import type { Portal } from './shell/portal-context.ts';
import { createStore, useStore } from './store.ts';

interface Refusal {
  readonly since: string;
  /** As whom it was asked. */
  readonly reader: Session | null;
  /** Null for whoever may not know it. */
  readonly problem: string | null;
}

interface Readiness {
  readonly policy?: { readonly since?: string };
}

interface PolicyState {
  readonly problem: { readonly message: string } | null;
}

const askEveryMs = 3_000;
const nobody = createStore<Pick<SessionState, 'claims'>>({ claims: null });

export function PolicyBanner({ portal }: { readonly portal: Portal | null }) {
  const refusal = useRefusal(portal?.session ?? null);
  return (
    <div className="policy-banner" role="status" hidden={refusal === null}>
      A change of the access rules has not taken effect. Since{' '}
      {refusal && new Date(refusal.since).toLocaleTimeString('en-GB')} the rules from before it have stayed in force.
      {refusal?.problem && (
        <details>
          <summary>What is wrong with the files</summary>
          <pre>{refusal.problem}</pre>
        </details>
      )}
    </div>
  );
}

/** Null while the files as they are serve, or nobody knows. */
function useRefusal(session: Session | null): Refusal | null {
  const viewer = useStore<Pick<SessionState, 'claims'>>(session?.state ?? nobody);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Whether the viewer is told is the gateway's to say; whoever is not need not even ask.
  const reader = hasScope(viewer, 'gordian:policy:read') ? session : null;
  useEffect(() => {
    let isGone = false;
    const ask = () =>
      readRefusal(reader).then(
        (read) => !isGone && setRefusal(read),
        () => {},
      );
    void ask();
    const timer = setInterval(() => document.visibilityState === 'visible' && void ask(), askEveryMs);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [reader]);
  // What one viewer was told is not shown to the next one, not for a moment.
  return refusal && refusal.reader !== reader ? { ...refusal, problem: null } : refusal;
}

async function readRefusal(reader: Session | null): Promise<Refusal | null> {
  const { policy } = await readJson<Readiness>('/ready');
  if (policy?.since === undefined) return null;
  if (reader === null) return { since: policy.since, reader, problem: null };
  const { problem } = await readJson<PolicyState>('/policy', await reader.authorization());
  return { since: policy.since, reader, problem: problem?.message ?? null };
}

async function readJson<Body>(path: string, authorization: string | null = null): Promise<Body> {
  const response = await fetch(path, {
    headers: { accept: 'application/json', ...(authorization && { authorization }) },
  });
  return (await response.json()) as Body;
}
