// Tells whoever looks at the playground that the policy files are broken, and that the rules before them serve. What is wrong with
// them stands in the gateway's log: it is not for everyone.

import { useEffect, useState } from 'react';

interface Readiness {
  readonly policy?: { readonly files: 'served' | 'refused'; readonly since?: string };
}

const askEveryMs = 3_000;

export function PolicyBanner() {
  const since = useRefusedSince();
  return (
    <p className="policy-banner" role="alert" hidden={since === null}>
      The policy files have been refused since {since}: the last good policy serves, and what was changed does not
      count. The gateway’s log says why (event policy.refused).
    </p>
  );
}

/** Null while the files as they are serve, or nobody knows. */
function useRefusedSince(): string | null {
  const [since, setSince] = useState<string | null>(null);
  useEffect(() => {
    const ask = () =>
      askReadiness().then(
        ({ policy }) => setSince(policy?.since ?? null),
        () => {},
      );
    void ask();
    const timer = setInterval(() => document.visibilityState === 'visible' && void ask(), askEveryMs);
    return () => clearInterval(timer);
  }, []);
  return since && new Date(since).toLocaleTimeString();
}

async function askReadiness(): Promise<Readiness> {
  const response = await fetch('/ready', { headers: { accept: 'application/json' } });
  return (await response.json()) as Readiness;
}
