// The frame of every page: its title (also of the tab), what it is about, and what can be done on it. After a navigation the
// title has the focus, so that a screen reader says where the viewer is.

import { type ReactNode, useEffect, useRef } from 'react';
import { navigationCount, useLocation } from '../shell/use-location.ts';
import { classNames } from './class-names.ts';
import { usePageTitle } from './use-page-title.ts';

interface Props {
  readonly title: string;
  readonly subtitle?: ReactNode;
  readonly actions?: ReactNode;
  /** As wide as the window, for drawings and matrices. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

export function Page({ title, subtitle, actions, wide = false, children }: Props) {
  usePageTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  const { pathname } = useLocation();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another page, also when the component is the same.
  useEffect(() => {
    if (navigationCount() > 0) heading.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <div className={classNames('page-frame', wide && 'page-frame-wide')}>
      <div className="page-head">
        <div className="page-titles">
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {subtitle && <div className="page-subtitle">{subtitle}</div>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </div>
      {children}
    </div>
  );
}
