// Where the viewer can sign in at the company's identity provider: in, out, and what to do when the session has ended.

import { useStore } from '../store.ts';
import { nameOf } from './caller-name.ts';
import type { LoginSettings } from './login.ts';
import type { Session } from './session.ts';
import { TokenForm } from './token-form.tsx';

interface Props {
  readonly session: Session;
  readonly login: LoginSettings;
}

export function SignIn({ session, login }: Props) {
  const state = useStore(session.state);
  if (state.signedIn)
    return (
      <div className="sign-in">
        <span className="signed-in-name">{nameOf(state)}</span>
        <button type="button" className="quiet-button" onClick={() => session.signOut(login)}>
          Sign out
        </button>
      </div>
    );
  return (
    <div className="sign-in">
      {state.token === null && (
        <button type="button" className="primary-button" onClick={() => void session.signIn(login)}>
          {state.ended ? 'Sign in again' : 'Sign in'}
        </button>
      )}
      {state.ended ? (
        <p className="session-ended" role="status">
          Your session has ended.
        </p>
      ) : (
        <TokenForm session={session} />
      )}
    </div>
  );
}
