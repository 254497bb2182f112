// The shell of the portal: settings first, then an identity, then the page. Each of the three can fail and says how to mend it.

import { lazy, Suspense, useEffect, useState } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { Notice } from './notice.tsx';
import { PolicyBanner } from './policy-banner.tsx';
import { loadPortalConfig, type PortalConfig } from './portal-config.ts';
import { takeLoginAnswer } from './session/login.ts';
import { createSession, firstPersona, type Session } from './session/session.ts';

// Asked for at once, beside the settings: the editor is the largest part of the page.
const playgroundModule = import('./playground/playground.tsx');
const Playground = lazy(async () => ({ default: (await playgroundModule).Playground }));

interface Started {
  readonly config: PortalConfig;
  readonly session: Session;
}

export function App() {
  const [started, setStarted] = useState<Started | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function start(): void {
    setProblem(null);
    startOnce().then(setStarted, (error: Error) => setProblem(error.message));
  }
  useEffect(start, []);

  if (problem) return <Notice title="The playground cannot start" text={problem} action="Try again" onAction={start} />;
  return (
    <>
      <Header started={started} />
      <PolicyBanner />
      <main className="page">
        <ErrorBoundary>
          <Suspense fallback={<Loading />}>{started ? <Playground {...started} /> : <Loading />}</Suspense>
        </ErrorBoundary>
      </main>
    </>
  );
}

let starting: Promise<Started> | null = null;

/** The answer of a sign-in can be used once, and React in development starts everything twice. */
function startOnce(): Promise<Started> {
  starting ??= startSession().catch((error: Error) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function startSession(): Promise<Started> {
  const config = await loadPortalConfig();
  document.title = `Playground · ${config.title}`;
  const session = createSession();
  const persona = config.demo ? firstPersona(config) : null;
  if (persona) await session.choosePersona(persona);
  else if (config.login) await resume(config.login, session);
  return { config, session };
}

/** Goes on where the identity provider has sent the viewer back to. */
async function resume(login: NonNullable<PortalConfig['login']>, session: Session): Promise<void> {
  const answer = takeLoginAnswer();
  if ('problem' in login) session.complain(login.problem);
  else if (answer) await session.finishSignIn(login, answer);
}

function Loading() {
  return (
    <p className="loading" role="status">
      Loading the editor …
    </p>
  );
}
