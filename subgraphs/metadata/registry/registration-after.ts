// Going back is a registration of what was in force at an earlier time: the same judgement, the same transaction, the same record.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { subgraphsAfter } from './queries/history.ts';
import { type Registration, readRegistration } from './registration.ts';

/**
 * @param registrationSeq the registration after which things stood as they should again
 * @throws GordianError NOT_FOUND
 */
export async function registrationAfter(
  database: Queries,
  registrationSeq: number,
  { sourceRevision, reason }: Pick<Registration, 'sourceRevision' | 'reason'>,
): Promise<Registration> {
  const subgraphs = await subgraphsAfter(database, registrationSeq);
  if (subgraphs.length === 0) throw new GordianError('NOT_FOUND', `There is no registration ${registrationSeq}.`);
  return readRegistration({ subgraphs, sourceRevision, reason });
}
