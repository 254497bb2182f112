// The schema axis against graphql-js on random pairs of schemas: what it calls breaking, we call BREAKING at the same coordinate,
// and the other way round.
import fc from 'fast-check';
import { buildASTSchema, findBreakingChanges, findDangerousChanges, type GraphQLSchema, parse } from 'graphql';
import { expect, it } from 'vitest';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { scaffoldContract } from '../../../schema/contract/scaffold.ts';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { diffContracts, type ProductVersion } from '../../../schema/contract-changes/diff-contracts.ts';
import { readSubgraphSdl } from '../../../schema/subgraph-sdl.ts';
import { drawnPair, drawnSdl, drawnShuffle } from './draw-sdl.ts';

const numRuns = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 300);

function versionOf(text: string): ProductVersion {
  const scaffold = scaffoldContract({ sdl: text, file: 'schema.graphql', product: 'books/books', owner: 'Books' });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  const { contract, problems } = readContract(scaffold.text, 'contract.yaml');
  if (contract === null) throw new Error(JSON.stringify(problems));
  const { sdl } = readSubgraphSdl(text, 'schema.graphql');
  return { contract, sdl: sdl! };
}

function builtFrom(text: string): GraphQLSchema {
  return buildASTSchema(parse(text), { assumeValidSDL: true });
}

/** What graphql-js says in a sentence, as `what coordinate`. */
const sentences: readonly (readonly [RegExp, (parts: string[]) => string])[] = [
  [/^(\w+) was removed from union type (\w+)\.$/, ([member, union]) => `member ${union} ${member}`],
  [/^(\w+) was added to union type (\w+)\.$/, ([member, union]) => `member+ ${union} ${member}`],
  [/^(\w+) was removed from enum type (\w+)\.$/, ([value, type]) => `value ${type}.${value}`],
  [/^(\w+) was added to enum type (\w+)\.$/, ([value, type]) => `value+ ${type}.${value}`],
  [/^(\w+) no longer implements interface (\w+)\.$/, ([type, name]) => `interface ${type} ${name}`],
  [/^(\w+) added to interfaces implemented by (\w+)\.$/, ([name, type]) => `interface+ ${type} ${name}`],
  [/^A required field (\w+) on input type (\w+) was added\.$/, ([name, type]) => `required+ ${type}.${name}`],
  [/^An optional field (\w+) on input type (\w+) was added\.$/, ([name, type]) => `optional+ ${type}.${name}`],
  [/^A required arg (\w+) on directive (\w+) was added\.$/, ([name, directive]) => `required+ @${directive}(${name}:)`],
  [/^A required arg (\w+) on (\w+\.\w+) was added\.$/, ([name, field]) => `required+ ${field}(${name}:)`],
  [/^An optional arg (\w+) on (\w+\.\w+) was added\.$/, ([name, field]) => `optional+ ${field}(${name}:)`],
  [/^(\w+\.\w+) arg (\w+) was removed\.$/, ([field, name]) => `input ${field}(${name}:)`],
  [/^(\w+\.\w+) arg (\w+) has changed type from/, ([field, name]) => `type ${field}(${name}:)`],
  [
    /^(\w+\.\w+) arg (\w+) (?:has changed defaultValue|defaultValue was removed)/,
    ([field, name]) => `default ${field}(${name}:)`,
  ],
  [/^(\w+\.\w+) was removed\.$/, ([field]) => `field ${field}`],
  [/^(\w+\.\w+) changed type from/, ([field]) => `type ${field}`],
  [/^(\w+) changed from/, ([type]) => `kind ${type}`],
  [/^Repeatable flag was removed from (\w+)\.$/, ([directive]) => `repeatable @${directive}`],
  [/^([A-Z_]+) was removed from (\w+)\.$/, ([place, directive]) => `location @${directive} ${place}`],
  [/^(\w+) was removed from (\w+)\.$/, ([name, directive]) => `input @${directive}(${name}:)`],
];

function whatTheySay({ type, description }: { readonly type: string; readonly description: string }): string[] {
  // A built-in scalar that nothing uses any more is still there.
  if (description.startsWith('Standard scalar')) return [];
  if (type === 'TYPE_REMOVED') return [`gone ${description.split(' ')[0]}`];
  if (type === 'DIRECTIVE_REMOVED') return [`gone @${description.split(' ')[0]}`];
  const found = sentences.flatMap(([pattern, say]) => {
    const parts = pattern.exec(description);
    return parts === null ? [] : [say(parts.slice(1))];
  });
  if (found[0] === undefined) throw new Error(`No word for: ${description}`);
  return [found[0]];
}

