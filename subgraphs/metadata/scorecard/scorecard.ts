// What a good data product has, and which of it a product or a domain lacks. Pure: the facts are handed in. What nobody knows does
// not pass.
import type { SlaStatus } from '../freshness/standing.ts';
import type { QualitySummary } from '../quality/summary.ts';
import type { ProductFacts } from './queries.ts';

export interface ScorecardFacts extends ProductFacts {
  /** How each promise stands. */
  readonly slas: readonly SlaStatus[];
  readonly quality: QualitySummary;
}

export interface ScorecardCheck {
  readonly id: string;
  readonly passed: boolean;
  /** What is missing, for people; null where nothing is. */
  readonly detail: string | null;
}

export interface Scorecard {
  /** Of its checks, from 0 to 100. */
  readonly percent: number;
  readonly checks: readonly ScorecardCheck[];
}

interface Criterion {
  readonly id: string;
  /** What is missing; null where nothing is. */
  readonly lacks: (facts: ScorecardFacts) => string | null;
}

const criteria: readonly Criterion[] = [
  {
    id: 'owner',
    lacks: ({ members, ownerTeam }) => (members > 0 ? null : `The team ${ownerTeam} has no member today.`),
  },
  { id: 'support', lacks: ({ contacts }) => (contacts > 0 ? null : 'Nobody is named whom one could ask.') },
  { id: 'contract', lacks: ({ status }) => (status === 'ACTIVE' ? null : `Its contract is ${status.toLowerCase()}.`) },
  { id: 'description', lacks: ({ description }) => (description ? null : 'It does not say what it is for.') },
  {
    id: 'fields-described',
    lacks: ({ fields, described }) => shortfall(fields - described, fields, 'fields have no description'),
  },
  {
    id: 'classification',
    lacks: ({ fields, unreviewed }) =>
      shortfall(unreviewed, fields, 'classifications are proposals that nobody confirmed'),
  },
  { id: 'sla', lacks: ({ slas }) => (slas.length > 0 ? null : 'Nothing is promised about its service.') },
  {
    id: 'sla-measured',
    lacks: ({ slas }) => {
      const unknown = slas.filter((status) => status === 'UNKNOWN').length;
      return slas.length === 0
        ? 'There is no promise to measure.'
        : shortfall(unknown, slas.length, 'promises are not measured');
    },
  },
  {
    id: 'quality-rules',
    lacks: ({ quality }) => (quality.score === null ? 'No rule says what its data has to be like.' : null),
  },
  {
    id: 'quality-known',
    lacks: ({ quality: { passing, failing, unknown, score } }) =>
      score === null
        ? 'There is no rule to check.'
        : shortfall(unknown, passing + failing + unknown, 'checks have no result that still holds'),
  },
];

export function scorecardOf(facts: ScorecardFacts): Scorecard {
  return scored(criteria.map(({ id, lacks }) => checkOf(id, lacks(facts))));
}

/** A domain passes where all its products do. @returns null for one without products */
export function scorecardOfDomain(products: readonly ScorecardFacts[]): Scorecard | null {
  if (products.length === 0) return null;
  const checks = criteria.map(({ id, lacks }) => {
    const missing = products.flatMap((facts) => {
      const lack = lacks(facts);
      return lack === null ? [] : [`${facts.product}: ${lack}`];
    });
    return checkOf(id, missing.length === 0 ? null : missing.join(' '));
  });
  return scored(checks);
}

function checkOf(id: string, detail: string | null): ScorecardCheck {
  return { id, passed: detail === null, detail };
}

function scored(checks: readonly ScorecardCheck[]): Scorecard {
  return { percent: (100 * checks.filter(({ passed }) => passed).length) / checks.length, checks };
}

function shortfall(missing: number, all: number, what: string): string | null {
  return missing === 0 ? null : `${missing} of ${all} ${what}.`;
}
