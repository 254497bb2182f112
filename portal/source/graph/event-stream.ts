// The events of a subscription, as the gateway streams them: the data of each `next`, until the stream ends. Read as the
// specification of server-sent events has it, because a proxy may write the same events in another way.

export async function* readEvents<Body>(body: ReadableStream<Uint8Array>): AsyncGenerator<Body> {
  let type = '';
  let data: string[] = [];
  for await (const line of readLines(body)) {
    const { field, value } = fieldOf(line);
    if (field === 'event') type = value;
    else if (field === 'data') data.push(value);
    if (line !== '') continue;
    if (type === 'complete') return;
    if (type === 'next' && data.length > 0) yield JSON.parse(data.join('\n')) as Body;
    type = '';
    data = [];
  }
}

/** Lines that have ended. Whoever stops reading them frees the connection. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let begun = '';
  let isAfterReturn = false;
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const text = decoder.decode(chunk.value, { stream: true });
      if (text === '') continue;
      // The second half of a line break whose first half came before.
      const lines = (isAfterReturn && text.startsWith('\n') ? text.slice(1) : text).split(/\r\n|[\r\n]/);
      isAfterReturn = text.endsWith('\r');
      lines[0] = begun + lines[0]!;
      begun = lines.pop()!;
      yield* lines;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** A comment has a field without a name. */
function fieldOf(line: string): { readonly field: string; readonly value: string } {
  const colon = line.indexOf(':');
  if (colon < 0) return { field: line, value: '' };
  return { field: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
}
