// Puts the rows of one batched statement back into the order of the keys, as DataLoader requires.

/** One row per key, null where no row has the key. If several rows share a key, the first one wins. */
export function inKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const rowByKey = new Map<Key, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!rowByKey.has(key)) rowByKey.set(key, row);
  }
  return keys.map((key) => rowByKey.get(key) ?? null);
}

/** All rows per key, in the order in which the statement returned them; empty where no row has the key. */
export function groupInKeyOrder<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Row[][] {
  const rowsByKey = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = rowsByKey.get(key);
    if (group) group.push(row);
    else rowsByKey.set(key, [row]);
  }
  return keys.map((key) => rowsByKey.get(key) ?? []);
}
