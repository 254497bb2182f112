// What can be chosen about an exploration: its centre, its sides, its instant, the other end of a way, and how it is shown.

import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { setSearch, useSearchParameter } from '../shell/use-location.ts';
import { nodeName } from './node-ref.ts';
import { NodeSearch } from './node-search.tsx';
import { useShownAs } from './use-shown-as.ts';

const directions = [
  { value: '', label: 'Sources and consumers' },
  { value: 'UPSTREAM', label: 'Sources only' },
  { value: 'DOWNSTREAM', label: 'Consumers only' },
];

export function ExplorerToolbar({ node }: { readonly node: string }) {
  const [direction, setDirection] = useSearchParameter('direction');
  const [at, setAt] = useSearchParameter('at');
  const [shownAs, setShownAs] = useShownAs();
  return (
    <div className="fields explorer-toolbar">
      <NodeSearch
        label="Look at"
        hint={node}
        onChoose={(found) => setSearch({ node: nodeName(found), open: null, to: null })}
      />
      <NodeSearch label="Ways to" hint="another node" onChoose={(found) => setSearch({ to: nodeName(found) })} />
      <Select label="Show" value={direction} options={directions} onChange={setDirection} />
      <Field
        label="As known at"
        type="datetime-local"
        step="1"
        value={localTime(at)}
        onChange={({ target }) => setAt(target.value ? new Date(target.value).toISOString() : '')}
      />
      <fieldset className="shown-as">
        <legend className="visually-hidden">Shown as</legend>
        <Button aria-pressed={shownAs === 'graph'} onClick={() => setShownAs('graph')}>
          Graph
        </Button>
        <Button aria-pressed={shownAs === 'list'} onClick={() => setShownAs('list')}>
          List
        </Button>
      </fieldset>
    </div>
  );
}

/** As the input wants it: local time without its zone. Empty for what is no instant. */
function localTime(at: string): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return '';
  return new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}
