// What a registration does to the checks: those of the contracts in force are kept, and the incident of a check that is gone is over.
import type { Queries } from '../../../kit/postgres.ts';
import type { Publication } from '../../../schema/publication.ts';
import { resolveIncident } from '../incidents/incidents.ts';
import { replaceChecks } from './queries/registered.ts';
import { incidentKey } from './record-results.ts';
import { registeredChecks } from './registered-checks.ts';

/** Call it before anything that appends to the audit: results lock their checks first as well, and the end of the audit after them. */
export async function saveChecks(transaction: Queries, { subgraphs }: Publication, now: Date): Promise<void> {
  const checks = subgraphs.flatMap(({ contracts }) => contracts.flatMap(registeredChecks));
  const gone = await replaceChecks(transaction, checks, now);
  for (const checkId of gone) await resolveIncident(transaction, incidentKey(checkId), now);
}
