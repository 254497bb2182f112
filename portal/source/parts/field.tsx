// Inputs with their labels. What is wrong with an input is told under it, and to screen readers as part of it.

import { type ChangeEvent, type ComponentProps, type ReactNode, useEffect, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import { type Option, optionsWith } from './option.ts';
import { WithCode } from './with-code.tsx';

interface LabelProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly problem?: string | null;
  /** The label is for screen readers only; the look of the input says enough. */
  readonly hideLabel?: boolean;
}

type FieldProps = LabelProps & ComponentProps<'input'>;

export function Field({ label, hint, problem, hideLabel, className, ...input }: FieldProps) {
  const id = useId();
  return (
    <Labelled id={id} {...{ label, hint, problem, hideLabel, className }}>
      <input
        {...input}
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy(id, hint, problem)}
      />
    </Labelled>
  );
}

type TextAreaProps = LabelProps & ComponentProps<'textarea'>;

export function TextArea({ label, hint, problem, hideLabel, className, ...input }: TextAreaProps) {
  const id = useId();
  return (
    <Labelled id={id} {...{ label, hint, problem, hideLabel, className }}>
      <textarea
        rows={3}
        {...input}
        id={id}
        aria-invalid={problem ? true : undefined}
        aria-describedby={describedBy(id, hint, problem)}
      />
    </Labelled>
  );
}

type SelectProps = LabelProps &
  Omit<ComponentProps<'select'>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly options: readonly Option[];
    readonly onChange: (value: string) => void;
  };

export function Select({
  label,
  hint,
  problem,
  hideLabel,
  className,
  value,
  options,
  onChange,
  ...select
}: SelectProps) {
  const id = useId();
  return (
    <Labelled id={id} {...{ label, hint, problem, hideLabel, className }}>
      <select
        {...select}
        id={id}
        value={value}
        aria-describedby={describedBy(id, hint, problem)}
        onChange={(event: ChangeEvent<HTMLSelectElement>) => onChange(event.target.value)}
      >
        {optionsWith(value, options).map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </Labelled>
  );
}

interface SearchProps extends LabelProps {
  readonly value: string;
  /** Called when the viewer pauses, not for each letter. */
  readonly onSearch: (value: string) => void;
  readonly placeholder?: string;
  readonly className?: string;
}

const PAUSE_MS = 200;

export function SearchField({ value, onSearch, placeholder, ...label }: SearchProps) {
  const [text, setText] = useState(value);
  // The address has changed by other means, such as the back button.
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait anew.
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <Field
      {...label}
      type="search"
      value={text}
      placeholder={placeholder}
      autoComplete="off"
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && onSearch(text)}
    />
  );
}

function Labelled({
  id,
  label,
  hint,
  problem,
  hideLabel,
  className,
  children,
}: LabelProps & { readonly id: string; readonly className?: string | undefined; readonly children: ReactNode }) {
  return (
    <div className={classNames('field', className)}>
      <label htmlFor={id} className={classNames(hideLabel && 'visually-hidden')}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {problem && (
        <p id={`${id}-problem`} className="field-problem">
          <WithCode text={problem} />
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, hint: ReactNode, problem: string | null | undefined): string | undefined {
  return classNames(Boolean(hint) && `${id}-hint`, Boolean(problem) && `${id}-problem`) || undefined;
}
