// Turns policy sources into rules: bundled and run within this process, on the modules that run already, so that there is one
// graphql-shield and one of everything else that has an identity. Of rules that no one uses any more nothing stays in memory, as it
// would of modules that are imported.
import { SourceMap } from 'node:module';
import { compileFunction } from 'node:vm';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import type { Persona } from '../persona.ts';
import { personas as runningPersonas } from '../personas.ts';
import type { PolicyRules } from '../rules.ts';
import { bundleRules, type RulesBundle } from './bundle-rules.ts';
import type { RuleFiles } from './rule-files.ts';

export interface LoadedRules {
  readonly rules: PolicyRules;
  /** Whom the reviewed table speaks of. */
  readonly personas: readonly Persona[];
  /** What they were loaded from. Its digest names them in logs, and is part of the version of the policy made of them. */
  readonly files: RuleFiles;
}

/** @throws GordianError POLICY_INVALID with each problem at its file and line */
export async function loadRules(files: RuleFiles): Promise<LoadedRules> {
  const bundle = await bundleRules(files);
  const filename = `policy-${files.digest}.js`;
  const placeOf = ({ stack = '' }: Error) => placeIn(stack, filename, bundle.map);
  const exported = run(bundle, filename, placeOf);
  const { error } = shape.safeParse(exported);
  if (error) throw invalid(`rules.ts: ${z.prettifyError(error)}`);
  // Only looked at by the shape: rules are objects with an identity, of which no copy may be made.
  const { repositoryRules, personas = runningPersonas } = exported as {
    repositoryRules: PolicyRules;
    personas?: Persona[];
  };
  return { rules: withPlaces(repositoryRules, placeOf), personas, files };
}

/** Guardrails are asked while a policy is compiled: what goes wrong in one is said like what goes wrong in loading it. */
function withPlaces(rules: PolicyRules, placeOf: (error: Error) => string): PolicyRules {
  const guardrails = rules.guardrails.map((guardrail) => ({
    ...guardrail,
    ruleFor(subject: Parameters<typeof guardrail.ruleFor>[0]) {
      try {
        return guardrail.ruleFor(subject);
      } catch (cause) {
        throw misfortune(cause, placeOf);
      }
    },
  }));
  return { ...rules, guardrails };
}

const someFunction = z.custom((value) => typeof value === 'function', 'expected a function');
const someObject = z.custom((value) => typeof value === 'object' && value !== null, 'expected an object');

/** What compiling takes for granted; the rules themselves are inspected there. */
const shape = z.looseObject({
  repositoryRules: z.looseObject({
    guardrails: z.array(z.looseObject({ name: z.string(), ruleFor: someFunction })),
    // Strict: a word that is misspelt would be rules that nobody asks.
    domains: z.array(
      z.strictObject({
        subgraph: z.string(),
        domain: z.string(),
        rules: someObject,
        masks: someObject,
        rows: someObject.optional(),
      }),
    ),
  }),
  personas: z
    .array(
      z.looseObject({
        id: z.string(),
        // What a caller is made of; the rest is for rules to ask.
        claims: z.looseObject({ sub: z.string(), scope: z.string(), roles: z.array(z.string()) }).nullable(),
      }),
    )
    .optional(),
});

function run({ code, modules }: RulesBundle, filename: string, placeOf: (error: Error) => string): unknown {
  try {
    const evaluate = compileFunction(code, ['running'], { filename });
    return evaluate((specifier: string) => modules.get(specifier));
  } catch (error) {
    throw misfortune(error, placeOf);
  }
}

function misfortune(thrown: unknown, placeOf: (error: Error) => string): GordianError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return invalid(`${placeOf(error)}: ${error.message}`, thrown);
}

/** The place in the sources where the first frame of the script is. */
function placeIn(stack: string, filename: string, map: string): string {
  const [, line, column] = new RegExp(`${filename}:(\\d+):(\\d+)`).exec(stack) ?? [];
  if (line === undefined) return 'rules.ts';
  const origin = new SourceMap(JSON.parse(map)).findEntry(Number(line) - 1, Number(column) - 1);
  return 'originalSource' in origin
    ? `${origin.originalSource.replace(/^\w+:/, '')}:${origin.originalLine + 1}`
    : 'rules.ts';
}

function invalid(problem: string, cause?: unknown): GordianError {
  return new GordianError('POLICY_INVALID', `The policy cannot be loaded.\n${problem}`, { cause });
}
