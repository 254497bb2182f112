// How things are called, and what is said about them.
import type { ConstDirectiveNode } from 'graphql';
import { stringArgument } from '../subgraph-sdl.ts';
import type { Declaration } from './declarations.ts';
import type { Finding } from './finding.ts';
import type { LintCode } from './lint-rules.ts';

export function namesAndWords(declarations: readonly Declaration[]): Finding[] {
  return declarations.flatMap((one) => [
    ...namedOtherwise(one),
    ...namedAsVerb(one),
    ...withoutWords(one),
    ...withoutReason(one),
  ]);
}

interface Convention {
  readonly code: LintCode;
  readonly pattern: RegExp;
  readonly written: string;
  readonly mend: (name: string) => string;
}

const words = (name: string): string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
const pascal = (name: string): string => words(name).map(capital).join('');
const camel = (name: string): string => pascal(name).replace(/^./, (first) => first.toLowerCase());

const typeNames: Convention = {
  code: 'TYPE_NAME_CASE',
  pattern: /^[A-Z][A-Za-z0-9]*$/,
  written: 'PascalCase',
  mend: pascal,
};
const fieldNames: Convention = {
  code: 'FIELD_NAME_CASE',
  pattern: /^[a-z][A-Za-z0-9]*$/,
  written: 'camelCase',
  mend: camel,
};
const valueNames: Convention = {
  code: 'ENUM_VALUE_CASE',
  pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/,
  written: 'CAPITALS_WITH_UNDERSCORES',
  mend: (name) => words(name).join('_').toUpperCase(),
};
const conventions: Readonly<Record<Declaration['kind'], Convention>> = {
  type: typeNames,
  field: fieldNames,
  argument: fieldNames,
  'input field': fieldNames,
  value: valueNames,
};

function namedOtherwise({ kind, name, shown, place }: Declaration): Finding[] {
  const { code, pattern, written, mend } = conventions[kind];
  if (pattern.test(name) || name.startsWith('_')) return [];
  const message = `The ${kind} ${shown} is not named in ${written}.`;
  return [
    {
      place,
      code,
      message,
      fix: `Call it ${mend(name)}. Clients that use the old name need it until they have moved.`,
    },
  ];
}

function namedAsVerb({ kind, name, typeName, shown, place }: Declaration): Finding[] {
  const [, verb, rest] = /^(get|list|fetch|find|query|load)([A-Z]\w*)$/.exec(name) ?? [];
  if (kind !== 'field' || typeName !== 'Query' || verb === undefined) return [];
  const noun = camel(rest!);
  return [
    {
      place,
      code: 'FIELD_NAMED_AS_VERB',
      message: `${shown} is named for what a client does; every field of Query is read.`,
      fix: `Call it ${noun}.`,
    },
  ];
}

function withoutWords({ kind, description, isDescribedHere, typeName, name, shown, place }: Declaration): Finding[] {
  if (!isDescribedHere || name.startsWith('_')) return [];
  // Of a word in a list, and of what a mutation answers with, there is no more to say.
  const isPlain = kind === 'value' || typeName.endsWith('Payload');
  if (description === null || description.trim() === '')
    return [
      {
        place,
        code: 'DESCRIPTION_MISSING',
        message: `The ${kind} ${shown} has no description.`,
        fix: 'Say in a sentence what it means to the business, in which unit, and when it is null.',
      },
    ];
  if (isPlain || spoken(description) !== spoken(words(name).join(' '))) return [];
  return [
    {
      place,
      code: 'DESCRIPTION_SAYS_NOTHING',
      message: `The description of ${shown} repeats its name.`,
      fix: 'Say what the name does not: what it means to the business, in which unit, and when it is null.',
    },
  ];
}

function spoken(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(the|a|an|of|this)\b/g, '')
    .replace(/[^a-z0-9]/g, '');
}

function withoutReason({ directives, shown, place }: Declaration): Finding[] {
  const deprecated = directives.find(({ name }) => name.value === 'deprecated');
  if (deprecated === undefined || saysWhy(deprecated)) return [];
  return [
    {
      place,
      code: 'DEPRECATION_WITHOUT_REASON',
      message: `${shown} is deprecated, and nobody is told what to use in its place.`,
      fix: 'Write @deprecated(reason: "Use <field>; it goes on <date>.").',
    },
  ];
}

function saysWhy(deprecated: ConstDirectiveNode): boolean {
  const reason = stringArgument(deprecated, 'reason')?.trim() ?? '';
  return reason !== '' && reason !== 'No longer supported';
}
