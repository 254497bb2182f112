// How a page names a node of the lineage: a coordinate (`Order.total`) or a URN. Only URNs have a colon before anything else, and no
// coordinate has a `#`.

export interface NodeRef {
  readonly coordinate?: string;
  readonly urn?: string;
}

export function refOf(node: string): NodeRef {
  return isUrn(node) ? { urn: node } : { coordinate: node };
}

function isUrn(node: string): boolean {
  return node.includes('#') || /^gordian:|^openlineage:/.test(node);
}

/** The shorter name where there is one, for addresses. */
export function nodeName({ urn, coordinate }: { readonly urn: string; readonly coordinate: string | null }): string {
  return coordinate ?? urn;
}

/** What is left of a URN when everybody knows which system it is in; null for what the viewer may not know. */
export function labelOfUrn(urn: string): string | null {
  if (urn.startsWith('gordian:redacted:')) return null;
  return urn.includes('#') ? urn.slice(urn.indexOf('#') + 1) : urn.replace(/^gordian:product:/, '');
}
