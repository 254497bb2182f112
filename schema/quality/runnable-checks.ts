// The rules of a contract as checks that the domain's own process can run: types become tables, fields their columns. A rule
// without something to look at stays in the list with the reason, so that nobody takes it for kept.
import type { Probe, RunnableCheck, TableMeasure } from '../../kit/quality/check.ts';
import type { Contract, ContractField, Server } from '../contract/contract.ts';
import { isMet, type LibraryRule, type QualityRule, type SqlRule } from '../contract/quality-rule.ts';
import { qualityCheckId } from './check-id.ts';

/** Library metrics and queries; rules for people and for other engines are nothing to run here. */
export function runnableChecks(contract: Contract): RunnableCheck[] {
  return qualityRules(contract)
    .filter((rule) => rule.type === 'library' || rule.type === 'sql')
    .map((rule) => ({
      id: qualityCheckId(contract.product, rule.id),
      probe: rule.type === 'sql' ? queryProbe(contract, rule) : tableProbe(contract, rule),
      isMet: (observed) => isMet(rule.expectation, observed),
    }));
}

/** Of the types and of their fields. */
export function qualityRules({ objects }: Contract): QualityRule[] {
  return objects.flatMap(({ quality, fields }) => [...quality, ...fields.flatMap((field) => field.quality)]);
}

function tableProbe(contract: Contract, rule: LibraryRule): Probe {
  const [typeName = ''] = rule.element.split('.');
  const columns = columnsOf(contract, rule);
  const missing = columns.find(({ column }) => column === null);
  if (missing) return nothing(`No single column of the database is named as the source of ${missing.coordinate}.`);
  const tables = columns.length > 0 ? columns.map(({ column }) => column!.table) : [tableOf(contract, typeName)];
  const [table] = tables;
  if (!table) return nothing(`No table is named for ${typeName} (physicalName).`);
  if (tables.some((other) => other!.join('.') !== table.join('.')))
    return nothing(`The fields that are unique together are columns of several tables.`);
  const measure = measureOf(
    rule,
    columns.map(({ column }) => column!.name),
  );
  return { kind: 'table', table, measure, unit: rule.unit };
}

function measureOf({ measure }: LibraryRule, columns: readonly string[]): TableMeasure {
  switch (measure.metric) {
    case 'rowCount':
      return { metric: measure.metric };
    case 'duplicateValues':
      return { metric: measure.metric, columns };
    default:
      return { ...measure, column: columns[0]! };
  }
}

interface Column {
  readonly table: readonly string[];
  readonly name: string;
}

function columnsOf(contract: Contract, { measure, element }: LibraryRule) {
  const [typeName] = element.split('.');
  if (measure.metric === 'rowCount') return [];
  const coordinates =
    measure.metric === 'duplicateValues' ? measure.fields.map((field) => `${typeName}.${field}`) : [element];
  return coordinates.map((coordinate) => ({ coordinate, column: columnOf(contract, coordinate) }));
}

/** Where several columns make the value, a rule about the field is about none of them. */
function columnOf({ fields, servers }: Contract, coordinate: string): Column | null {
  const sources = (fields.get(coordinate) as ContractField | undefined)?.sources ?? [];
  const [source] = sources;
  const parts =
    source && sources.length === 1 ? /^postgres:\/\/([^#]+)#([^.]+)\.([^.]+)\.([^.]+)$/.exec(source.urn) : null;
  if (!parts) return null;
  const [, server, schema = '', table = '', name = ''] = parts;
  const home = servers.find((one) => one.server === server);
  return home ? { table: inSchema(schema, table, home), name } : null;
}

function tableOf({ objects, servers }: Contract, typeName: string): readonly string[] | null {
  const name = objects.find((object) => object.name === typeName)?.physicalName;
  const home = servers.find(({ type }) => type === 'postgres' || type === 'postgresql');
  if (!name || !home) return null;
  const [table = '', schema] = name.split('.').reverse();
  return schema === undefined ? [table] : inSchema(schema, table, home);
}

/** The domain's own schema is in its search path, and may be called otherwise in another environment. */
function inSchema(schema: string, table: string, home: Server): readonly string[] {
  return schema === (home.schema ?? 'public') ? [table] : [schema, table];
}

function queryProbe(contract: Contract, { query, element, expectation }: SqlRule): Probe {
  const [typeName = ''] = element.split('.');
  const table = tableOf(contract, typeName);
  const column = element.includes('.') ? columnOf(contract, element) : null;
  const names: Readonly<Record<string, readonly string[] | null>> = {
    object: column?.table ?? table,
    property: column && [column.name],
  };
  const asked = [...query.matchAll(placeholder)].map(([, name]) => name!);
  const unknown = asked.find((name) => names[name] === null);
  if (unknown)
    return nothing(`Nothing in the contract says what {${unknown}} is: name the table or the column of ${element}.`);
  const text = query.replace(placeholder, (_, name: string) => names[name]!.map(quoted).join('.'));
  return { kind: 'query', text, countsFailures: expectation.operator === 'mustBe' && expectation.value === 0 };
}

const placeholder = /\$?\{(object|property)\}/g;

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function nothing(reason: string): Probe {
  return { kind: 'none', reason };
}
