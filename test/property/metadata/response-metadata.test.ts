// Whatever is secret to a caller, and whatever it asks: the metadata of an answer names no coordinate that the caller's introspection
// does not show, and keeps its bound.
import fc from 'fast-check';
import {
  buildSchema,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { expect, test } from 'vitest';
import type { AuthorizedOperation, Verdict } from '../../../gateway/authorize/authorized-operation.ts';
import { demandFreshness } from '../../../gateway/metadata/demand-freshness.ts';
import { maxMetadataBytes, responseMetadata } from '../../../gateway/metadata/response-metadata.ts';
import { warningsAbout } from '../../../gateway/metadata/stale-fields.ts';
import { prepareOperation } from '../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../gateway/operation/shape-operation.ts';
import { withoutCoordinates } from '../../../gateway/operation/without-coordinates.ts';
import type { Classification } from '../../../schema/artefact.ts';
import { withClientDirectives } from '../../../schema/client-directives.ts';
import { agedProduct } from '../../support/informed-gateway.ts';

const whole = withClientDirectives(
  buildSchema(`
    type Query { a: A b: [B!] node: Node any: Any n: Int }
    interface Node { id: ID name: String }
    type A implements Node { id: ID name: String old: String @deprecated(reason: "x") b: B any: Any }
    type B implements Node { id: ID name: String size: Int a: A nodes: [Node] }
    type C implements Node { id: ID name: String own: String }
    union Any = A | C
  `),
);
const all = ['Query', 'A', 'B', 'C'].flatMap((typeName) =>
  Object.keys((whole.getType(typeName) as ReturnType<GraphQLSchema['getQueryType']>)!.getFields()).map(
    (name) => `${typeName}.${name}`,
  ),
);
const productOf = (coordinate: string) => `p/${coordinate.split('.')[0]}`;
const classifications = Object.fromEntries(
  all.map((coordinate): [string, Classification] => [
    coordinate,
    { level: 'INTERNAL', tags: [], product: productOf(coordinate), domain: 'p' },
  ]),
);

/** Bits that say what to ask for, one after the other. */
function randomSelection(schema: GraphQLSchema, typeName: string, next: () => number, depth: number): string {
  const type = schema.getType(typeName);
  const objects = isUnionType(type) || isInterfaceType(type) ? schema.getPossibleTypes(type) : [];
  const fields = isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
  const parts = fields.flatMap((field) => {
    const inner = getNamedType(field.type);
    if (next() % 2 === 0 || (isCompositeType(inner) && depth === 0)) return [];
    const fresh = next() % 4 === 0 ? ` @fresh(within: "PT10M", onStale: ${['ERROR', 'NULL', 'WARN'][next() % 3]})` : '';
    const below = isCompositeType(inner) ? ` { ${randomSelection(schema, inner.name, next, depth - 1)} }` : '';
    return [`${field.name}${fresh}${below}`];
  });
  const onTypes = objects.flatMap(({ name }) =>
    next() % 2 === 0 ? [] : [`... on ${name} { ${randomSelection(schema, name, next, 0)} }`],
  );
  return ['__typename', ...parts, ...onTypes].join(' ');
}

const coordinateIn = /\b(?:Query|A|B|C|Node)\.\w+/g;

test('no coordinate and no product is named that the caller may not know', () => {
  fc.assert(
    fc.property(
      fc.subarray(all, { maxLength: 6 }),
      fc.array(fc.nat(1_000), { minLength: 80, maxLength: 80 }),
      fc.array(fc.constantFrom<Verdict | undefined>(undefined, undefined, denial, mask), {
        minLength: 8,
        maxLength: 8,
      }),
      fc.array(fc.constantFrom(...all), { minLength: 4, maxLength: 4 }),
      (secrets, numbers, verdicts, replacements) => {
        const schema = secrets.length === 0 ? whole : withoutCoordinates(whole, new Set(secrets));
        let position = 0;
        const next = () => numbers[position++ % numbers.length]!;
        const query = `{ ${randomSelection(schema, 'Query', next, 3)} }`;
        const shape = shapeOperation(prepareOperation({ apiSchema: schema }, { query, operationName: null }), {});
        const authorized: AuthorizedOperation = {
          shape,
          verdicts: shape.fields.map(({ slot }) => verdicts[slot % verdicts.length]),
          key: 'drawn',
        };
        const standing = standingWith(replacements);
        const now = new Date();
        const common = { classifications, standing, now };
        const { operation, stale } = demandFreshness({ ...common, operation: authorized, variables: {} });
        const told = responseMetadata({ ...common, wanted: 'fields', operation, pins: [], client: null });
        const text = JSON.stringify([told, warningsAbout(stale)]);

        const unknown = [...text.matchAll(coordinateIn)].map(([found]) => found).filter((one) => !isKnown(schema, one));
        expect(unknown).toEqual([]);
        expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThanOrEqual(maxMetadataBytes);
      },
    ),
    { numRuns: 300 },
  );
});

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'r', brief: 'r' };
const mask: Verdict = { kind: 'mask', rule: 'r', mask: 'redact', apply: () => null };

/** Everything is deprecated, in favour of whatever was drawn. */
function standingWith(replacements: readonly string[]) {
  const products = ['Query', 'A', 'B', 'C'].map((typeName, index) =>
    agedProduct(`p/${typeName}`, 5 * index, {
      deprecations: all
        .filter((coordinate) => coordinate.startsWith(`${typeName}.`))
        .map((coordinate, position) => ({
          coordinate,
          reason: 'x',
          replacement: replacements[position % replacements.length]!,
          sunsetAt: null,
        })),
    }),
  );
  return { asOf: new Date(), products: new Map(products.map((product) => [product.id, product])) };
}

function isKnown(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName, name] = coordinate.split('.') as [string, string];
  const type = schema.getType(typeName);
  return (isObjectType(type) || isInterfaceType(type)) && type.getFields()[name] !== undefined;
}
