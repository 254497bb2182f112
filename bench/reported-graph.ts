// A lineage graph of any size, reported by pipelines to a metadata service that is running: tables of twenty columns, each of which
// is made from columns anywhere in the graph, and one column that a fifth of all are made from.

import { createHash } from 'node:crypto';

export const graphNamespace = 's3://bench';
const columnsPerTable = 20;
const sourcesPerColumn = 5;
const everyHowMany = 5;
/** That the service takes at once. */
const eventsAtOnce = 250;

export interface ReportedGraph {
  readonly columns: number;
  /** The column that many others are made from. */
  readonly hub: string;
  readonly consumersOfHub: number;
  readonly urnOf: (column: number) => string;
}

/** @param columns a multiple of twenty */
export async function reportGraph(metadataUrl: string, token: string, columns: number): Promise<ReportedGraph> {
  const tables = Array.from({ length: columns / columnsPerTable }, (_, table) => table);
  for (let first = 0; first < tables.length; first += eventsAtOnce)
    await send(
      metadataUrl,
      token,
      tables.slice(first, first + eventsAtOnce).map((table) => runThatWrites(table, columns)),
    );
  const consumersOfHub = Array.from({ length: columns }, (_, column) => sourcesOf(column, columns)).filter((sources) =>
    sources.includes(0),
  ).length;
  return { columns, hub: urnOf(0), consumersOfHub, urnOf };
}

async function send(metadataUrl: string, token: string, events: readonly object[]): Promise<void> {
  const response = await fetch(`${metadataUrl}/api/v1/lineage/batch`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(events),
  });
  const text = await response.text();
  if (!response.ok || JSON.parse(text).failed_events?.length > 0)
    throw new Error(`The metadata service answered ${response.status}: ${text.slice(0, 500)}`);
}

function runThatWrites(table: number, columns: number): object {
  const own = Array.from({ length: columnsPerTable }, (_, place) => table * columnsPerTable + place);
  const fields = Object.fromEntries(
    own.map((column) => [fieldOf(column), { inputFields: sourcesOf(column, columns).map(inputField) }]),
  );
  return {
    eventType: 'COMPLETE',
    eventTime: new Date().toISOString(),
    run: { runId: `00000000-0000-4000-8000-${String(table).padStart(12, '0')}` },
    job: { namespace: 'bench', name: `writes-${table}` },
    inputs: [],
    outputs: [
      { namespace: graphNamespace, name: nameOf(table * columnsPerTable), facets: { columnLineage: { fields } } },
    ],
  };
}

/** The same ones in each run; none is its own. */
function sourcesOf(column: number, columns: number): number[] {
  const digest = createHash('sha256').update(String(column)).digest();
  const anywhere = Array.from({ length: sourcesPerColumn }, (_, place) => digest.readUInt32LE(place * 4) % columns);
  const all = column % everyHowMany === 1 ? [0, ...anywhere] : anywhere;
  return [...new Set(all)].filter((source) => source !== column);
}

function inputField(column: number): object {
  return {
    namespace: graphNamespace,
    name: nameOf(column),
    field: fieldOf(column),
    transformations: [
      { type: 'DIRECT', subtype: column % 3 === 0 ? 'IDENTITY' : 'TRANSFORMATION', masking: column % 7 === 0 },
    ],
  };
}

function nameOf(column: number): string {
  return `stage/table-${Math.floor(column / columnsPerTable)}`;
}

function fieldOf(column: number): string {
  return `c${column % columnsPerTable}`;
}

function urnOf(column: number): string {
  return `${graphNamespace}#${nameOf(column)}#${fieldOf(column)}`;
}
