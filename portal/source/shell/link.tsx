// A link to another page of the portal: a real address, so that it can be copied and opened in a tab, and no reload on a plain click.

import type { ComponentProps, MouseEvent } from 'react';
import { navigate } from './use-location.ts';

interface Props extends Omit<ComponentProps<'a'>, 'href'> {
  /** As hrefOf() writes it. */
  readonly to: string;
  readonly replace?: boolean;
}

export function Link({ to, replace = false, onClick, ...rest }: Props) {
  function go(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    navigate(to, { replace });
  }
  return <a {...rest} href={to} onClick={go} />;
}
