// Which sides of which nodes are open, as the address of the page says it: `down:graphql://gordian#Order.total up2:…`. The number
// says how many pages of neighbours are drawn, one when there is none. No URN has a blank in it.

import type { Side } from './side.ts';

/** Pages of neighbours that are drawn, by `sideKey`. */
export type OpenSides = ReadonlyMap<string, number>;

const sideOf = { up: 'sources', down: 'consumers' } as const;
const wordOf = { sources: 'up', consumers: 'down' } as const;

export function sideKey(urn: string, side: Side): string {
  return `${wordOf[side]}:${urn}`;
}

/** More than can be drawn; each is a question to the graph. */
const maxOpen = 100;

/** What is not understood is left out. */
export function readOpenSides(text: string): OpenSides {
  const open = new Map<string, number>();
  for (const part of text.split(' ').slice(0, maxOpen)) {
    const match = /^(up|down)(\d{0,3}):(.+)$/.exec(part);
    if (match) open.set(`${match[1]}:${match[3]}`, Math.max(1, Number(match[2])));
  }
  return open;
}

/** In one order, so that what was opened in another order has the same address. */
export function writeOpenSides(open: OpenSides): string {
  return [...open]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, pages]) => (pages === 1 ? key : key.replace(':', `${pages}:`)))
    .join(' ');
}

/** What has to be asked for: the node and side of each entry. */
export function openedSides(open: OpenSides): { readonly urn: string; readonly side: Side }[] {
  return [...open.keys()].map((key) => {
    const word = key.slice(0, key.indexOf(':')) as keyof typeof sideOf;
    return { side: sideOf[word], urn: key.slice(word.length + 1) };
  });
}

/** @param pages 0 closes it */
export function withSide(open: OpenSides, urn: string, side: Side, pages: number): OpenSides {
  const next = new Map(open);
  if (pages > 0) next.set(sideKey(urn, side), pages);
  else next.delete(sideKey(urn, side));
  return next;
}
