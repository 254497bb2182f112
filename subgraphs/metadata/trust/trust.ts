// How far a product is to be trusted, from what is measured, and what each part brings. Pure: the facts are handed in. What nobody
// knows brings nothing, so trust has to be earned, and is lost by silence. docs/reference/trust.md has the table.
import type { SlaStatus } from '../freshness/standing.ts';
import type { QualitySummary } from '../quality/summary.ts';
import type { Scorecard } from '../scorecard/scorecard.ts';

export interface TrustFacts {
  readonly scorecard: Scorecard;
  /** How each promise about its service stands. */
  readonly promises: readonly SlaStatus[];
  /** Of the data; examples are counted for themselves. */
  readonly quality: QualitySummary;
  readonly examples: { readonly verified: number; readonly all: number };
  /** Clients that asked for anything of it in the last 30 days. */
  readonly clients: number;
}

export interface TrustReason {
  /** `scorecard`, `service-levels`, `quality`, `examples` or `usage`. */
  readonly id: string;
  /** Of `most`. */
  readonly points: number;
  readonly most: number;
  /** For people, one sentence. */
  readonly text: string;
}

export interface Trust {
  /** From 0 to 100. */
  readonly score: number;
  /** Always the same ones, in the same order. */
  readonly reasons: readonly TrustReason[];
}

interface Part {
  readonly id: string;
  readonly most: number;
  /** From 0 to 1, and why. */
  readonly judge: (facts: TrustFacts) => readonly [share: number, text: string];
}

/** As many as make it common use; more make nothing more trustworthy. */
const manyClients = 3;

const parts: readonly Part[] = [
  { id: 'scorecard', most: 25, judge: ({ scorecard }) => judgeScorecard(scorecard) },
  { id: 'service-levels', most: 25, judge: ({ promises }) => judgePromises(promises) },
  { id: 'quality', most: 25, judge: ({ quality }) => judgeQuality(quality) },
  { id: 'examples', most: 15, judge: ({ examples }) => judgeExamples(examples) },
  { id: 'usage', most: 10, judge: ({ clients }) => judgeUsage(clients) },
];

export function trustOf(facts: TrustFacts): Trust {
  const reasons = parts.map(({ id, most, judge }) => {
    const [share, text] = judge(facts);
    return { id, points: Math.round(share * most), most, text };
  });
  return { score: reasons.reduce((sum, { points }) => sum + points, 0), reasons };
}

function judgeScorecard({ percent, checks }: Scorecard): readonly [number, string] {
  const lacking = checks.filter(({ passed }) => !passed).map(({ id }) => id);
  const lacks = lacking.length === 0 ? '' : ` It lacks: ${lacking.join(', ')}.`;
  return [percent / 100, `${checks.length - lacking.length} of ${checks.length} checks of the scorecard pass.${lacks}`];
}

const worthOf: Readonly<Record<SlaStatus, number>> = { OK: 1, AT_RISK: 0.5, BREACHED: 0, UNKNOWN: 0 };

function judgePromises(promises: readonly SlaStatus[]): readonly [number, string] {
  if (promises.length === 0) return [0, 'Nothing is promised about its service.'];
  const count = (status: SlaStatus) => promises.filter((promise) => promise === status).length;
  const short = [
    [count('AT_RISK'), 'at risk'],
    [count('BREACHED'), 'not kept'],
    [count('UNKNOWN'), 'not known'],
  ].flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`]));
  const rest = short.length === 0 ? '' : `; ${short.join(', ')}`;
  const sum = promises.reduce((total, status) => total + worthOf[status], 0);
  return [sum / promises.length, `${count('OK')} of ${promises.length} promises are kept${rest}.`];
}

function judgeQuality({ score, passing, failing, unknown }: QualitySummary): readonly [number, string] {
  if (score === null) return [0, 'No rule says what its data has to be like.'];
  const all = passing + failing + unknown;
  const rest = `${failing > 0 ? `; ${failing} failing` : ''}${unknown > 0 ? `; ${unknown} not known` : ''}`;
  return [score, `${passing} of ${all} checks of its data pass${rest}.`];
}

function judgeExamples({ verified, all }: TrustFacts['examples']): readonly [number, string] {
  if (all === 0) return [0, 'No example shows how it is used.'];
  return [verified / all, `${verified} of ${all} ${all === 1 ? 'example' : 'examples'} worked when last run.`];
}

function judgeUsage(clients: number): readonly [number, string] {
  const share = Math.min(clients, manyClients) / manyClients;
  if (clients === 0) return [share, 'Nobody asked for it in the last 30 days.'];
  return [share, `${clients} ${clients === 1 ? 'client' : 'clients'} asked for it in the last 30 days.`];
}
