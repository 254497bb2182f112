// Typed settings from the environment or from a parsed file. Unknown keys are refused, every problem is listed at once,
// and no message repeats a value: settings hold secrets.

import { z } from 'zod';
import { GordianError } from './errors.ts';
import { nearest } from './nearest.ts';

export interface SettingProblem {
  readonly key: string;
  readonly problem: string;
}

export interface EnvironmentOptions {
  /** Keys with this prefix belong to us and must be known; all others are ignored. */
  readonly prefix?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that several processes share. End a setting of your own with `.meta({ example })`: the message shows it. */
export const settingKinds = {
  port: z.coerce.number().int().min(0).max(65_535).meta({ example: '4001' }),
  text: z.string().min(1),
  host: z.string().min(1).meta({ example: '127.0.0.1' }),
  httpUrl: z.url({ protocol: /^https?$/ }).meta({ example: 'http://127.0.0.1:4000' }),
  postgresUrl: z
    .url({ protocol: /^postgres(ql)?$/ })
    .meta({ example: 'postgres://role:password@127.0.0.1:5432/gordian' }),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).meta({ example: 'info' }),
  instant: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .meta({ example: '2026-11-22T10:00:00Z' }),
  flag: z.stringbool({ truthy: ['true'], falsy: ['false'] }).meta({ example: 'true' }),
  count: z.coerce.number().int().min(0).meta({ example: '10' }),
};

/**
 * @param shape settings by name without the prefix: `{ PORT: settingKinds.port.default(4001) }`. An empty value counts as absent.
 * @throws GordianError CONFIG_INVALID listing every problem
 */
export function readEnvironment<Shape extends z.ZodRawShape>(
  shape: Shape,
  env: Environment,
  { prefix = 'GORDIAN_' }: EnvironmentOptions = {},
): z.infer<z.ZodObject<Shape>> {
  const given = Object.entries(env).filter(([key, value]) => key.startsWith(prefix) && value);
  const values = Object.fromEntries(given.map(([key, value]) => [key.slice(prefix.length), value]));
  const result = z.strictObject(shape).safeParse(values);
  if (result.success) return result.data as z.infer<z.ZodObject<Shape>>;
  throw invalid(
    'the environment',
    problemsOf(result.error, { input: values, prefix, known: Object.keys(shape), examples: examplesOf(shape) }),
  );
}

/**
 * @param schema every object in it a `z.strictObject`, or unknown keys would be dropped in silence
 * @param source where the value comes from, for the message: the path of the file
 * @throws GordianError CONFIG_INVALID listing every problem by key path
 */
export function readSettings<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  source: string,
): z.infer<Schema> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  throw invalid(
    source,
    problemsOf(result.error, { input: value, prefix: '', known: keysIn(schema), examples: new Map() }),
  );
}

interface Reading {
  readonly input: unknown;
  readonly prefix: string;
  /** All known keys, for suggestions. */
  readonly known: readonly string[];
  readonly examples: ReadonlyMap<string, string>;
}

function problemsOf(error: z.ZodError, reading: Reading): SettingProblem[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey([...issue.path, key], reading));
    const key = nameOf(issue.path, reading);
    const example = reading.examples.get(String(issue.path[0]));
    const problem = isAbsent(issue.path, reading.input) ? 'is missing' : issue.message.replace(/^Invalid input: /, '');
    return [{ key, problem: example ? `${problem}; for example ${example}` : problem }];
  });
}

function unknownKey(path: readonly PropertyKey[], reading: Reading): SettingProblem {
  const suggestion = nearest(String(path.at(-1)), reading.known);
  const hint = suggestion ? `; did you mean ${reading.prefix}${suggestion}?` : '';
  return { key: nameOf(path, reading), problem: `is not a setting${hint}` };
}

function nameOf(path: readonly PropertyKey[], { prefix }: Reading): string {
  return `${prefix}${path.map(String).join('.')}` || 'the file as a whole';
}

function isAbsent(path: readonly PropertyKey[], input: unknown): boolean {
  const value = path.reduce<unknown>(
    (parent, key) => (parent as Record<PropertyKey, unknown> | undefined)?.[key],
    input,
  );
  return path.length > 0 && value === undefined;
}

function examplesOf(shape: z.ZodRawShape): ReadonlyMap<string, string> {
  const examples = Object.entries(shape).map(([key, schema]) => [key, exampleOf(schema as z.ZodType)] as const);
  return new Map(examples.flatMap(([key, example]) => (example ? [[key, example]] : [])));
}

/** The example may lie below `optional` and `default`. */
function exampleOf(schema: z.ZodType): string | undefined {
  const { example } = (schema.meta() ?? {}) as { example?: string };
  const { innerType } = schema.def as { innerType?: z.ZodType };
  return example ?? (innerType && exampleOf(innerType));
}

/** Every key anywhere in a schema. Suggestions may thus name a key of another section, which is help enough. */
function keysIn(schema: z.ZodType): string[] {
  const keys = new Set<string>();
  JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }), (name, value) => {
    if (name === 'properties') for (const key of Object.keys(value)) keys.add(key);
    return value;
  });
  return [...keys];
}

function invalid(source: string, problems: readonly SettingProblem[]): GordianError {
  const lines = problems.map(({ key, problem }) => `  ${key} ${problem}`);
  return new GordianError('CONFIG_INVALID', `These settings in ${source} cannot be used:\n${lines.join('\n')}`, {
    details: { problems },
  });
}
