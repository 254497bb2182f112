// Where a contract says that its people are reached. Whoever writes contracts writes these addresses, so only those become links that
// open a page or a letter: other schemes start programs of the viewer.

const linked: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** @returns null for what is only shown */
export function contactAddress(url: string | null): string | null {
  if (!url || !URL.canParse(url)) return null;
  return linked.has(new URL(url).protocol) ? url : null;
}
