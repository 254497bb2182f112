// A satisfiability error in one sentence. The library lists a query and every path it tried; what the author needs is
// the field that cannot be reached, from where, and the key that is missing.
import { type Place, type Problem, problemAt } from './problem.ts';
import type { ParsedSubgraph } from './subgraph-sdl.ts';

export function explainUnsatisfiable(message: string, subgraphs: readonly ParsedSubgraph[]): Problem {
  const from = /from subgraph "([^"]+)"/.exec(message)?.[1] ?? null;
  const blocked = /cannot move to subgraph "([^"]+)"(?:.*which has field "(\w+)\.(\w+)")?.*because (.+)/.exec(message);
  const missing = /cannot find (?:implementation of )?(?:interface )?field "(\w+)\.(\w+)"/.exec(message);
  const typeName = blocked?.[2] ?? missing?.[1] ?? null;
  const fieldName = blocked?.[3] ?? missing?.[2] ?? null;
  const home = subgraphs.find(({ name }) => name === blocked?.[1]) ?? owner(subgraphs, typeName, fieldName);
  const place = placeIn(home, typeName, fieldName) ?? { file: home?.sdl.file ?? '.', line: 1, column: 1 };
  const what = typeName === null ? 'A query that the graph allows' : `${typeName}.${fieldName}`;
  const reason = withoutDots(blocked?.[4] ?? reasonsOf(message));
  const start = subgraphs.find(({ name }) => name === from);
  const origin = placeIn(start, typeName, null);
  return problemAt(place, {
    code: 'SATISFIABILITY_ERROR',
    severity: 'error',
    message: `${what} cannot be reached${from === null ? '' : ` from subgraph "${from}"`}: ${reason}.`,
    fix: fixFor(reason, typeName, home, start),
    ...(origin === null || home === start ? {} : { related: [{ ...origin, message: `in subgraph "${from}"` }] }),
  });
}

function fixFor(reason: string, typeName: string | null, home?: ParsedSubgraph, start?: ParsedSubgraph): string {
  if (typeName === null) return 'Give the types on the way a @key that both subgraphs can answer.';
  const key = [home, start].flatMap((subgraph) => subgraph?.sdl.types.get(typeName)?.keys ?? [])[0]?.fields ?? 'id';
  if (reason.includes('has no @key defined')) {
    return `Write type ${typeName} @key(fields: "${key}") in ${home?.sdl.file ?? 'the subgraph'}${start === undefined ? '' : `, and the key fields in ${start.sdl.file}`}.`;
  }
  if (reason.includes('cannot satisfy'))
    return `Declare the key fields of ${typeName} ("${key}") in ${start?.sdl.file ?? 'the subgraph'} as well.`;
  return `Let ${typeName} be reached: a resolvable @key in ${home?.sdl.file ?? 'the subgraph'} whose fields the other subgraph has.`;
}

function owner(
  subgraphs: readonly ParsedSubgraph[],
  typeName: string | null,
  fieldName: string | null,
): ParsedSubgraph | undefined {
  return subgraphs.find(({ sdl }) => sdl.types.get(typeName ?? '')?.fields.get(fieldName ?? '')?.external === false);
}

function placeIn(
  subgraph: ParsedSubgraph | undefined,
  typeName: string | null,
  fieldName: string | null,
): Place | null {
  const type = subgraph?.sdl.types.get(typeName ?? '');
  return type?.fields.get(fieldName ?? '')?.place ?? type?.place ?? null;
}

function reasonsOf(message: string): string {
  const reasons = [...message.matchAll(/^\s*- (?!from subgraph)(.+)$/gm)].map(([, reason]) => reason);
  return reasons[0] ?? 'no subgraph can answer it';
}

function withoutDots(reason: string): string {
  return reason.replace(/[.;:]+$/, '');
}
