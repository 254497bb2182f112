// Whether a demand says anything that others together do not say.
import type { Demand } from '../../schema/access-directives.ts';

type Alternatives = readonly (readonly string[])[];

export function isImplied(demand: Demand, others: readonly Demand[]): boolean {
  const ofKind = others.filter(({ kind }) => kind === demand.kind);
  if (demand.kind === 'authenticated') return ofKind.length > 0;
  const together = ofKind.reduce<Alternatives>(
    (all, other) => ('anyOf' in other ? combined(all, other.anyOf) : all),
    [[]],
  );
  return together.every((held) => demand.anyOf.some((needed) => needed.every((name) => held.includes(name))));
}

/** What meets both: one alternative of each, without those that ask for more than another does. */
function combined(one: Alternatives, other: Alternatives): Alternatives {
  const pairs = one.flatMap((first) => other.map((second) => [...new Set([...first, ...second])].sort()));
  const distinct = [...new Map(pairs.map((names) => [names.join('\n'), names])).values()];
  return distinct.filter(
    (names) => !distinct.some((less) => less !== names && less.every((name) => names.includes(name))),
  );
}
