// The history of a variant as it is told: each registration with what it changed.
import type { Queries } from '../../../kit/postgres.ts';
import { groupBy } from '../group-by.ts';
import type { Origin } from './offer.ts';
import {
  type HistoryPage,
  type RegistrationRow,
  type RegistrationStep,
  registrationPage,
  stepsOf,
} from './queries/history.ts';

export interface ToldRegistration
  extends Pick<
    RegistrationRow,
    'variant' | 'number' | 'kind' | 'artefactId' | 'sourceRevision' | 'registeredBy' | 'registeredAt' | 'reason'
  > {
  readonly origin: Origin | null;
  readonly subgraphs: readonly RegistrationStep[];
}

/** The newest first. */
export async function registrationHistory(database: Queries, page: HistoryPage): Promise<ToldRegistration[]> {
  const rows = await registrationPage(database, page);
  const steps = groupBy(
    await stepsOf(
      database,
      rows.map(({ seq }) => seq),
    ),
    ({ registrationSeq }) => registrationSeq,
  );
  return rows.map((row) => told(row, steps.get(row.seq) ?? []));
}

function told(row: RegistrationRow, steps: readonly RegistrationStep[]): ToldRegistration {
  const { seq: _seq, originVariant, originNumber, ...registration } = row;
  const origin = originVariant === null ? null : { variant: originVariant, number: originNumber! };
  return {
    ...registration,
    origin,
    subgraphs: steps.map(({ name, change, products }) => ({ name, change, products })),
  };
}
