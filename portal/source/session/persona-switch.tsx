// The personas as one row of radio buttons: arrow keys move between them, as in any radio group.

import { useEffect, useRef } from 'react';
import type { Persona } from '../portal-config.ts';
import { useStore } from '../store.ts';
import type { Session } from './session.ts';

interface Props {
  readonly session: Session;
  readonly personas: readonly Persona[];
}

export function PersonaSwitch({ session, personas }: Props) {
  const { persona, pending } = useStore(session.state);
  const shown = pending ?? persona;
  const row = useRef<HTMLFieldSetElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: where they do not all fit, the chosen one must be in sight.
  useEffect(() => {
    const label = row.current?.querySelector<HTMLElement>('label:has(:checked)');
    // Not scrollIntoView(): the next Tab would begin there, and not at the top of the page.
    if (label) row.current!.scrollLeft = label.offsetLeft - (row.current!.clientWidth - label.offsetWidth) / 2;
  }, [shown?.id]);

  return (
    <fieldset ref={row} className="persona-switch" aria-busy={pending !== null}>
      <legend className="visually-hidden">Persona whose rights are used</legend>
      {personas.map((each) => (
        <label key={each.id} title={each.description}>
          <input
            type="radio"
            name="persona"
            value={each.id}
            checked={shown?.id === each.id}
            onChange={() => session.choosePersona(each)}
          />
          <span>{each.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
