// The thread that examines offers, one after the other. Started by gate-thread.ts.
import { parentPort } from 'node:worker_threads';
import { threadData } from '../../../../kit/thread.ts';
import { type Examination, examine } from './examine.ts';
import type { GateMessage } from './gate-thread.ts';
import { pack } from './packed-examination.ts';

threadData();

const tell = (message: GateMessage): void => parentPort!.postMessage(message);

parentPort!.on('message', async (examination: Examination) => {
  try {
    const examined = await examine(examination, (problem) => tell({ kind: 'risk', problem }));
    tell({ kind: 'examined', packed: pack(examined) });
  } catch (error) {
    tell({ kind: 'failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});
