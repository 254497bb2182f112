// The names of a new subgraph in every spelling that its files need, and the template with them in place of its own.
import { GordianError } from '../../kit/errors.ts';
import type { ProjectFiles } from './template-files.ts';

export interface SubgraphNames {
  /** Of the folder, the subgraph, its Postgres schema and its product: `order-returns`. */
  readonly domain: string;
  /** Of the type of its records: `OrderReturn`. */
  readonly entity: string;
}

const domainPattern = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const entityPattern = /^[A-Z][A-Za-z0-9]*$/;
const maxLength = 40;
/** Processes and domains of the platform. */
const platform = ['metadata', 'gateway', 'identity', 'postgres', 'platform'];
/** Cannot be names in TypeScript, where the rules of a domain are called like it. */
const reserved =
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  );
const taken = new Set([...platform, ...reserved, 'guardrails']);
const takenEntities = new Set(['Query', 'Mutation', 'Subscription', 'String', 'Int', 'Float', 'Boolean', 'DateTime']);

/**
 * @param entity derived from the domain when absent: `order-returns` keeps `OrderReturn`s
 * @throws GordianError BAD_USER_INPUT
 */
export function subgraphNames(domain: string, entity: string = entityOf(domain)): SubgraphNames {
  if (!domainPattern.test(domain) || domain.length > maxLength)
    throw invalid(
      `"${domain}" cannot name a subgraph. Use lower-case words with "-" between them, at most ${maxLength} characters: order-returns.`,
    );
  if (taken.has(domain))
    throw invalid(`"${domain}" means something else already. Choose another name, such as ${domain}-data.`);
  if (!entityPattern.test(entity) || entity.length > maxLength || takenEntities.has(entity))
    throw invalid(
      `"${entity}" cannot name a type of records. Begin with a capital, and use letters and digits: --entity OrderReturn.`,
    );
  return { domain, entity };
}

function invalid(message: string): GordianError {
  return new GordianError('BAD_USER_INPUT', message);
}

function entityOf(domain: string): string {
  return pascal(singular(domain).split('-'));
}

export function renamed(files: ProjectFiles, { domain, entity }: SubgraphNames): ProjectFiles {
  const words = wordsOf(entity);
  // Each spelling stands for one meaning in the template; longer ones first, because they hold shorter ones.
  const spellings: readonly (readonly [string, string])[] = [
    ['sample-records', plural(words).join('-')],
    ['sampleRecords', camel(plural(words))],
    // In the plural: `order`, `user` and `group` mean something else in SQL.
    ['sample_records', plural(words).join('_')],
    ['SampleRecords', pascal(plural(words))],
    ['SampleRecord', entity],
    ['sampleRecord', camel(words)],
    ['Sample records', capitalised(plural(words).join(' '))],
    ['sample records', plural(words).join(' ')],
    ['sample record', words.join(' ')],
    ['sample-domain', domain],
    ['sampleDomain', camelCased(domain)],
    ['Sample domain', capitalised(domain.replaceAll('-', ' '))],
  ];
  const rename = (text: string) => spellings.reduce((result, [from, to]) => result.replaceAll(from, to), text);
  return new Map([...files].map(([path, text]) => [rename(path), rename(text)]));
}

/** `OrderReturn` -> order, return */
function wordsOf(entity: string): string[] {
  return entity.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map((word) => word.toLowerCase());
}

function plural(words: readonly string[]): string[] {
  const last = words.at(-1)!;
  return [...words.slice(0, -1), pluralOf(last)];
}

function pluralOf(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}

function singular(word: string): string {
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(ses|xes|zes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

function camel([first = '', ...others]: readonly string[]): string {
  return first + pascal(others);
}

function pascal(words: readonly string[]): string {
  return words.map(capitalised).join('');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `order-returns` -> orderReturns, as its rules are called in TypeScript. */
export function camelCased(domain: string): string {
  return camel(domain.split('-'));
}
