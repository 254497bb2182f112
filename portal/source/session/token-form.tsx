// Outside demo mode: the viewer pastes an access token of the company's identity provider.

import type { FormEvent } from 'react';
import { useStore } from '../store.ts';
import type { Session } from './session.ts';

export function TokenForm({ session }: { readonly session: Session }) {
  const { token } = useStore(session.state);
  if (token !== null) {
    return (
      <button type="button" className="quiet-button" onClick={session.forgetToken}>
        Forget token
      </button>
    );
  }
  return (
    <form className="token-form" onSubmit={(event) => submit(event, session)}>
      <input
        name="token"
        type="password"
        required
        aria-label="Access token"
        placeholder="Paste an access token"
        autoComplete="off"
      />
      <button type="submit" className="quiet-button">
        Use token
      </button>
    </form>
  );
}

function submit(event: FormEvent<HTMLFormElement>, session: Session): void {
  event.preventDefault();
  session.adoptToken(String(new FormData(event.currentTarget).get('token')));
}
