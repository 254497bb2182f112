// The parts of an answer as the reference implementation sends them: graphql-js 17, which knows @defer, over one schema.
import { type GraphQLFieldResolver, type GraphQLSchema, printSchema } from 'graphql';
import { buildSchema, experimentalExecuteIncrementally, parse } from 'graphql-17';
import type { AnswerPart } from './answer-parts.ts';

export interface PartedAnswer {
  readonly data: unknown;
  readonly pending?: AnswerPart['pending'];
  readonly parts: readonly AnswerPart[];
}

export type Reference = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
  fieldResolver: GraphQLFieldResolver<never, unknown>,
) => Promise<PartedAnswer>;

/** @param schema that knows @defer */
export function createReference(schema: GraphQLSchema): Reference {
  const sameSchema = buildSchema(printSchema(schema), { assumeValid: true });
  return async (query, variables, fieldResolver) => {
    const result = await experimentalExecuteIncrementally({
      schema: sameSchema,
      document: parse(query),
      variableValues: variables,
      // It reads names and values only, which both versions give alike.
      fieldResolver: fieldResolver as never,
    });
    if (!('initialResult' in result)) return plain({ data: result.data, parts: [] });
    const parts: unknown[] = [];
    for await (const part of result.subsequentResults) parts.push(part);
    return plain({ ...result.initialResult, parts });
  };
}

const plain = (answer: object): PartedAnswer => JSON.parse(JSON.stringify(answer));
