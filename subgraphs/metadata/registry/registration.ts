// The body of a registration: whole subgraphs, each with its contracts. Subgraphs that are not named keep what they have.
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';

/** Postgres text holds no NUL. */
const text = (maxLength: number) =>
  z
    .string()
    .min(1)
    .max(maxLength)
    .regex(/^[^\0]*$/, 'must not hold a NUL character');
const contract = z.strictObject({ file: text(500), text: text(2_000_000) });
const subgraph = z.strictObject({
  name: text(100),
  url: z.url({ protocol: /^https?$/ }),
  sdl: text(5_000_000),
  sdlFile: text(500),
  contracts: z.array(contract).min(1).max(100),
});
const registration = z.strictObject({
  subgraphs: z
    .array(subgraph)
    .min(1)
    .max(500)
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names a subgraph twice'),
  sourceRevision: text(200),
});

export type SubgraphRegistration = z.infer<typeof subgraph>;
export type Registration = z.infer<typeof registration>;

/** @throws GordianError BAD_USER_INPUT that names every part that does not fit */
export function readRegistration(body: unknown): Registration {
  const read = registration.safeParse(body);
  if (read.success) return read.data;
  const issues = read.error.issues.map((issue) => `${issue.path.join('.') || 'the body'}: ${issue.message}`);
  throw new GordianError('BAD_USER_INPUT', `This is not a registration. ${issues.slice(0, 10).join('; ')}.`);
}