const words: Readonly<Record<string, string>> = {
  TYPE_REMOVED: 'gone',
  DIRECTIVE_REMOVED: 'gone',
  TYPE_KIND_CHANGED: 'kind',
  FIELD_REMOVED: 'field',
  INPUT_FIELD_REMOVED: 'field',
  FIELD_TYPE_CHANGED: 'type',
  FIELD_NULLABLE: 'type',
  INPUT_FIELD_TYPE_CHANGED: 'type',
  INPUT_FIELD_REQUIRED: 'type',
  ARGUMENT_TYPE_CHANGED: 'type',
  ARGUMENT_REQUIRED: 'type',
  ARGUMENT_REMOVED: 'input',
  REQUIRED_ARGUMENT_ADDED: 'required+',
  REQUIRED_INPUT_FIELD_ADDED: 'required+',
  ARGUMENT_ADDED: 'optional+',
  INPUT_FIELD_ADDED: 'optional+',
  ARGUMENT_DEFAULT_CHANGED: 'default',
  ENUM_VALUE_REMOVED: 'value',
  ENUM_VALUE_ADDED: 'value+',
  UNION_MEMBER_REMOVED: 'member',
  UNION_MEMBER_ADDED: 'member+',
  INTERFACE_REMOVED: 'interface',
  INTERFACE_ADDED: 'interface+',
  DIRECTIVE_LOCATION_REMOVED: 'location',
  DIRECTIVE_REPEATABLE_REMOVED: 'repeatable',
};

function whatWeSay({ kind, coordinate, before, after }: ContractChange): string {
  const word = words[kind] ?? kind;
  if (/^(member|interface|location)/.test(word)) return `${word} ${coordinate} ${before ?? after}`;
  return `${word} ${coordinate}`;
}

/** Where we are stricter: graphql-js compares neither the types of a directive's arguments nor what a lost default asks for. */
function isStricter(change: ContractChange): boolean {
  const ofDirective = change.coordinate.startsWith('@') && change.kind.startsWith('ARGUMENT_');
  return (ofDirective && change.kind !== 'ARGUMENT_REMOVED') || isLostDefault(change);
}

/** Without its default, an argument that may not be null must be given. graphql-js calls that dangerous. */
function isLostDefault({ kind, before, after }: ContractChange): boolean {
  return /_REQUIRED$/.test(kind) && String(before).includes(' = ') && !String(after).includes(' = ');
}

it('what graphql-js finds breaking is BREAKING, and nothing else of the schema is', () => {
  fc.assert(
    fc.property(drawnPair, ([before, after]) => {
      const changes = diffContracts(versionOf(before), versionOf(after)).filter(({ axis }) => axis === 'SCHEMA');
      const ours = changes.filter((change) => change.severity === 'BREAKING' && !isStricter(change));
      const theirs = findBreakingChanges(builtFrom(before), builtFrom(after)).flatMap(whatTheySay);
      expect(new Set(ours.map(whatWeSay))).toEqual(new Set(theirs));
    }),
    { numRuns },
  );
});

it('what graphql-js finds dangerous is told', () => {
  fc.assert(
    fc.property(drawnPair, ([before, after]) => {
      const changes = diffContracts(versionOf(before), versionOf(after));
      const lostDefaults = changes.filter(isLostDefault).map(({ coordinate }) => `default ${coordinate}`);
      const ours = new Set([...changes.map(whatWeSay), ...lostDefaults]);
      const theirs = findDangerousChanges(builtFrom(before), builtFrom(after)).flatMap(whatTheySay);
      for (const said of theirs) expect(ours).toContain(said);
    }),
    { numRuns },
  );
});

it('the order of definitions makes no difference', () => {
  const pair = drawnSdl.chain((text) => fc.tuple(fc.constant(text), drawnShuffle(text)));
  fc.assert(
    fc.property(pair, ([text, shuffled]) => {
      expect(diffContracts(versionOf(text), versionOf(shuffled))).toEqual([]);
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
});

it('a way there and back: what one direction adds, the other removes', () => {
  const opposites: Readonly<Record<string, string>> = {
    TYPE_ADDED: 'TYPE_REMOVED',
    FIELD_ADDED: 'FIELD_REMOVED',
    ENUM_VALUE_ADDED: 'ENUM_VALUE_REMOVED',
    UNION_MEMBER_ADDED: 'UNION_MEMBER_REMOVED',
    INTERFACE_ADDED: 'INTERFACE_REMOVED',
    DIRECTIVE_ADDED: 'DIRECTIVE_REMOVED',
    FIELD_NEVER_NULL: 'FIELD_NULLABLE',
  };
  fc.assert(
    fc.property(drawnPair, ([before, after]) => {
      const [there, back] = [
        diffContracts(versionOf(before), versionOf(after)),
        diffContracts(versionOf(after), versionOf(before)),
      ];
      const expected = there
        .filter(({ kind }) => kind in opposites)
        .map(({ kind, coordinate }) => `${opposites[kind]} ${coordinate}`);
      const found = back.map(({ kind, coordinate }) => `${kind} ${coordinate}`);
      for (const change of expected) expect(found).toContain(change);
    }),
    { numRuns: Math.ceil(numRuns / 3) },
  );
});
