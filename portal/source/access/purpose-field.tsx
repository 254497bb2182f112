// What access is asked for. Where a contract allows it for some purposes only, these are offered; otherwise anything can be typed, and
// the purposes of the viewer's own token are proposed: most contracts speak of these.

import { Field, Select } from '../parts/field.tsx';
import { useViewer } from '../shell/portal-context.ts';

interface Props {
  /** The only ones that there may be; null: any. */
  readonly purposes: readonly string[] | null;
  readonly problem: string | null;
  readonly value: string;
  readonly onChange: (purpose: string) => void;
}

export function PurposeField({ purposes, ...field }: Props) {
  return purposes === null ? <TypedPurpose {...field} /> : <ChosenPurpose {...field} purposes={purposes} />;
}

function ChosenPurpose({ purposes, problem, value, onChange }: Props & { readonly purposes: readonly string[] }) {
  return (
    <Select
      label="Purpose"
      hint="The contract allows it for nothing else."
      problem={problem}
      value={value}
      required
      options={['', ...purposes].map((purpose) => ({ value: purpose, label: purpose || 'Choose …' }))}
      onChange={onChange}
    />
  );
}

function TypedPurpose({ problem, value, onChange }: Omit<Props, 'purposes'>) {
  const { claims } = useViewer();
  const own = [claims?.purposes].flat().filter((each): each is string => typeof each === 'string');
  return (
    <>
      <Field
        label="Purpose"
        hint="What the data is for, in a word or two."
        problem={problem}
        value={value}
        required
        maxLength={100}
        list="own-purposes"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id="own-purposes">
        {own.map((purpose) => (
          <option key={purpose} value={purpose} />
        ))}
      </datalist>
    </>
  );
}
