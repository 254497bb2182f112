// A part of a page under a heading of its own.

import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, note, actions, children }: Props) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{title}</h2>
        {note && <span className="section-note">{note}</span>}
        {actions && <div className="section-actions">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
