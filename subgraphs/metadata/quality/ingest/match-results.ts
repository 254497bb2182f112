// Which rules of a contract the results of another engine are about. Only rules that name that engine take results of it: what this
// platform runs itself, nobody else decides. A rule is found by the name that its implementation gives, by its own id or name, and
// else by the kind and the columns of the check; where several fit, none does.

import { parse } from 'yaml';
import { isJsonObject } from '../../../../kit/json-object.ts';
import type { CheckRow } from '../check-row.ts';
import type { Delivered, Refusal } from '../result-report.ts';
import type { ForeignResult } from './foreign-result.ts';

export type Engine = 'gx' | 'soda';

const enginesCalled: Readonly<Record<Engine, readonly string[]>> = {
  gx: ['gx', 'greatexpectations', 'great-expectations', 'great_expectations', 'great expectations'],
  soda: ['soda', 'sodacl', 'soda-core', 'sodacore', 'soda-library'],
};

export function matchResults(
  engine: Engine,
  checks: readonly CheckRow[],
  results: readonly (ForeignResult | null)[],
): { readonly results: readonly Delivered[]; readonly refused: readonly Refusal[] } {
  const candidates = checks.filter((check) => enginesCalled[engine].includes(check.engine)).map(targetOf);
  const delivered: Delivered[] = [];
  const refused: Refusal[] = [];
  for (const [index, result] of results.entries()) {
    const called = result?.names[0] ?? result?.kind ?? null;
    const found = result === null ? [] : targetsOf(result, candidates);
    if (result !== null && found.length === 1) delivered.push({ index, result: deliveredResult(found[0]!, result) });
    else refused.push({ index, check: called, reason: refusal(result, found.length) });
  }
  return { results: delivered, refused };
}

interface Target {
  readonly checkId: string;
  readonly names: readonly string[];
  readonly kind: string | null;
  readonly columns: readonly string[];
}

function targetsOf(result: ForeignResult, candidates: readonly Target[]): Target[] {
  const named = candidates.filter(({ names }) => result.names.some((name) => names.includes(name)));
  if (named.length > 0 || result.kind === null) return named;
  const columns = [...result.columns].sort().join('\n');
  return candidates.filter(({ kind, columns: own }) => kind === result.kind && [...own].sort().join('\n') === columns);
}

function targetOf({ checkId, rule, name, implementation }: CheckRow): Target {
  const written = typeof implementation === 'string' ? orText(implementation) : implementation;
  const parts = isJsonObject(written) ? written : {};
  const kwargs = isJsonObject(parts.kwargs) ? parts.kwargs : parts;
  return {
    checkId,
    names: texts([checkId, rule, name, written, implementation, parts.check, parts.name, parts.id, parts.identity]),
    kind: texts([parts.type, parts.expectation_type, parts.metric])[0] ?? null,
    columns: texts([
      kwargs.column,
      kwargs.column_A,
      kwargs.column_B,
      ...listOf(kwargs.columns),
      ...listOf(kwargs.column_list),
    ]),
  };
}

/** Contracts hold the implementation as YAML, or as YAML in a text. */
function orText(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'silent' });
  } catch {
    return text.trim();
  }
}

function deliveredResult({ checkId }: Target, { names: _, kind: _kind, columns: _columns, ...found }: ForeignResult) {
  return { check: checkId, ...found };
}

function refusal(result: ForeignResult | null, fitting: number): string {
  if (result === null) return 'It is no result of a check.';
  return fitting === 0
    ? 'No rule of the contract names this check. Name it as the `implementation` of a rule of type custom with this engine.'
    : 'Several rules of the contract fit this check. Name it in the `implementation` of one of them.';
}

function texts(values: readonly unknown[]): string[] {
  return values.filter((value) => typeof value === 'string' && value !== '').map((value) => (value as string).trim());
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
