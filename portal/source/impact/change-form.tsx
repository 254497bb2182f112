// Plans one more change: what would happen, and where.

import { type FormEvent, useId, useState } from 'react';
import { ImpactCoordinatesDocument } from '../generated/impact.ts';
import { useQuery } from '../graph/use-query.ts';
import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { changeChoices } from './change-choices.ts';
import { isPlace, type PlannedChange } from './planned-change.ts';

interface Props {
  readonly onPlan: (change: PlannedChange) => void;
}

const options = changeChoices.map(({ kind, words }) => ({ value: kind, label: words }));

export function ChangeForm({ onPlan }: Props) {
  const list = useId();
  const [kind, setKind] = useState(changeChoices[0]!.kind);
  const [coordinate, setCoordinate] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { example } = changeChoices.find((choice) => choice.kind === kind)!;

  function plan(event: FormEvent): void {
    event.preventDefault();
    const written = coordinate.trim();
    setProblem(isPlace(written) ? null : `Say where, such as ${example}.`);
    if (!isPlace(written)) return;
    setCoordinate('');
    onPlan({ kind, coordinate: written });
  }

  return (
    <form className="fields change-form" onSubmit={plan}>
      <Select label="What would change" value={kind} options={options} onChange={setKind} />
      <Field
        label="Where"
        value={coordinate}
        placeholder={example}
        list={list}
        autoComplete="off"
        spellCheck={false}
        problem={problem}
        onChange={({ target }) => setCoordinate(target.value)}
      />
      <Suggestions id={list} text={coordinate.trim()} />
      <Button type="submit" look="primary">
        What breaks?
      </Button>
    </form>
  );
}

function Suggestions({ id, text }: { readonly id: string; readonly text: string }) {
  const { data, previous } = useQuery(ImpactCoordinatesDocument, { text }, { skip: text.length < 2 });
  const found = (data ?? previous)?.lineageNodes ?? [];
  return (
    <datalist id={id}>
      {found.map(({ urn, coordinate }) => (
        <option key={urn} value={coordinate ?? urn.replace('gordian:product:', '')} />
      ))}
    </datalist>
  );
}
