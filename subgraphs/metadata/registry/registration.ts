// The body of a registration: whole subgraphs, each with its contracts. Subgraphs that are not named keep what they have.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import { storableText } from '../../../kit/storable-text.ts';

const text = (maxLength: number) => storableText.min(1).max(maxLength);
const contract = z.strictObject({ file: text(500), text: text(2_000_000) });
const subgraph = z.strictObject({
  name: text(100),
  /** Where the gateway finds it; absent: where it is registered. */
  url: z.url({ protocol: /^https?$/ }).optional(),
  sdl: text(5_000_000),
  sdlFile: text(500),
  contracts: z.array(contract).min(1).max(100),
});
const registration = z
  .strictObject({
    subgraphs: z
      .array(subgraph)
      .min(1)
      .max(500)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names a subgraph twice'),
    sourceRevision: text(200),
    /** Goes ahead although it breaks somebody who has not agreed; needs a scope of its own. */
    force: z.boolean().default(false),
    /** Goes ahead although nobody knows whom it breaks. */
    acceptUnknown: z.boolean().default(false),
    /** Why; for the record. */
    reason: z.string().trim().min(3).max(1_000).optional(),
  })
  .refine(
    ({ force, acceptUnknown, reason }) => reason !== undefined || !(force || acceptUnknown),
    'needs a reason to go ahead',
  );

export type SubgraphRegistration = z.infer<typeof subgraph>;
export type Registration = z.infer<typeof registration>;

/** Why a registration may go ahead where it would have to wait; null: it may not. */
export interface Permission {
  readonly force: string | null;
  readonly acceptUnknown: string | null;
}

export function permissionOf({ force, acceptUnknown, reason = '' }: Registration): Permission {
  return { force: force ? reason : null, acceptUnknown: force || acceptUnknown ? reason : null };
}

/** @throws GordianError BAD_USER_INPUT that names every part that does not fit */
export function readRegistration(body: unknown): Registration {
  const read = registration.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new GordianError('BAD_USER_INPUT', `This is not a registration. ${issues.slice(0, 10).join('; ')}.`);
}
