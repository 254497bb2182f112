// Asks who saw what: of one entity, such as a customer, or of a field. The question stands in the address.

import type { ChangeEvent } from 'react';
import { AskForm } from '../parts/ask-form.tsx';
import { Field, Select } from '../parts/field.tsx';
import { useDraft } from '../parts/use-draft.ts';
import { setSearch } from '../shell/use-location.ts';

export interface Question {
  readonly of: 'entity' | 'field';
  readonly type: string;
  readonly key: string;
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

export function questionIn(search: URLSearchParams): Question {
  return {
    of: search.get('of') === 'field' ? 'field' : 'entity',
    type: search.get('type') ?? 'Customer',
    key: search.get('key') ?? '',
    field: search.get('field') ?? '',
    from: search.get('from') ?? '',
    to: search.get('to') ?? '',
  };
}

export function WhoSawForm({ asked }: { readonly asked: Question }) {
  const [draft, set] = useDraft(asked);
  const bound = (name: keyof Question) => ({
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement>) => set({ [name]: event.target.value }),
  });

  function ask(): void {
    const { of, type, key, field, from, to } = draft;
    const own =
      of === 'entity'
        ? { type: type.trim(), key: key.trim(), field: null }
        : { type: null, key: null, field: field.trim() };
    setSearch({ of, ...own, from, to });
  }

  return (
    <AskForm label="Who saw what" submit="Who saw it?" onAsk={ask}>
      <Select
        label="Who saw"
        value={draft.of}
        options={[
          { value: 'entity', label: 'one entity' },
          { value: 'field', label: 'a field' },
        ]}
        onChange={(of) => set({ of: of === 'field' ? 'field' : 'entity' })}
      />
      {draft.of === 'entity' ? (
        <>
          <Field label="Type" required {...bound('type')} />
          <Field label="Key" required placeholder="CG-12520" autoComplete="off" {...bound('key')} />
        </>
      ) : (
        <Field label="Field" required placeholder="Customer.email" autoComplete="off" {...bound('field')} />
      )}
      <Field label="From" type="date" {...bound('from')} />
      <Field label="To" type="date" {...bound('to')} />
    </AskForm>
  );
}
