// This gateway as a variant: alone on a supergraph file with policy `none`, or on an artefact with the policy it asks for. Its
// log is on, as in production.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServedWorld, Workshop } from '../workshop.ts';
import { startVariant, type Variant, type VariantOptions } from './variant.ts';

export interface GordianOptions extends Omit<VariantOptions, 'script' | 'args'> {
  /** Of a built checkout. */
  readonly root: string;
  /** Added to a configuration that has the playground off, a state directory of its own, and patience. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** On a machine that is busy with something else, a gateway that sheds load would refuse what its peers take. */
const patience: Readonly<Record<string, object>> = {
  planning: { budgetMs: 10_000, waitMs: 30_000 },
  admission: { maxLoopLagMs: 30_000 },
  execution: { deadlineMs: 60_000, waitMs: 30_000 },
};

/** What sections do not say. A former commit refuses a setting that it does not know. */
function usualSettings(root: string): Readonly<Record<string, object>> {
  const known = readFileSync(join(root, 'gateway/config.ts'), 'utf8');
  const patient = known.includes('maxLoopLagMs') ? patience : { planning: patience.planning! };
  // What a record costs is asked in a section of its own.
  return known.includes('audit.prefault') ? { ...patient, audit: { mode: 'off' } } : patient;
}

export function startGordian(workshop: Workshop, options: GordianOptions): Promise<Variant> {
  const { root, settings, ...variant } = options;
  const own = join(workshop.folder, variant.name);
  mkdirSync(own, { recursive: true });
  const config = join(own, 'gordian.yaml');
  const always = { playground: { enabled: false }, stateDirectory: join(own, 'state') };
  writeFileSync(config, JSON.stringify({ ...always, ...usualSettings(root), ...settings }));
  return startVariant(workshop, {
    ...variant,
    script: join(root, 'dist/gateway/main.js'),
    args: ['--config', config],
  });
}

/** @param execution settings of this section of the configuration */
export function startGordianAlone(
  workshop: Workshop,
  name: string,
  root: string,
  { supergraphFile }: ServedWorld,
  execution: object = {},
): Promise<Variant> {
  const settings = {
    supergraph: { kind: 'file', path: supergraphFile },
    policy: 'none',
    execution: { ...usualSettings(root).execution, ...execution },
  };
  return startGordian(workshop, { name, root, settings });
}
