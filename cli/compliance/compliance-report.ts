// The report as plain data: what the graph said, what the rules let whom read, and the numbers that follow. Pure.
import type { Coverage } from '../../policies/review/coverage.ts';
import type { AskedCompliance, Period, TaggedField } from './ask-compliance.ts';

export interface ComplianceReport {
  readonly tag: string;
  readonly from: string;
  readonly to: string;
  readonly madeAt: string;
  readonly numbers: ComplianceNumbers;
  readonly fields: readonly ReportedField[];
  readonly retentions: AskedCompliance['retentions'];
  readonly paths: AskedCompliance['paths'];
  readonly pathsComplete: boolean;
}

export interface ReportedField extends TaggedField {
  /** By the rules, whatever row and arguments; null where the rules of these files do not know the field. */
  readonly readers: Readers | null;
}

export interface Readers {
  readonly openTo: readonly string[];
  /** Where the row or the arguments decide. */
  readonly mayBeOpenTo: readonly string[];
  /** What has to be passed. */
  readonly rules: readonly string[];
  readonly mask: string | null;
}

export interface ComplianceNumbers {
  readonly products: number;
  readonly fields: number;
  readonly columns: number;
  /** Who was shown any of the fields in clear, or asked by it; somebody who did both is one. */
  readonly actorsInClear: number;
  /** Who was shown masks, and nothing in clear. */
  readonly actorsMaskedOnly: number;
  readonly unmaskedPaths: number;
  readonly fieldsWithoutRetention: number;
}

export interface Reported {
  readonly tag: string;
  readonly period: Period;
  readonly asked: AskedCompliance;
  readonly coverage: Coverage;
  readonly madeAt: Date;
}

export function complianceReport({ tag, period, asked, coverage, madeAt }: Reported): ComplianceReport {
  const covered = new Map(coverage.map((entry) => [entry.coordinate, entry]));
  const fields = asked.fields
    .map((field) => ({ ...field, readers: readersOf(covered.get(field.coordinate)) }))
    .sort((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
  return {
    tag,
    from: period.from.toISOString(),
    to: period.to.toISOString(),
    madeAt: madeAt.toISOString(),
    numbers: numbersOf(asked),
    fields,
    retentions: asked.retentions,
    paths: asked.paths,
    pathsComplete: asked.pathsComplete,
  };
}

function readersOf(entry: Coverage[number] | undefined): Readers | null {
  if (entry === undefined) return null;
  const { openTo, mayBeOpenTo, rules, mask } = entry;
  return { openTo, mayBeOpenTo, rules: rules.map(({ layer, rule }) => `${layer} ${rule}`), mask };
}

function numbersOf({ fields, paths, retentions }: AskedCompliance): ComplianceNumbers {
  const sightings = fields.flatMap((field) => field.sightings);
  // Two issuers may call two people alike.
  const actors = (verdicts: readonly string[]) =>
    new Set(
      sightings
        .filter(({ verdict }) => verdicts.includes(verdict))
        .map(({ actor, issuer }) => `${issuer ?? ''} ${actor}`),
    );
  const inClear = actors(['SHOWN', 'USED']);
  const promised = new Set(retentions.map(({ product }) => product));
  return {
    products: new Set(fields.map(({ product }) => product)).size,
    fields: fields.length,
    columns: new Set(fields.flatMap(({ columns }) => columns)).size,
    actorsInClear: inClear.size,
    actorsMaskedOnly: [...actors(['MASKED'])].filter((actor) => !inClear.has(actor)).length,
    unmaskedPaths: paths.length,
    fieldsWithoutRetention: fields.filter(({ retention, product }) => retention === null && !promised.has(product))
      .length,
  };
}
