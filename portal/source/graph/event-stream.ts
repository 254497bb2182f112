// The events of a subscription, as the gateway streams them: the data of each `next`, until the stream ends.

export async function* readEvents<Body>(body: ReadableStream<Uint8Array>): AsyncGenerator<Body> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const events = (text + decoder.decode(chunk.value, { stream: true })).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^event: next\ndata: (.*)$/.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data) as Body;
    }
  }
}
