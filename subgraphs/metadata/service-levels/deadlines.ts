// Which of many things is due next: a heap of instants. To set another instant costs as much as to set the first, and what is
// outdated is thrown away when it comes up.

export interface Deadlines {
  /** In place of the one that the key has; null takes it away. */
  set(key: number, at: Date | null): void;
  next(): Date | null;
  /** Takes those that are due, in their order. */
  takeDue(now: Date): number[];
  clear(): void;
}

interface Entry {
  readonly key: number;
  readonly atMs: number;
}

export function createDeadlines(): Deadlines {
  const current = new Map<number, Entry>();
  let heap: Entry[] = [];

  function dropOutdated(): void {
    while (heap.length > 0 && current.get(heap[0]!.key) !== heap[0]) pop(heap);
  }

  return {
    set(key, at) {
      current.delete(key);
      if (at === null) return;
      const entry = { key, atMs: at.getTime() };
      current.set(key, entry);
      push(heap, entry);
      // Outdated entries are at most as many as current ones, and a few.
      if (heap.length > 2 * current.size + 64) heap = [...current.values()].sort((one, other) => one.atMs - other.atMs);
    },
    next() {
      dropOutdated();
      return heap.length === 0 ? null : new Date(heap[0]!.atMs);
    },
    takeDue(now) {
      const due: number[] = [];
      for (dropOutdated(); heap.length > 0 && heap[0]!.atMs <= now.getTime(); dropOutdated()) {
        const { key } = pop(heap);
        current.delete(key);
        due.push(key);
      }
      return due;
    },
    clear() {
      current.clear();
      heap = [];
    },
  };
}

function push(heap: Entry[], entry: Entry): void {
  let place = heap.push(entry) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    if (heap[parent]!.atMs <= entry.atMs) break;
    heap[place] = heap[parent]!;
    place = parent;
  }
  heap[place] = entry;
}

/** The heap must not be empty. */
function pop(heap: Entry[]): Entry {
  const first = heap[0]!;
  const last = heap.pop()!;
  if (heap.length > 0) sink(heap, last);
  return first;
}

function sink(heap: Entry[], entry: Entry): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    if (left >= heap.length) break;
    const child = left + 1 < heap.length && heap[left + 1]!.atMs < heap[left]!.atMs ? left + 1 : left;
    if (heap[child]!.atMs >= entry.atMs) break;
    heap[place] = heap[child]!;
    place = child;
  }
  heap[place] = entry;
}
