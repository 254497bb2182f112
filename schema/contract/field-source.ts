// Where a field's value comes from, as its author writes it, as a URN.
import type { Coordinate } from '../coordinates.ts';
import { productUrn, type Server } from './contract.ts';

/** The URN of a field of the graph; one graph, one namespace. */
export function fieldUrn(coordinate: Coordinate): string {
  return `graphql://gordian#${coordinate}`;
}

/** Null when the URN does not name a field of the graph. */
export function coordinateOfUrn(urn: string): Coordinate | null {
  return urn.startsWith('graphql://gordian#') ? urn.slice('graphql://gordian#'.length) : null;
}

export type SourceReading =
  | { readonly urn: string }
  | { readonly urn: null; readonly message: string; readonly fix: string };

const forms =
  'Write table.column, schema.table.column, Type.field, domain/product or a URN <scheme>://<namespace>#<name>.';

/** @param servers the servers of the contract; columns belong to its `postgres` server */
export function readSource(text: string, servers: readonly Server[]): SourceReading {
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s#]+#[^\s#]+$/.test(text)) return { urn: text };
  if (/^gordian:product:/.test(text)) return { urn: text };
  if (/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text)) return { urn: productUrn(text) };
  if (/^[A-Z]\w*\.\w+$/.test(text)) return { urn: fieldUrn(text) };
  const column = /^(?:([a-z_][\w$]*)\.)?([a-z_][\w$]*)\.([a-z_][\w$]*)$/.exec(text);
  if (column === null) return { urn: null, message: `"${text}" is not a source.`, fix: forms };
  return columnUrn(column, text, servers);
}

function columnUrn(
  [, schema, table, column]: RegExpExecArray,
  text: string,
  servers: readonly Server[],
): SourceReading {
  const databases = servers.filter(({ type }) => type === 'postgres' || type === 'postgresql');
  const [database] = databases;
  if (databases.length !== 1 || database === undefined) {
    const message = `"${text}" names a column, but this contract has ${databases.length === 0 ? 'no postgres server' : 'several postgres servers'}.`;
    return {
      urn: null,
      message,
      fix: 'Describe one server of type postgres under servers, or write a URN: postgres://<server>#<schema>.<table>.<column>.',
    };
  }
  return { urn: `postgres://${database.server}#${schema ?? database.schema ?? 'public'}.${table}.${column}` };
}
