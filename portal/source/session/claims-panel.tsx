// What the gateway will read in the viewer's token. Opened from the header, closed by Escape or a click elsewhere.

import { useStore } from '../store.ts';
import { nameOf } from './caller-name.ts';
import { readableClaims } from './claims.ts';
import type { Session, SessionState } from './session.ts';

const PANEL_ID = 'claims';

export function ClaimsButton({ session }: { readonly session: Session }) {
  const state = useStore(session.state);
  return (
    <>
      <button type="button" className="quiet-button" popoverTarget={PANEL_ID}>
        Claims
      </button>
      <section id={PANEL_ID} popover="auto" className="claims-panel" aria-label="Claims of the token in use">
        <h2>{nameOf(state)}</h2>
        {state.persona && <p className="muted">{state.persona.description}</p>}
        <ClaimsList state={state} />
      </section>
    </>
  );
}

function ClaimsList({ state }: { readonly state: SessionState }) {
  if (!state.claims) return <p>No token is sent: only what is public can be read.</p>;
  return (
    <dl>
      {readableClaims(state.claims).map(({ name, values }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            {values.map((value) => (
              <code key={value}>{value}</code>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
