// The shell of the portal: settings first, then an identity, then the page. Each of the three can fail and says how to mend it.

import { useEffect, useState } from 'react';
import { PolicyBanner } from './policy-banner.tsx';
import { loadPortalConfig, type PortalConfig } from './portal-config.ts';
import { firstPersona } from './session/remembered-persona.ts';
import { createSession, type Session } from './session/session.ts';
import { takeLoginAnswer } from './session/take-login-answer.ts';
import { Header } from './shell/header.tsx';
import { Notice } from './shell/notice.tsx';
import { Coming, PageOutlet } from './shell/page-outlet.tsx';
import { type Portal, PortalContext } from './shell/portal-context.ts';

export function App() {
  const [portal, setPortal] = useState<Portal | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function start(): void {
    setProblem(null);
    startOnce().then(setPortal, (error: Error) => setProblem(error.message));
  }
  useEffect(start, []);

  if (problem) return <Notice title="The portal cannot start" text={problem} action="Try again" onAction={start} />;
  return (
    <>
      <Header portal={portal} />
      <PolicyBanner portal={portal} />
      <main className="page" id="page" tabIndex={-1}>
        {portal ? (
          <PortalContext value={portal}>
            <PageOutlet />
          </PortalContext>
        ) : (
          <Coming />
        )}
      </main>
    </>
  );
}

let starting: Promise<Portal> | null = null;

/** The answer of a sign-in can be used once, and React in development starts everything twice. */
function startOnce(): Promise<Portal> {
  starting ??= startSession().catch((error: Error) => {
    starting = null;
    throw error;
  });
  return starting;
}

async function startSession(): Promise<Portal> {
  const config = await loadPortalConfig();
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
