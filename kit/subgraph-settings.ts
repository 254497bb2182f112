// The settings of a subgraph process, from its environment.

import { z } from 'zod';
import { type Environment, readEnvironment, settingKinds } from './config.ts';

const shape = {
  PORT: settingKinds.port,
  HOST: settingKinds.host.default('127.0.0.1'),
  /** As the domain's own role. */
  DATABASE_URL: settingKinds.postgresUrl,
  /** Keys that sign the gateway assertion. */
  GATEWAY_JWKS_URL: settingKinds.httpUrl,
  /** These four switch on what is reported: watermarks, results of checks, and lineage. */
  METADATA_URL: settingKinds.httpUrl.optional(),
  TOKEN_URL: settingKinds.httpUrl.optional(),
  CLIENT_ID: settingKinds.text.optional(),
  CLIENT_SECRET: settingKinds.text.optional(),
  LOG_LEVEL: settingKinds.logLevel.default('info'),
  /** The instant to which demo data is shifted; all domains must agree on it. */
  DEMO_NOW: settingKinds.instant.optional(),
  /** Rows per minute that the demo generator adds; 0 = off. */
  ACTIVITY: settingKinds.count.default(0),
  /** Where this process runs, as contracts name regions: rules that ask for it deny where it is not said. */
  REGION: settingKinds.text.optional(),
  /** Holds the rules: rules.ts and what it names. policies/ of this package when absent. */
  POLICY_DIRECTORY: settingKinds.text.optional(),
  /** Whether rules that change there serve without a restart. */
  POLICY_FOLLOW: settingKinds.flag.default(true),
  /** Whether rules must decide as the golden.txt beside them says. */
  POLICY_GOLDEN: z.enum(['require', 'ignore']).default('require').meta({ example: 'require' }),
  /** File that keeps the last rules that served, so that a start with broken ones succeeds. */
  POLICY_KEPT_IN: settingKinds.text.optional(),
  /** Whether some requests show which columns of the database their fields are made from. */
  OBSERVE_SQL: settingKinds.flag.default(true),
  BODY_LIMIT_BYTES: settingKinds.count.default(1024 * 1024),
};

export type SubgraphSettings = z.infer<z.ZodObject<typeof shape>>;

/** @param more settings of one subgraph alone; read them from the result under their own names */
export function readSubgraphSettings<More extends z.ZodRawShape>(
  env: Environment,
  more: More,
): SubgraphSettings & z.infer<z.ZodObject<More>> {
  return readEnvironment({ ...shape, ...more }, env) as SubgraphSettings & z.infer<z.ZodObject<More>>;
}
