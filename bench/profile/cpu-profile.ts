// V8's CPU profile, and its time by place: which folder of ours, which package, garbage collection, native code.

export interface CpuProfile {
  readonly nodes: readonly ProfileNode[];
  readonly samples?: readonly number[];
  readonly timeDeltas?: readonly number[];
}

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
}

/** Time that was spent in a function itself, not in what it calls. */
export interface SelfTime {
  readonly place: string;
  /** Name, file and line. */
  readonly name: string;
  readonly micros: number;
}

/** Without the time that the thread had nothing to do. */
export function selfTimesOf({ nodes, samples = [], timeDeltas = [] }: CpuProfile): readonly SelfTime[] {
  const microsOf = new Map<number, number>();
  for (const [index, id] of samples.entries())
    microsOf.set(id, (microsOf.get(id) ?? 0) + Math.max(0, timeDeltas[index] ?? 0));
  const times = new Map<string, SelfTime>();
  for (const { id, callFrame } of nodes) {
    const micros = microsOf.get(id) ?? 0;
    if (micros === 0 || isNoWork(callFrame)) continue;
    const one = { place: placeOf(callFrame), name: nameOf(callFrame) };
    const key = `${one.place} ${one.name}`;
    times.set(key, { ...one, micros: micros + (times.get(key)?.micros ?? 0) });
  }
  return [...times.values()].toSorted((a, b) => b.micros - a.micros);
}

/** Having nothing to do, and the profiler's own `dispatch` when it stops. */
function isNoWork({ functionName, url }: ProfileNode['callFrame']): boolean {
  return functionName === '(idle)' || (functionName === 'dispatch' && url === '');
}

export function byPlace(times: readonly SelfTime[]): readonly { place: string; micros: number }[] {
  const places = new Map<string, number>();
  for (const { place, micros } of times) places.set(place, (places.get(place) ?? 0) + micros);
  return [...places].map(([place, micros]) => ({ place, micros })).toSorted((a, b) => b.micros - a.micros);
}

function placeOf({ functionName, url }: ProfileNode['callFrame']): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'native code outside JavaScript';
  if (url === '') return `native: ${functionName || '(anonymous)'}`;
  if (url.startsWith('node:'))
    return `node: ${
      url
        .slice('node:'.length)
        .replace(/^internal\//, '')
        .split('/')[0]
    }`;
  const [, dependency] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url) ?? [];
  if (dependency) return `npm: ${dependency}`;
  const [, folder] = /\/dist\/(.+)\/[^/]+$/.exec(url) ?? [];
  return folder ?? 'generated code';
}

function nameOf({ functionName, url, lineNumber }: ProfileNode['callFrame']): string {
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const file = url.replace(/^.*\/(dist|node_modules)\//, '').replace(/^file:\/\//, '');
  return `${name} (${file}:${lineNumber + 1})`;
}
