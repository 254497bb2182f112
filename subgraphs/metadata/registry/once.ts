// A publisher that does not know whether its request arrived sends it again, with the key that it chose the first time, and gets
// the first answer, whatever has happened since.
import { createHash } from 'node:crypto';
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { idempotencyKeyInput } from '../../../kit/user-input.ts';
import type { Outcome, Publisher } from './outcome.ts';
import { forgetOutcomes, outcomeOf, saveOutcome } from './queries/outcomes.ts';
import type { RegistryChange } from './registration.ts';

/** Far longer than anybody goes on trying. */
const keptDays = 7;
const dayMs = 86_400_000;

/** Under the lock of the registry, so that two of the same key follow each other. */
export async function answeredOnce(
  transaction: Queries,
  change: RegistryChange,
  { idempotencyKey, registeredBy }: Publisher,
  now: Date,
  answer: () => Promise<Outcome>,
): Promise<Outcome> {
  if (idempotencyKey === null) return answer();
  const asked = {
    client: registeredBy,
    key: idempotencyKeyInput('idempotency-key', idempotencyKey),
    requestHash: createHash('sha256').update(JSON.stringify(change)).digest('hex'),
  };
  const earlier = await outcomeOf<Outcome>(transaction, asked);
  if (earlier !== null && earlier.requestHash !== asked.requestHash)
    throw new GordianError('CONFLICT', 'This idempotency key was used for another change. Choose a new one.');
  if (earlier !== null) return earlier.outcome;
  const outcome = await answer();
  await forgetOutcomes(transaction, new Date(now.getTime() - keptDays * dayMs));
  await saveOutcome(transaction, asked, outcome, now);
  return outcome;
}
