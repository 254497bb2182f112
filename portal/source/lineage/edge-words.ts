// What an edge says, in words: what happens to the value on the way, and how that is known.

import type { LineageEdge } from './hop.ts';

type EdgeFacts = Pick<LineageEdge, 'to' | 'transform' | 'subtype' | 'masking' | 'origins'>;

/** How it is known: a contract says it, it was seen to happen, or both. */
export type Evidence = 'declared' | 'observed' | 'both';

export function evidenceOf({ origins }: Pick<EdgeFacts, 'origins'>): Evidence {
  const isDeclared = origins.includes('DECLARED');
  const isObserved = origins.some((origin) => origin !== 'DECLARED' && origin !== 'PROPAGATED');
  if (isDeclared && isObserved) return 'both';
  return isObserved ? 'observed' : 'declared';
}

/** What the consumer does with the value: "copied", "computed from it, masked". */
export function transformWords(edge: EdgeFacts): string {
  return edge.masking ? `${stepWords(edge)}, masked` : stepWords(edge);
}

function stepWords({ to, transform, subtype }: EdgeFacts): string {
  if (to.startsWith('gordian:operation:')) return 'asks for it';
  if (transform === 'INDIRECT') return subtype === 'JOIN' ? 'finds it by this' : 'decides by this';
  return subtype === 'IDENTITY' ? 'copied' : 'computed from it';
}

const originWords: Readonly<Record<LineageEdge['origins'][number], string>> = {
  DECLARED: 'declared in a contract',
  FEDERATION: 'done by the gateway',
  PROPAGATED: 'taken over along lineage',
  OPENLINEAGE: 'reported by a run',
  OBSERVED: 'seen in the traffic',
};

export function evidenceWords({ origins }: Pick<EdgeFacts, 'origins'>): string {
  const words = origins.map((origin) => originWords[origin]).join(' and ');
  return evidenceOf({ origins }) === 'declared' ? `${words}, not seen` : words;
}
