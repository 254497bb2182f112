// Tabs as WAI-ARIA wants them: arrow keys move, and the chosen one stands in the address (`?tab=quality`).

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useSearchParameter } from '../shell/use-location.ts';

export interface Tab {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: () => ReactNode;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  /** The search parameter that holds the chosen tab. */
  readonly parameter?: string;
}

export function Tabs({ label, tabs, parameter = 'tab' }: Props) {
  const prefix = useId();
  const list = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useSearchParameter(parameter);
  const index = Math.max(
    0,
    tabs.findIndex(({ id }) => id === wanted),
  );
  const chosen = tabs[index]!;

  // On a narrow screen the chosen one may lie beyond the edge.
  useEffect(() => {
    const { scrollLeft, clientWidth, children } = list.current!;
    const { offsetLeft, offsetWidth } = children[index] as HTMLElement;
    if (offsetLeft + offsetWidth > scrollLeft + clientWidth)
      list.current!.scrollLeft = offsetLeft + offsetWidth - clientWidth;
  }, [index]);

  function choose(next: number): void {
    const wrapped = (next + tabs.length) % tabs.length;
    setWanted(wrapped === 0 ? '' : tabs[wrapped]!.id, { replace: true });
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[wrapped]?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const next = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  }

  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} className="tab-list" ref={list} onKeyDown={onKeyDown}>
        {tabs.map(({ id, title }, at) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${prefix}-${id}`}
            aria-selected={at === index}
            aria-controls={at === index ? `${prefix}-panel` : undefined}
            tabIndex={at === index ? 0 : -1}
            onClick={() => choose(at)}
          >
            {title}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${prefix}-panel`} aria-labelledby={`${prefix}-${chosen.id}`} className="tab-panel">
        {chosen.content()}
      </div>
    </div>
  );
}
