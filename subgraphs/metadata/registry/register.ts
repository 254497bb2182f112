// A registration becomes the truth in one transaction or not at all. Publishers queue on a lock, so that each is judged against
// what the one before it left; registering the same again writes nothing. A check is the same judgement without the writing.
import type { Clock } from '../../../kit/clock.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { orConflict } from './conflict.ts';
import { createInTurn } from './in-turn.ts';
import { type Acceptable, judgeRegistration, type Refusal } from './judge-registration.ts';
import { answeredOnce } from './once.ts';
import type { Checked, Outcome, Publisher, Registered } from './outcome.ts';
import { latestPublication, lockRegistry, type Signature } from './queries.ts';
import type { Registration } from './registration.ts';
import { keepRefused, saveRegistration } from './save-registration.ts';
import { everybody, type IsNamed } from './verdict/judged-change.ts';

export interface Registrar {
  /** @param isNamed whom whoever asks may hear of */
  check(registration: Registration, isNamed: IsNamed, asker: string): Promise<Checked>;
  register(registration: Registration, publisher: Publisher): Promise<Outcome>;
}

/** Anybody who is known may check, so that checks wait behind each other and never before a registration. */
const maxWaitingChecks = 20;
const maxWaitingRegistrations = 500;

/** @param onPublished after a registration that changed something, before it is answered */
export function createRegistrar(database: Database, clock: Clock, onPublished: () => Promise<void>): Registrar {
  const checkInTurn = createInTurn(maxWaitingChecks);
  const registerInTurn = createInTurn(maxWaitingRegistrations);
  return {
    check: (registration, isNamed, asker) =>
      checkInTurn(asker, () =>
        database.transaction(async (transaction) => {
          await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          return checkedOf(await judgeRegistration(transaction, registration, clock.now(), isNamed));
        }),
      ),
    register: async (registration, publisher) => {
      const arrivedAt = clock.now();
      const outcome = await registerInTurn(null, () =>
        database.transaction(async (transaction) => {
          await lockRegistry(transaction);
          const now = clock.now();
          const signature = { ...publisher, ...record(registration), now };
          return answeredOnce(transaction, registration, publisher, now, () =>
            register(transaction, registration, signature, arrivedAt),
          );
        }),
      );
      if (outcome.ok && outcome.status === 'published') await onPublished();
      return outcome;
    },
  };
}

async function register(
  transaction: Queries,
  registration: Registration,
  signature: Signature,
  arrivedAt: Date,
): Promise<Outcome> {
  const judgement = await judgeRegistration(transaction, registration, signature.now, everybody);
  if (!judgement.ok) {
    const products = await keepRefused(transaction, judgement, signature);
    return orConflict(transaction, { ...judgement, products }, arrivedAt);
  }
  const latest = await latestPublication(transaction);
  if (judgement.isChange) await saveRegistration(transaction, judgement, signature);
  const published = judgement.isChange ? (await latestPublication(transaction))! : latest!;
  return {
    ok: true,
    status: judgement.isChange ? 'published' : 'unchanged',
    artefact: { id: published.id, publishedAt: published.publishedAt.toISOString() },
    contracts: contractsOf(judgement),
    products: judgement.products.map(({ check }) => check),
    warnings: judgement.warnings,
  };
}

function record({ sourceRevision, reason }: Registration): Pick<Signature, 'sourceRevision' | 'reason'> {
  return { sourceRevision, reason: reason ?? null };
}

function checkedOf(judgement: Acceptable | Refusal): Checked {
  const products = judgement.products.map(({ check }) => check);
  return judgement.ok
    ? { ok: true, code: null, problems: judgement.warnings, products }
    : { ok: false, code: judgement.code, problems: judgement.problems, products };
}

function contractsOf({ products, newVersions }: Acceptable): Registered['contracts'] {
  return products.flatMap(({ comparison: { after } }) => {
    if (after === null) return [];
    const { product, urn, version } = after.contract;
    const isNew = newVersions.some((other) => other.productUrn === urn && other.version === version);
    return [{ product, version, isNew }];
  });
}
