// A change of the registry becomes the truth in one transaction or not at all. Publishers queue on a lock, so that each is judged
// against what the one before it left; registering the same again writes nothing. A check is the same judgement without the writing.
import type { Clock } from '../../../kit/clock.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { orConflict, overtaken } from './conflict.ts';
import { gatesInThisThread } from './gates/gate-thread.ts';
import { createInTurn } from './in-turn.ts';
import { type Acceptable, type Judges, judgeRegistration, type Refusal } from './judge-registration.ts';
import { keepRefused } from './keep-proposals.ts';
import { type Offer, offerOf } from './offer.ts';
import { answeredOnce } from './once.ts';
import type { Checked, Outcome, Publisher, Registered } from './outcome.ts';
import { latestRegistration } from './queries/history.ts';
import { latestPublication, lockRegistry, type Signature } from './queries.ts';
import type { RegistryChange } from './registration.ts';
import { saveRegistration } from './save-registration.ts';
import type { ArtefactSigner } from './sign-artefact.ts';
import { signPublication } from './sign-publication.ts';
import { losingBy, touchedBy } from './touched-subgraphs.ts';
import { prod } from './variant.ts';
import { everybody, type IsNamed } from './verdict/judged-change.ts';

export interface Registrar {
  /** @param isNamed whom whoever asks may hear of */
  check(change: RegistryChange, isNamed: IsNamed, asker: string): Promise<Checked>;
  register(change: RegistryChange, publisher: Publisher): Promise<Outcome>;
}

/** Anybody who is known may check, so that checks wait behind each other and never before a registration. */
const maxWaitingChecks = 20;
const maxWaitingRegistrations = 500;

export interface Instruments extends Judges {
  /** Null where nobody signs. */
  readonly signer: ArtefactSigner | null;
}

/** Of a process that has no rules and no key. */
export const plain: Instruments = { gates: gatesInThisThread, rules: () => null, signer: null };

/** @param onPublished after a registration that changed something in prod, before it is answered */
export function createRegistrar(
  database: Database,
  clock: Clock,
  onPublished: () => Promise<void>,
  instruments: Instruments = plain,
): Registrar {
  const checkInTurn = createInTurn(maxWaitingChecks);
  const registerInTurn = createInTurn(maxWaitingRegistrations);
  return {
    check: (change, isNamed, asker) =>
      checkInTurn(asker, () =>
        database.transaction(async (transaction) => {
          await transaction.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
          await transaction.query(`SET LOCAL idle_in_transaction_session_timeout = '60s'`);
          const offer = await offerOf(transaction, change);
          return checkedOf(await judgeRegistration(transaction, offer, clock.now(), isNamed, instruments));
        }),
      ),
    register: async (change, publisher) => {
      const arrivedAt = clock.now();
      const outcome = await registerInTurn(null, () =>
        database.transaction(async (transaction) => {
          await lockRegistry(transaction);
          const now = clock.now();
          return answeredOnce(transaction, change, publisher, now, async () => {
            const refused = await overtaken(transaction, change);
            return refused ?? register(transaction, change, publisher, { arrivedAt, now, instruments });
          });
        }),
      );
      if (outcome.ok && outcome.status === 'published' && outcome.variant === prod) await onPublished();
      return outcome;
    },
  };
}

async function register(
  transaction: Queries,
  change: RegistryChange,
  publisher: Publisher,
  { arrivedAt, now, instruments }: { readonly arrivedAt: Date; readonly now: Date; readonly instruments: Instruments },
): Promise<Outcome> {
  const offer = await offerOf(transaction, change);
  for (const touched of touchedBy(offer)) publisher.authorize(touched);
  const { registeredBy, actorKind } = publisher;
  const { sourceRevision } = offer;
  const signature: Signature = { registeredBy, actorKind, sourceRevision, reason: change.reason ?? null, now };
  const judgement = await judgeRegistration(transaction, offer, now, everybody, instruments);
  for (const losing of losingBy(judgement.losses, offer)) publisher.authorize(losing);
  if (judgement.ok) return published(transaction, offer, judgement, { signature, ...instruments });
  const products = await keepRefused(transaction, judgement, signature);
  return orConflict(transaction, { ...judgement, products }, arrivedAt);
}

async function published(
  transaction: Queries,
  offer: Offer,
  accepted: Acceptable,
  { signature, signer }: Pick<Instruments, 'signer'> & { readonly signature: Signature },
): Promise<Registered> {
  const { variant } = offer;
  const { artefact, isChange, warnings, newAccess, products } = accepted;
  const registration = isChange
    ? await saveRegistration(transaction, offer, accepted, signature)
    : (await latestRegistration(transaction, variant))!.number;
  // Also what is unchanged: another key may be in use since.
  await signPublication(transaction, variant, artefact, signer);
  const { id, publishedAt } = (await latestPublication(transaction, variant))!;
  return {
    ok: true,
    status: isChange ? 'published' : 'unchanged',
    variant,
    registration,
    artefact: { id, publishedAt: publishedAt.toISOString() },
    contracts: contractsOf(accepted),
    products: products.map(({ check }) => check),
    warnings,
    newAccess,
  };
}

function checkedOf(judgement: Acceptable | Refusal): Checked {
  const products = judgement.products.map(({ check }) => check);
  return judgement.ok
    ? { ok: true, code: null, problems: judgement.warnings, products, newAccess: judgement.newAccess }
    : { ok: false, code: judgement.code, problems: judgement.problems, products, newAccess: [] };
}

function contractsOf({ products, newVersions }: Acceptable): Registered['contracts'] {
  return products.flatMap(({ comparison: { after } }) => {
    if (after === null) return [];
    const { product, urn, version } = after.contract;
    const isNew = newVersions.some((other) => other.productUrn === urn && other.version === version);
    return [{ product, version, isNew }];
  });
}
