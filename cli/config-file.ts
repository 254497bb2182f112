// `gordian.yaml`: where a project's registry and gateway are, so that nobody has to type it. What is typed wins over the file.
import { existsSync, readFileSync } from 'node:fs';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { readSettings, settingKinds } from '../kit/config.ts';
import { GordianError } from '../kit/errors.ts';
import { type LintLevels, lintCodes, lintLevels } from '../schema/lint/lint-rules.ts';

export const defaultConfigFile = 'gordian.yaml';

const devSection = z.strictObject({
  /** Settings of the gateway, as in its own configuration file. */
  gateway: z.record(z.string(), z.unknown()).default({}),
  /** Of the process of a subgraph, by its name. */
  environment: z.record(z.string(), z.record(z.string(), z.coerce.string())).default({}),
});

const lintLevel = z.enum(lintLevels);
/** One level for all rules, or one for each; what a contract says goes before. */
const lintSection = z.union([
  lintLevel.transform((level): LintLevels => ({ '*': level })),
  z.partialRecord(z.enum(['*', ...lintCodes]), lintLevel),
]);

const shape = z.strictObject({
  /** The metadata service. */
  registry: settingKinds.httpUrl.optional(),
  gateway: settingKinds.httpUrl.optional(),
  /** OAuth2 token endpoint for --client-id; the secret comes from GORDIAN_CLIENT_SECRET and never from a file. */
  tokenUrl: settingKinds.httpUrl.optional(),
  clientId: settingKinds.text.optional(),
  variant: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/, 'is a lower-case word such as prod')
    .optional(),
  /** How grave what `gordian subgraph lint` finds is, by rule. */
  lint: lintSection.optional(),
  /** What `gordian dev` starts differently; read from the project that it runs. */
  dev: devSection.optional(),
});

export type DevSection = z.output<typeof devSection>;
export type ConfigFile = z.output<typeof shape>;
/** Of what flags take their defaults from. */
export type ConfigKey = Exclude<keyof ConfigFile, 'dev' | 'lint'>;

/**
 * @param path of `--config`; without it, gordian.yaml of the current folder, which need not exist
 * @throws GordianError CONFIG_INVALID with every problem
 */
export function readConfigFile(path?: string): ConfigFile {
  if (path === undefined && !existsSync(defaultConfigFile)) return {};
  const file = path ?? defaultConfigFile;
  return readSettings(shape, parseFile(file), file);
}

function parseFile(file: string): unknown {
  try {
    return parseYaml(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
