// The operation as TypeScript: the types of its answer and its variables, by the schema as the viewer knows it, and a function that
// sends it.

import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  parse,
  print,
  validate,
} from 'graphql';
import { createInputTypes } from '../../../generate/input-types.ts';
import { selectionType } from '../../../generate/selection-type.ts';
import { type AskedOperation, withOwnName } from '../asked-operation.ts';

/** @throws Error that says why there are no types */
export function asTypeScript(schema: GraphQLSchema, url: string, asked: AskedOperation): string {
  const document = parse(asked.query);
  const operation = getOperationAST(document, withOwnName(asked).operationName);
  if (!operation) throw new Error('The document has several operations. Run the one that you mean first.');
  const [problem] = validate(schema, document);
  if (problem) throw new Error(problem.message);
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const name = pascal(operation.name?.value ?? 'Answer');
  const inputs = createInputTypes(schema);
  const data = selectionType(schema, schema.getRootType(operation.operation)!, operation.selectionSet, fragments);
  const variables = inputs.variablesType(operation.variableDefinitions ?? []);
  const parts = [
    ...inputs.declarations(),
    `export type ${name}Data = ${indented(data)};`,
    `export type ${name}Variables = ${indented(variables)};`,
    `const ${camel(name)}Text = \`\n${escaped(print(document))}\n\`;`,
    operation.operation === 'subscription' ? listenHint : fetchFunction(name, operation.name?.value, url),
  ];
  return `${parts.join('\n\n')}\n`;
}

function fetchFunction(name: string, operationName: string | undefined, url: string): string {
  return `/** Null values may be denied or failed: \`errors\` says which, and why. */
export interface ${name}Answer {
  readonly data: ${name}Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: { readonly code: string; readonly coordinate?: string; readonly reason?: string };
  }[];
}

export async function fetch${name}(variables: ${name}Variables, token?: string): Promise<${name}Answer> {
  const response = await fetch(${JSON.stringify(url)}, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: \`Bearer \${token}\` }) },
    body: JSON.stringify({ query: ${camel(name)}Text, ${operationName ? `operationName: ${JSON.stringify(operationName)}, ` : ''}variables }),
  });
  return (await response.json()) as ${name}Answer;
}`;
}

const listenHint =
  '// A subscription is sent over graphql-transport-ws or with "accept: text/event-stream"; see the guide to subscriptions.';

/** Members below each other, so that people can read it. */
function indented(type: string): string {
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return type.replace(/\{ |; | \}/g, (sign) => {
    if (sign === '; ') return `;${line()}`;
    depth += sign === '{ ' ? 1 : -1;
    return sign === '{ ' ? `{${line()}` : `;${line()}}`;
  });
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
}

function pascal(name: string): string {
  return name.replace(/(^|_+)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

function camel(name: string): string {
  return `${name[0]!.toLowerCase()}${name.slice(1)}`;
}
