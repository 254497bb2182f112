// A domain without its process: its schema over a seeded database of its own, asked directly. Each question has its own
// loaders, as a request has.

import { readFileSync } from 'node:fs';
import { type ExecutionResult, graphql } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { packageFile } from '../../kit/package-files.ts';
import type { Database } from '../../kit/postgres.ts';
import { type Resolvers, subgraphSchema } from '../../kit/subgraph-schema.ts';
import { testedContext } from '../../kit/subgraph-under-test.ts';
import type { TestDatabase } from './postgres.ts';
import { createSeededDatabase, type SeededDomain } from './seeded-database.ts';

export interface DomainParts extends SeededDomain {
  readonly resolvers: Resolvers;
  readonly createLoaders: (database: Database) => unknown;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
  readonly field: unknown;
  readonly path: string | undefined;
}

export interface DomainUnderTest {
  readonly database: TestDatabase;
  /** The data of an answer without errors. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape of an answer is what a test looks at
  ask(document: string, variables?: Record<string, unknown>): Promise<any>;
  /** The first error of an answer that has one. */
  refusal(document: string, variables?: Record<string, unknown>): Promise<Refusal>;
  /** The SQL statements that one question costs. */
  statementsOf(document: string, variables?: Record<string, unknown>): Promise<readonly string[]>;
  drop(): Promise<void>;
}

export async function openDomain(parts: DomainParts): Promise<DomainUnderTest> {
  const folder = `subgraphs/${parts.name}`;
  const schema = subgraphSchema(readFileSync(packageFile(`${folder}/schema.graphql`), 'utf8'), parts.resolvers);
  const database = await createSeededDatabase(parts);

  const execute = (source: string, variableValues: Record<string, unknown> = {}) =>
    graphql({ schema, source, variableValues, contextValue: testedContext(parts, database, parts.now) });
  const ask = async (document: string, variables?: Record<string, unknown>) => {
    const { data, errors } = await execute(document, variables);
    if (errors) throw errors[0]!.originalError ?? errors[0]!;
    return data;
  };
  return {
    database,
    ask,
    refusal: async (document, variables) => refusalOf(await execute(document, variables)),
    statementsOf: async (document, variables) => {
      database.statements.splice(0);
      await ask(document, variables);
      return database.statements.splice(0);
    },
    drop: () => database.drop(),
  };
}

function refusalOf({ errors }: ExecutionResult): Refusal {
  const [error] = errors ?? [];
  if (!error) throw new Error('The question was answered without an error.');
  const { originalError } = error;
  const known = originalError instanceof GordianError ? originalError : null;
  return {
    code: known?.code ?? String(error.extensions.code ?? 'UNEXPECTED'),
    message: error.message,
    field: known?.details.field,
    path: error.path?.join('.'),
  };
}
