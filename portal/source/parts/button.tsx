// A button: quiet by default, primary for the one thing that a view is for.

import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

interface Props extends ComponentProps<'button'> {
  readonly look?: 'quiet' | 'primary';
  /** Under way: it cannot be pressed again, and says so. */
  readonly busy?: boolean;
}

export function Button({ look = 'quiet', busy = false, className, disabled, ...rest }: Props) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames(`${look}-button`, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
    />
  );
}
