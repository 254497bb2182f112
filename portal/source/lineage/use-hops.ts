// Asks for hops as they are wanted, each once, side by side. What was answered stays until the viewer or the instant is another.

import { useEffect, useRef, useState } from 'react';
import { type LineageHopData, LineageHopDocument } from '../generated/lineage.ts';
import { ask } from '../graph/ask.ts';
import type { NoAnswer, Problem } from '../graph/problem.ts';
import { type Portal, usePortal, useViewer } from '../shell/portal-context.ts';
import { refOf } from './node-ref.ts';
import { maxDrawn } from './place-nodes.ts';
import { directionOf, type Side } from './side.ts';

export interface WantedHop {
  /** As `hops` names it. */
  readonly key: string;
  readonly node: string;
  readonly side: Side;
}

export interface SettledHop {
  /** Null where there is no such node, or none that the viewer may know. */
  readonly lineage: LineageHopData['lineage'];
  readonly problems: readonly Problem[];
  readonly error: NoAnswer | null;
}

export interface Hops {
  readonly settled: ReadonlyMap<string, SettledHop>;
  readonly isAsking: boolean;
  /** Asks again for what has failed. */
  readonly retry: () => void;
}

interface Asked {
  readonly identity: string;
  readonly settled: ReadonlyMap<string, SettledHop>;
}

export function useHops(wanted: readonly WantedHop[], at: string | null): Hops {
  const portal = usePortal();
  const identity = JSON.stringify([useViewer().identity, at]);
  const [asked, setAsked] = useState<Asked>({ identity, settled: new Map() });
  const settled = asked.identity === identity ? asked.settled : none;
  const missing = wanted.filter(({ key }) => !settled.has(key));
  const missingKeys = missing.map(({ key }) => key).join(' ');

  const flight = useRef<Flight | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was asked by somebody else, or about another instant, is of no use any more.
  useEffect(() => {
    const gone = new AbortController();
    flight.current = { signal: gone.signal, asked: new Set() };
    return () => gone.abort();
  }, [portal, identity]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `missingKeys` stands for what is missing.
  useEffect(() => {
    const { signal, asked: onTheWay } = flight.current!;
    for (const hop of missing.filter(({ key }) => !onTheWay.has(key))) {
      onTheWay.add(hop.key);
      void askHop(portal, hop, at, signal).then((settledHop) => {
        onTheWay.delete(hop.key);
        if (!signal.aborted) setAsked((before) => withHop(before, identity, hop.key, settledHop));
      });
    }
  }, [portal, identity, missingKeys]);

  const retry = () => setAsked({ identity, settled: new Map([...settled].filter(([, hop]) => !isFailed(hop))) });
  return { settled, isAsking: missing.length > 0, retry };
}

export function isFailed({ error, problems }: SettledHop): boolean {
  return error !== null || problems.length > 0;
}

const none: ReadonlyMap<string, SettledHop> = new Map();

interface Flight {
  readonly signal: AbortSignal;
  /** Keys of what is on its way. */
  readonly asked: Set<string>;
}

function withHop(before: Asked, identity: string, key: string, hop: SettledHop): Asked {
  const kept = before.identity === identity ? before.settled : none;
  return { identity, settled: new Map([...kept, [key, hop]]) };
}

async function askHop(
  portal: Portal,
  { node, side }: WantedHop,
  at: string | null,
  signal: AbortSignal,
): Promise<SettledHop> {
  const variables = { root: refOf(node), direction: directionOf[side], limit: maxDrawn + 1, at };
  try {
    const { data, problems } = await ask(portal, LineageHopDocument, variables, signal);
    return { lineage: data.lineage, problems, error: null };
  } catch (error) {
    const { problems = [] } = error as NoAnswer;
    return { lineage: null, problems, error: error as NoAnswer };
  }
}
