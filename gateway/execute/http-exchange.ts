// One HTTP request to a subgraph and what came of it. The answer is collected up to a limit; an end from outside (deadline,
// client gone) destroys the socket, because the rest of the answer would still be under way.
import type { Dispatcher, Pool } from 'undici';
import type { Ending } from './ending.ts';
import { readAnswer } from './read-answer.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

export interface Exchange {
  readonly answer: SubgraphAnswer;
  /** What ended the connection before the answer began; null when it began, or when we ended it. */
  readonly error: Error | null;
}

/** Never rejects. */
export function exchange(
  pool: Pool,
  request: Dispatcher.DispatchOptions,
  ending: Ending,
  maxResponseBytes: number,
): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let controller: Dispatcher.DispatchController | null = null;
    let status = 0;
    let headers: Readonly<Record<string, string | string[] | undefined>> = {};
    let bytes = 0;

    const settle = (answer: SubgraphAnswer, error: Error | null = null): void => {
      ending.offEnd(cancel);
      resolve({ answer, error });
    };
    const giveUp = (answer: SubgraphFault): void => {
      settle(answer);
      controller?.abort(new Error(answer.detail));
    };
    const cancel = (): void => giveUp(fault('SUBGRAPH_TIMEOUT', 'the request ended before the answer did'));

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        // It waited for a connection while the request ended.
        if (ending.isOver) started.abort(new Error('cancelled'));
      },
      onResponseStart(_, statusCode, responseHeaders) {
        status = statusCode;
        headers = responseHeaders;
      },
      onResponseData(_, chunk) {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes > maxResponseBytes) giveUp(fault('SUBGRAPH_BAD_RESPONSE', `more than ${maxResponseBytes} bytes`));
      },
      onResponseEnd() {
        settle(readAnswer(status, headers, Buffer.concat(chunks)));
      },
      onResponseError(_, error) {
        if (status > 0) settle(fault('SUBGRAPH_BAD_RESPONSE', `the answer broke off: ${describe(error)}`));
        else settle(fault('SUBGRAPH_UNAVAILABLE', describe(error)), error);
      },
    };

    if (ending.isOver) return cancel();
    ending.onEnd(cancel);
    try {
      pool.dispatch(request, handler);
    } catch (error) {
      settle(fault('SUBGRAPH_UNAVAILABLE', `the request could not be made: ${describe(error as Error)}`));
    }
  });
}

/** The kind of a connection error; its message may hold addresses. */
function describe(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const fault = (code: SubgraphFault['code'], detail: string): SubgraphFault => ({ kind: 'fault', code, detail });
