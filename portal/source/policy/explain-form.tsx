// Asks for one decision: who, and which coordinate. The answer has an address of its own.

import { AskForm } from '../parts/ask-form.tsx';
import { Field, Select } from '../parts/field.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { hrefOf } from '../shell/routes.ts';
import { navigate } from '../shell/use-location.ts';

interface Props {
  readonly persona: string;
  readonly coordinate: string;
  /** Of those whose decisions the viewer may ask for; empty: only the own ones. */
  readonly personas: readonly { readonly id: string; readonly label: string }[];
}

export function ExplainForm({ persona, coordinate, personas }: Props) {
  const [draft, change] = useDraft({ persona, coordinate });

  return (
    <AskForm
      label="Explain a decision"
      submit="Explain"
      onAsk={() => navigate(hrefOf('explain', { persona: draft.persona, coordinate: draft.coordinate.trim() }))}
    >
      {personas.length > 0 && (
        <Select
          label="Who asks"
          value={draft.persona}
          options={[{ value: '', label: 'I do' }, ...personas.map(({ id, label }) => ({ value: id, label }))]}
          onChange={(who) => change({ persona: who })}
        />
      )}
      <Field
        className="explain-coordinate"
        label="Coordinate"
        value={draft.coordinate}
        placeholder="Customer.email"
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => change({ coordinate: event.target.value })}
      />
    </AskForm>
  );
}
