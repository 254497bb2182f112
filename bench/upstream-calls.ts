// The calls that a gateway makes to answer a query, and which of them wait for others.

export interface UpstreamCall {
  readonly url: string;
  readonly body: string;
  /** Calls of one wave are under way together; those of the next waited for an answer of this one. */
  readonly wave: number;
}

export interface Recorder {
  readonly calls: readonly UpstreamCall[];
  /** Resolves when the call may be answered. */
  note(url: string, body: string): Promise<void>;
}

/** Long after the last call that can come before the first answer. */
const quietMs = 100;

/**
 * Holds every answer back until no further call comes, then lets all of the wave go at once. A gateway that merges what is
 * ready at the same time then makes as few calls as it can; under load, when answers come one by one, it may make more.
 */
export function createRecorder(): Recorder {
  const calls: UpstreamCall[] = [];
  let wave = 0;
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const letGo = () => {
    wave++;
    for (const answer of waiting) answer();
    waiting = [];
  };
  return {
    calls,
    note(url, body) {
      calls.push({ url, body, wave });
      clearTimeout(timer);
      timer = setTimeout(letGo, quietMs);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}

export function wavesOf(calls: readonly UpstreamCall[]): readonly (readonly UpstreamCall[])[] {
  const waves: UpstreamCall[][] = [];
  for (const call of calls) {
    const wave = waves[call.wave] ?? [];
    waves[call.wave] = wave;
    wave.push(call);
  }
  return waves;
}
