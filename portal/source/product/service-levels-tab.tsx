// Every promise about service: what is promised, how it stands, what is left to go wrong, and how it was kept.

import { type ReactNode, useMemo } from 'react';
import { ProductServiceLevelsDocument, type ServiceLevelFragment as ServiceLevel } from '../generated/product.ts';
import type { Problem } from '../graph/problem.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Select } from '../parts/field.tsx';
import { Meter } from '../parts/meter.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { useSearchParameter } from '../shell/use-location.ts';
import { History } from './history.tsx';
import { plainWord, promiseWords } from './product-words.ts';
import { durationText, measureText, percentText, promisedShare, promiseText } from './service-level-words.ts';

interface Props {
  readonly urn: string;
  readonly changes: number;
}

type Budget = NonNullable<ServiceLevel['budget']>;

const ranges = [
  { value: 'P1D', label: 'Last day', days: 1, step: 'PT1H' },
  { value: 'P7D', label: 'Last 7 days', days: 7, step: 'PT6H' },
  { value: 'P30D', label: 'Last 30 days', days: 30, step: 'P1D' },
] as const;
const dayMs = 86_400_000;

export function ServiceLevelsTab({ urn, changes }: Props) {
  const [chosen, choose] = useSearchParameter('range');
  const range = ranges.find(({ value }) => value === chosen) ?? ranges[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has changed is in a time that ends later.
  const period = useMemo(() => {
    const to = new Date();
    return { from: new Date(to.getTime() - range.days * dayMs).toISOString(), to: to.toISOString(), step: range.step };
  }, [range, changes]);
  const query = useQuery(ProductServiceLevelsDocument, { urn, ...period });
  return (
    <Settled
      query={query}
      failure="The promises cannot be shown."
      skeleton={<Skeleton height={640} label="Loading the promises …" />}
    >
      {({ dataProduct }) => (
        <Promises slas={dataProduct?.slas ?? null} problem={query.problems[0]}>
          <div className="fields">
            <Select
              label="History"
              value={range.value}
              options={ranges}
              onChange={(next) => choose(next === ranges[0].value ? '' : next)}
            />
          </div>
        </Promises>
      )}
    </Settled>
  );
}

interface PromisesProps {
  readonly slas: readonly ServiceLevel[] | null;
  readonly problem: Problem | undefined;
  /** What is chosen about them; there is nothing to choose without any. */
  readonly children: ReactNode;
}

function Promises({ slas, problem, children }: PromisesProps) {
  if (!slas) return problem ? <DeniedNote what="What is promised" problem={problem} /> : null;
  if (slas.length === 0)
    return (
      <Empty title="Nothing is promised about its service.">
        <p>Promises are written into the contract, as slaProperties.</p>
      </Empty>
    );
  return (
    <>
      {children}
      {slas.map((sla) => (
        <PromiseCard key={sla.id} sla={sla} />
      ))}
    </>
  );
}

function PromiseCard({ sla }: { readonly sla: ServiceLevel }) {
  const { id, kind, element, status, history, breachesAt } = sla;
  const { word, tone } = promiseWords[status];
  return (
    <Section title={plainWord(kind)} note={element ? <Coordinate of={element} /> : id}>
      <div className="card promise">
        <dl className="promise-facts">
          <div>
            <dt>Promised</dt>
            <dd>{promiseText(sla)}</dd>
          </div>
          <div>
            <dt>Now</dt>
            <dd>
              <Badge tone={tone}>{word}</Badge> {observedText(sla)}
              {breachesAt && status !== 'BREACHED' && (
                <span className="muted">
                  {' '}
                  breaks <TimeAgo at={breachesAt} /> unless something arrives
                </span>
              )}
            </dd>
          </div>
          {sla.budget && <BudgetFacts budget={sla.budget} />}
        </dl>
        {history && history.length > 0 && (
          <History
            title={`${plainWord(kind)} of ${id}`}
            points={history}
            promised={promisedShare(sla)}
            counts={countedAs(sla)}
          />
        )}
      </div>
    </Section>
  );
}

function BudgetFacts({ budget: { remaining, alert, exhaustsAt, burn } }: { readonly budget: Budget }) {
  return (
    <>
      <div>
        <dt>Error budget</dt>
        <dd>
          {remaining === null ? (
            <span className="muted">not known yet</span>
          ) : (
            <Meter
              label="Budget left"
              value={Math.max(0, remaining)}
              text={budgetText(remaining)}
              tone={budgetTone(remaining)}
              hideLabel
            />
          )}
          {exhaustsAt && remaining !== null && remaining > 0 && (
            <span className="muted">
              used up <TimeAgo at={exhaustsAt} /> at this pace
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Burn rate</dt>
        <dd>
          {alert && (
            <Badge tone={alert === 'PAGE' ? 'bad' : 'warning'}>
              {alert === 'PAGE' ? 'On call is paged' : 'To be looked at'}
            </Badge>
          )}
          <ul className="burn">
            {(burn ?? []).map(({ window, rate, alerting }) => (
              <li key={window} className={alerting ? 'burn-alerting' : undefined}>
                <span className="muted">{durationText(window)}</span> {rate === null ? '–' : `${rate.toFixed(1)} ×`}
                {alerting && ' (alert)'}
              </li>
            ))}
          </ul>
        </dd>
      </div>
    </>
  );
}

function budgetTone(remaining: number): Tone {
  if (remaining <= 0) return 'bad';
  return remaining < 0.2 ? 'warning' : 'good';
}

/** What is overspent is told as a multiple of the budget, for it may be any. */
function budgetText(remaining: number): string {
  if (remaining >= 0) return `${Math.round(remaining * 100)} % left`;
  return `none left, ${(1 - remaining).toLocaleString('en', { maximumFractionDigits: 1 })} × spent`;
}

function observedText({ observed, unit, kind, evidenceAgeSeconds }: ServiceLevel): string {
  if (observed === null) return evidenceAgeSeconds === null ? 'Nobody has reported yet.' : '';
  if (unit === 'ratio') return percentText(observed);
  return kind === 'FRESHNESS' ? `${measureText(observed, unit)} old` : measureText(observed, unit);
}

function countedAs({ kind }: ServiceLevel): string {
  if (kind === 'FRESHNESS') return 'seconds';
  return kind === 'COMPLETENESS' ? 'values' : 'fetches';
}
