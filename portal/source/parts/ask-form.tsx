// A question that is asked by its button, and not while somebody types it: inputs beside each other.

import './filters.css';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

interface Props {
  /** For screen readers. */
  readonly label: string;
  /** On the button. */
  readonly submit: string;
  readonly onAsk: () => void;
  readonly children: ReactNode;
}

export function AskForm({ label, submit, onAsk, children }: Props) {
  return (
    <form
      className="filters"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk();
      }}
    >
      {children}
      <Button type="submit" look="primary">
        {submit}
      </Button>
    </form>
  );
}
