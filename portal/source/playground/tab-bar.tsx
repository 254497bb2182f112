// The open queries, one tab each. In place of GraphiQL's own bar, which puts the button that closes a tab into the tab: assistive
// technology takes a tab for a leaf, and finds no button in it. Each button here has a name of its own.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';
import { useNewTab } from './use-new-tab.ts';

export function TabBar() {
  const tabs = useGraphiQL((state) => state.tabs);
  const active = useGraphiQL((state) => state.activeTabIndex);
  const { changeTab, closeTab } = useGraphiQLActions();
  const newTab = useNewTab();
  const activeTab = useRef<HTMLButtonElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab may lie beyond the edge
  useEffect(() => activeTab.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [active, tabs.length]);

  function close(index: number): void {
    flushSync(() => closeTab(index));
    // The button that had the focus is gone.
    activeTab.current?.focus();
  }

  return (
    <nav className="tab-bar" aria-label="Open queries">
      <ul className="graphiql-tabs no-scrollbar">
        {tabs.map(({ id, title }, index) => (
          <li key={id} className={index === active ? 'graphiql-tab graphiql-tab-active' : 'graphiql-tab'}>
            <button
              ref={index === active ? activeTab : undefined}
              type="button"
              className="graphiql-un-styled graphiql-tab-button"
              aria-current={index === active}
              onClick={() => changeTab(index)}
            >
              {title}
            </button>
            {tabs.length > 1 && (
              <button
                type="button"
                className="graphiql-un-styled graphiql-tab-close"
                aria-label={`Close ${title}`}
                onClick={() => close(index)}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="graphiql-un-styled graphiql-tab-add"
        aria-label="New tab"
        title="New tab"
        onClick={newTab}
      >
        +
      </button>
    </nav>
  );
}
