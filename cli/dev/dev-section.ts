// The section `dev` of a project's gordian.yaml: what differs for the processes that `gordian dev` starts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type DevSection, defaultConfigFile, readConfigFile } from '../config-file.ts';

const nothing: DevSection = { gateway: {}, environment: {} };

/** @throws GordianError CONFIG_INVALID with every problem */
export function readDevSection(root: string): DevSection {
  const file = join(root, defaultConfigFile);
  return (existsSync(file) ? readConfigFile(file).dev : undefined) ?? nothing;
}
