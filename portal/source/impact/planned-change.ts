// Changes that somebody plans, as the address of the page names them: `change=FIELD_REMOVED:Customer.email`, once for each.

export interface PlannedChange {
  readonly kind: string;
  /** A type, a field, an argument, a field of an input, or the id of a product. */
  readonly coordinate: string;
}

/** As many as the graph judges at once. */
export const maxChanges = 50;

/** What coordinates and ids of products are made of; nothing else can be meant, and addresses are written by anybody. */
export function isPlace(text: string): boolean {
  return /^[\w@][\w.():/@-]*$/.test(text);
}

/** What is not understood is left out, and what is named twice counts once. */
export function readChanges(search: URLSearchParams): PlannedChange[] {
  const written = [...new Set(search.getAll('change'))].slice(0, maxChanges);
  return written.flatMap((text) => {
    const match = /^([A-Z_]+):(.+)$/.exec(text);
    return match && isPlace(match[2]!) ? [{ kind: match[1]!, coordinate: match[2]! }] : [];
  });
}

/** `Query.orders` of its argument `Query.orders(first:)`: what a contract promises. */
export function fieldOf(coordinate: string): string {
  return coordinate.replace(/\(.*$/, '');
}

export function writeChange({ kind, coordinate }: PlannedChange): string {
  return `${kind}:${coordinate}`;
}

/** The address of the page with these changes in place of the ones it has. */
export function hrefOfChanges(changes: readonly PlannedChange[], window: string): string {
  const search = new URLSearchParams(changes.map((change): [string, string] => ['change', writeChange(change)]));
  if (window) search.set('window', window);
  const text = search.toString().replaceAll('%3A', ':');
  return text ? `/impact?${text}` : '/impact';
}
