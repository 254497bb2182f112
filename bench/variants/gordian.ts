// This gateway as a variant: alone on a supergraph file with policy `none`, or on an artefact with the policy it asks for. Its
// log is on, as in production.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedWorld, Workshop } from '../workshop.ts';
import { startVariant, type Variant, type VariantOptions } from './variant.ts';

export interface GordianOptions extends Omit<VariantOptions, 'script' | 'args'> {
  /** Of a built checkout. */
  readonly root: string;
  /** Added to a configuration that has the playground off, a state directory of its own, and patience with plans. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** So that a plan is made even while the machine is busy with something else. */
const planning = { budgetMs: 10_000, waitMs: 30_000 };

export function startGordian(workshop: Workshop, options: GordianOptions): Promise<Variant> {
  const { root, settings, ...variant } = options;
  const own = join(workshop.folder, variant.name);
  mkdirSync(own, { recursive: true });
  const config = join(own, 'gordian.yaml');
  const always = { playground: { enabled: false }, stateDirectory: join(own, 'state'), planning };
  writeFileSync(config, JSON.stringify({ ...always, ...settings }));
  return startVariant(workshop, {
    ...variant,
    script: join(root, 'dist/gateway/main.js'),
    args: ['--config', config],
  });
}

export function startGordianAlone(
  workshop: Workshop,
  name: string,
  root: string,
  { supergraphFile }: ServedWorld,
): Promise<Variant> {
  const settings = { supergraph: { kind: 'file', path: supergraphFile }, policy: 'none' };
  return startGordian(workshop, { name, root, settings });
}
