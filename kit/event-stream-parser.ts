// The text of a stream of server-sent events, read as it arrives (HTML standard, section 9.2), bounded.

export interface ServerSentEvent {
  /** `message` when the stream names none. */
  readonly type: string;
  readonly data: string;
}

export interface EventStreamParser {
  /** @throws RangeError when one event is larger than allowed */
  read(text: string): readonly ServerSentEvent[];
}

export function createEventStreamParser(maxEventCharacters: number): EventStreamParser {
  let rest = '';
  let type = '';
  let data: string[] = [];
  let size = 0;

  const takeLine = (line: string, events: ServerSentEvent[]): void => {
    if (line === '') {
      if (data.length > 0 || type !== '') events.push({ type: type || 'message', data: data.join('\n') });
      type = '';
      data = [];
      size = 0;
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') type = value;
    if (name === 'data') data.push(value);
    size += value.length;
  };

  return {
    read(text) {
      const events: ServerSentEvent[] = [];
      // A line break of two characters may come in two pieces: the first waits for its other half.
      const lines = (rest + text).split(/\r\n|\n|\r(?!$)/);
      rest = lines.pop() ?? '';
      for (const line of lines) takeLine(line, events);
      if (rest.length + size > maxEventCharacters) throw new RangeError('the event is too large');
      return events;
    },
  };
}
