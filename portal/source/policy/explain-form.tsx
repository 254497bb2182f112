// Asks for one decision: who, and which coordinate. The answer has an address of its own.

import { useState } from 'react';
import { AskForm } from '../parts/ask-form.tsx';
import { Field, Select } from '../parts/field.tsx';
import { hrefOf } from '../shell/routes.ts';
import { navigate } from '../shell/use-location.ts';

interface Props {
  readonly persona: string;
  readonly coordinate: string;
  /** Of those whose decisions the viewer may ask for; empty: only the own ones. */
  readonly personas: readonly { readonly id: string; readonly label: string }[];
}

/** Give it what is asked as its key, for whoever comes back to another question. */
export function ExplainForm({ persona, coordinate, personas }: Props) {
  const [who, setWho] = useState(persona);
  const [what, setWhat] = useState(coordinate);

  return (
    <AskForm
      label="Explain a decision"
      submit="Explain"
      onAsk={() => navigate(hrefOf('explain', { persona: who, coordinate: what.trim() }))}
    >
      {personas.length > 0 && (
        <Select
          label="Who asks"
          value={who}
          options={[{ value: '', label: 'I do' }, ...personas.map(({ id, label }) => ({ value: id, label }))]}
          onChange={setWho}
        />
      )}
      <Field
        label="Coordinate"
        value={what}
        placeholder="Customer.email"
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setWhat(event.target.value)}
      />
    </AskForm>
  );
}
