// An artefact from outside the process is believed only after its shape, its id and its variant are checked. A large one takes
// longer than requests may wait, so that is done in slices.
import { z } from 'zod';
import { inSlices, type Steps } from '../../kit/in-slices.ts';
import { artefactIdSteps, type SupergraphArtefact } from '../../schema/artefact.ts';

const envelope = z.object({
  id: z.string().min(1),
  publishedAt: z.string(),
  /** Absent in artefacts of a registry that signs none. */
  variant: z.string().exactOptional(),
  /** 1, 2, 3 ...: a larger one was published later. */
  sequence: z.int().positive().exactOptional(),
  supergraphSdl: z.string().min(1),
  classifications: z.record(z.string(), z.unknown()),
});

const classification = z.object({
  level: z.enum(['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED']),
  tags: z.array(z.string()),
  product: z.string(),
  domain: z.string(),
  derivedFrom: z.array(z.string()).exactOptional(),
  residency: z.array(z.string()).exactOptional(),
  purposes: z.array(z.string()).exactOptional(),
  legalHold: z.literal(true).exactOptional(),
  rowFiltered: z.literal(true).exactOptional(),
  isShared: z.literal(true).exactOptional(),
});

/**
 * @param variant what it has to be for; null: any
 * @throws Error that says what is wrong
 */
export function parseArtefact(value: unknown, variant: string | null = null): Promise<SupergraphArtefact> {
  return inSlices(parseSteps(value, variant));
}

function* parseSteps(value: unknown, variant: string | null): Steps<SupergraphArtefact> {
  const { classifications: given, ...rest } = envelope.parse(value);
  const classifications: Record<string, z.infer<typeof classification>> = {};
  for (const coordinate of Object.keys(given)) {
    classifications[coordinate] = classification.parse(given[coordinate]);
    yield;
  }
  const artefact = { ...rest, classifications };
  if (variant !== null && (artefact.variant ?? variant) !== variant)
    throw new Error(`the artefact is of the variant "${artefact.variant}", and not "${variant}"`);
  if (artefact.id !== (yield* artefactIdSteps(artefact.supergraphSdl, classifications)))
    throw new Error('the artefact does not match its own id');
  return artefact;
}
