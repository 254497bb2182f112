// A field with suggestions (a combobox, as WAI-ARIA describes it): nodes of the lineage by any part of their names.

import { type KeyboardEvent, useId, useState } from 'react';
import { LineageNodeSearchDocument, type LineageNodePartsFragment as Node } from '../generated/lineage.ts';
import { useQuery } from '../graph/use-query.ts';
import { classNames } from '../parts/class-names.ts';
import { useSettled } from '../parts/use-settled.ts';
import { kindWords } from './node-words.ts';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly onChoose: (node: Node) => void;
}

const shortest = 2;

export function NodeSearch({ label, hint, onChoose }: Props) {
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setIsOpen] = useState(false);
  const [active, setActive] = useState(0);
  const searched = useSettled(text.trim());
  const isSkipped = searched.length < shortest;
  const { data, previous, status, problems, error } = useQuery(
    LineageNodeSearchDocument,
    { text: searched },
    { skip: isSkipped },
  );
  const found = isSkipped ? [] : ((data ?? previous)?.lineageNodes ?? []);
  const isShown = isOpen && !isSkipped;

  function choose(node: Node | undefined): void {
    if (!node) return;
    setText('');
    setIsOpen(false);
    onChoose(node);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') setIsOpen(false);
    if (event.key === 'Enter' && isShown) choose(found[active]);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || found.length === 0) return;
    event.preventDefault();
    setIsOpen(true);
    setActive((active + step + found.length) % found.length);
  }

  return (
    <div className="field node-search">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        value={text}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found[active] ? `${id}-${active}` : undefined}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
          setIsOpen(true);
        }}
        onBlur={() => setIsOpen(false)}
        onKeyDown={onKeyDown}
      />
      <div className="node-search-results" hidden={!isShown}>
        <div id={`${id}-list`} role="listbox" aria-label={label} hidden={found.length === 0}>
          {found.map((node, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled where the focus is, in the input.
            <div
              key={node.urn}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === active}
              tabIndex={-1}
              className={classNames(place === active && 'is-active')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(node)}
            >
              <code>{node.label}</code>
              <span className="muted">{[kindWords[node.kind], node.product?.name].filter(Boolean).join(' · ')}</span>
            </div>
          ))}
        </div>
        {found.length === 0 && <p role="status">{emptyWords(status, problems[0]?.reason ?? error?.message)}</p>}
      </div>
    </div>
  );
}

function emptyWords(status: string, reason: string | null | undefined): string {
  if (reason) return reason;
  return status === 'loading' ? 'Searching …' : 'Nothing in the lineage has this in its name.';
}
