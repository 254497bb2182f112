// The top of every page: whose portal it is, the pages, whose rights are used, and the theme.

import type { PortalConfig } from '../portal-config.ts';
import { ClaimsButton } from '../session/claims-panel.tsx';
import { PersonaSwitch } from '../session/persona-switch.tsx';
import type { Session } from '../session/session.ts';
import { SignIn } from '../session/sign-in.tsx';
import { TokenForm } from '../session/token-form.tsx';
import { useStore } from '../store.ts';
import { toggleTheme, useTheme } from '../theme.ts';
import { Link } from './link.tsx';
import { MenuButton, Navigation } from './navigation.tsx';
import type { Portal } from './portal-context.ts';
import { hrefOf } from './routes.ts';

export function Header({ portal }: { readonly portal: Portal | null }) {
  return (
    <header className="header">
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <MenuButton />
      <Link to={hrefOf('playground')} className="brand">
        <img src="/favicon.svg" alt="" width="22" height="22" />
        <span className="brand-name">{portal?.config.title ?? 'Gordian'}</span>
      </Link>
      <Navigation />
      <div className="header-end">
        {portal?.config.documentation && (
          <a className="quiet-button" href={portal.config.documentation}>
            Docs
          </a>
        )}
        {portal && <ClaimsButton session={portal.session} />}
        <ThemeButton />
      </div>
      {portal && <Identity {...portal} />}
      {portal && <SessionProblem session={portal.session} />}
    </header>
  );
}

function Identity({ config, session }: Portal) {
  return <div className="identity">{identityControl(config, session)}</div>;
}

function identityControl({ demo, personas, login }: PortalConfig, session: Session) {
  if (demo) return <PersonaSwitch session={session} personas={personas} />;
  if (login && !('problem' in login)) return <SignIn session={session} login={login} />;
  return <TokenForm session={session} />;
}

function SessionProblem({ session }: { readonly session: Session }) {
  const { problem } = useStore(session.state);
  return (
    <p className="session-problem" role="alert" hidden={!problem}>
      {problem}
      <button type="button" className="dismiss-button" aria-label="Dismiss" onClick={() => session.complain(null)}>
        ×
      </button>
    </p>
  );
}

function ThemeButton() {
  const other = useTheme() === 'dark' ? 'light' : 'dark';
  return (
    <button
      type="button"
      className="quiet-button icon-button"
      onClick={toggleTheme}
      aria-label={`Use the ${other} theme`}
    >
      <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
      </svg>
    </button>
  );
}
