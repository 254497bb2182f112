// What may be asked of the registry, as it comes: subgraphs to publish and to delete, to promote from another variant, or to roll
// back. Subgraphs that are not named keep what they have.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import { storableText } from '../../../kit/storable-text.ts';
import { prod, variantName } from './variant.ts';

const text = (maxLength: number) => storableText.min(1).max(maxLength);
const subgraphName = text(100);
const routingUrl = z.url({ protocol: /^https?$/ });
const registrationNumber = z.int().min(0);
const contract = z.strictObject({ file: text(500), text: text(2_000_000) });
const subgraph = z.strictObject({
  name: subgraphName,
  /** Where the gateway finds it; absent: where it is registered. */
  url: routingUrl.optional(),
  sdl: text(5_000_000),
  sdlFile: text(500),
  contracts: z.array(contract).min(1).max(100),
});

/** Of every change. */
const common = {
  /** The one that changes. */
  variant: variantName.default(prod),
  /** Why; for the record. */
  reason: z.string().trim().min(3).max(1_000).optional(),
  /** The registration of the variant that the publisher has seen; if another one came since, it is a conflict. */
  onTopOf: registrationNumber.optional(),
};
/** Of changes that can break somebody. */
const goingAhead = {
  /** Goes ahead although it breaks somebody who has not agreed; needs a scope of its own. */
  force: z.boolean().default(false),
  /** Goes ahead although nobody knows whom it breaks. */
  acceptUnknown: z.boolean().default(false),
};
const revision = text(200);

const registration = z
  .strictObject({
    ...common,
    ...goingAhead,
    subgraphs: z.array(subgraph).max(500).default([]),
    /** Names of subgraphs that are to be in the graph no longer. */
    remove: z.array(subgraphName).max(500).default([]),
    sourceRevision: revision,
  })
  .refine(({ subgraphs, remove }) => subgraphs.length + remove.length > 0, 'names no subgraph')
  .refine(({ subgraphs, remove }) => {
    const names = [...subgraphs.map(({ name }) => name), ...remove];
    return new Set(names).size === names.length;
  }, 'names a subgraph twice')
  .refine(hasReason, 'needs a reason to go ahead');

const promotion = z
  .strictObject({
    ...common,
    ...goingAhead,
    from: variantName,
    /** Absent: all that the other variant has. */
    subgraphs: z.array(subgraphName).min(1).max(500).optional(),
    /** Where the gateway of the variant finds those that are new to it, or move. */
    urls: z.record(subgraphName, routingUrl).default({}),
    /** Absent: that of what is promoted. */
    sourceRevision: revision.optional(),
  })
  .refine(({ from, variant }) => from !== variant, 'promotes a variant to itself')
  .refine(hasReason, 'needs a reason to go ahead');

const rollback = z
  .strictObject({
    ...common,
    /** Goes back although that opens what was closed since; needs a scope of its own. */
    force: z.boolean().default(false),
    /** The registration after which things stood as they should again. */
    to: z.int().min(1),
    /** Absent: the whole variant. */
    subgraph: subgraphName.optional(),
    /** Absent: that of the registration that is in force again. */
    sourceRevision: revision.optional(),
  })
  .refine(hasReason, 'needs a reason to go ahead');

function hasReason({ force, acceptUnknown = false, reason }: MayGoAhead): boolean {
  return reason !== undefined || !(force || acceptUnknown);
}

interface GoesAhead {
  readonly force: boolean;
  readonly acceptUnknown: boolean;
  readonly reason?: string | undefined;
}

type MayGoAhead = Omit<GoesAhead, 'acceptUnknown'> & { readonly acceptUnknown?: boolean };

export type SubgraphRegistration = z.infer<typeof subgraph>;
export type Registration = z.infer<typeof registration> & { readonly kind: 'PUBLISH' | 'DELETE' };
export type Promotion = z.infer<typeof promotion> & { readonly kind: 'PROMOTE' };
export type Rollback = z.infer<typeof rollback> & { readonly kind: 'ROLLBACK' };
export type RegistryChange = Registration | Promotion | Rollback;
export type RegistrationKind = RegistryChange['kind'];

/** Why a registration may go ahead where it would have to wait; null: it may not. */
export interface Permission {
  readonly force: string | null;
  readonly acceptUnknown: string | null;
  /** Although it goes back to where a field was open that was closed since. */
  readonly open: string | null;
}

/** Going back to what was agreed to once must not wait for anybody: whom it breaks is named, and on record. */
export const goingBack: Permission = { force: 'going back', acceptUnknown: 'going back', open: null };

export function permissionOf({ force, acceptUnknown, reason = '' }: GoesAhead): Permission {
  const forced = force ? reason : null;
  return { force: forced, acceptUnknown: force || acceptUnknown ? reason : null, open: forced };
}

/** @throws GordianError BAD_USER_INPUT that names every part that does not fit */
export function readRegistration(body: unknown): Registration {
  const read = readAs('registration', registration, body);
  return { ...read, kind: read.subgraphs.length > 0 ? 'PUBLISH' : 'DELETE' };
}

/** @throws GordianError BAD_USER_INPUT that names every part that does not fit */
export function readPromotion(body: unknown): Promotion {
  return { ...readAs('promotion', promotion, body), kind: 'PROMOTE' };
}

/** @throws GordianError BAD_USER_INPUT that names every part that does not fit */
export function readRollback(body: unknown): Rollback {
  return { ...readAs('rollback', rollback, body), kind: 'ROLLBACK' };
}

function readAs<Shape extends z.ZodType>(what: string, shape: Shape, body: unknown): z.output<Shape> {
  const read = shape.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new GordianError('BAD_USER_INPUT', `This is not a ${what}. ${issues.slice(0, 10).join('; ')}.`);
}
