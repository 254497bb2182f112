// A first contract for an SDL: complete enough to be registered once the owner is filled in. Classifications are proposals
// on the safe side; each that a person should look at carries the tag `to-review`, which lint names until it is removed.
import { Kind } from 'graphql';
import type { Problem } from '../problem.ts';
import { readSubgraphSdl, type SdlField, type SdlType, type SubgraphSdl } from '../subgraph-sdl.ts';
import type { LogicalType } from './contract.ts';
import { logicalTypesFor } from './logical-type.ts';
import { suggestClassification } from './sensitive-names.ts';

/** Tag of a classification that was proposed and that nobody has confirmed yet. */
export const toReview = 'to-review';

/** What stands in `team.name` until somebody owns the product; refused by the reader. */
export const ownerPlaceholder = 'CHANGE_ME';

export interface ScaffoldOptions {
  readonly sdl: string;
  readonly file: string;
  /** `customers/customer-profile` */
  readonly product: string;
  readonly owner?: string;
}

export type Scaffold =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export function scaffoldContract(options: ScaffoldOptions): Scaffold {
  const read = readSubgraphSdl(options.sdl, options.file);
  if (read.sdl === null) return { ok: false, problems: [read.problem] };
  const sdl = read.sdl;
  const objects = [...sdl.types.values()].flatMap((type) => objectLines(type, sdl));
  return { ok: true, text: [...header(options), 'schema:', ...objects, ''].join('\n') };
}

function header({ product, owner = ownerPlaceholder }: ScaffoldOptions): string[] {
  const [domain = '', name = ''] = product.split('/');
  const title = name.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
  return [
    'apiVersion: v3.2.0',
    'kind: DataContract',
    `id: ${product}`,
    `name: ${text(title)}`,
    'version: 0.1.0',
    'status: draft',
    `domain: ${domain}`,
    '',
    'team: # who answers for this product',
    `  name: ${text(owner)}`,
    '',
    'servers:',
    '  - { server: graph, type: api, location: "http://127.0.0.1:4000/graphql" }',
    `  # - { server: ${domain}, type: postgres, host: 127.0.0.1, port: 4008, database: gordian, schema: ${domain} } # for lineage to columns`,
    '',
    'slaProperties: [] # such as { id: freshness, property: freshness, value: 15, unit: m, element: Type.updatedAt }',
    '',
    `# Each classification is a proposal. Confirm or correct it, then remove its tag "${toReview}".`,
  ];
}

function objectLines(type: SdlType, sdl: SubgraphSdl): string[] {
  const fields = ownFields(type);
  if (fields.length === 0) return [];
  const entries = fields.map((field) => `      ${fieldEntry(type, field, sdl)}`);
  return [`  - name: ${text(type.name)}`, '    properties:', ...entries];
}

/** The fields that a contract of this subgraph may list: not those of other subgraphs, nor what federation adds. */
export function ownFields(type: SdlType): SdlField[] {
  if (type.name.startsWith('_')) return [];
  return [...type.fields.values()].filter((field) => !field.external && !isFederationField(field));
}

/** One entry of `properties`, ready to paste. */
export function fieldEntry(type: SdlType, field: SdlField, sdl: SubgraphSdl): string {
  const logicalType = logicalTypesFor(field.type, sdl.kinds)[0]!;
  const { level, tags } = proposal(type, field, logicalType);
  const entries = [
    `name: ${text(field.name)}`,
    `logicalType: ${logicalType}`,
    ...(field.type.kind === Kind.NON_NULL_TYPE ? ['required: true'] : []),
    ...(field.inKey ? ['primaryKey: true'] : []),
    `classification: ${level.toLowerCase()}`,
    ...(tags.length > 0 ? [`tags: [${tags.join(', ')}]`] : []),
    ...(field.description === null ? [] : [`description: ${JSON.stringify(oneLine(field.description))}`]),
  ];
  return `- { ${entries.join(', ')} }`;
}

function proposal(
  type: SdlType,
  field: SdlField,
  logicalType: LogicalType,
): { readonly level: string; readonly tags: readonly string[] } {
  if (type.name === 'PageInfo') return { level: 'PUBLIC', tags: [] };
  if (isPlumbing(type, field)) return { level: 'INTERNAL', tags: [] };
  const suggestion = suggestClassification({
    typeName: type.name,
    fieldName: field.name,
    logicalType,
    description: field.description,
  });
  if (suggestion !== null) return { level: suggestion.level, tags: [toReview, ...suggestion.tags] };
  return { level: 'INTERNAL', tags: type.kind === 'input' ? [] : [toReview] };
}

/** What leads to data and holds none. A mutation is not among it: who may change something is worth a thought. */
function isPlumbing(type: SdlType, field: SdlField): boolean {
  return field.inKey || type.name === 'Query' || type.name === 'Subscription' || /(Connection|Edge)$/.test(type.name);
}

function isFederationField(field: SdlField): boolean {
  return field.name === '_entities' || field.name === '_service';
}

function oneLine(description: string): string {
  return description.replace(/\s+/g, ' ').trim();
}

/** Plain where YAML reads it back as the same string, quoted where not. */
function text(value: string): string {
  const plain = /^[A-Za-z_][\w /-]*$/.test(value) && !/^(null|true|false)$/i.test(value) && !value.endsWith(' ');
  return plain ? value : JSON.stringify(value);
}
