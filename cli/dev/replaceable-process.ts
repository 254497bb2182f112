// A process that can be replaced while it serves: the next one is started beside it, and takes over when it is ready. One that does
// not become ready changes nothing.
import { GordianError } from '../../kit/errors.ts';
import { freePort } from '../../kit/free-port.ts';
import {
  type LogLine,
  type ProcessDescription,
  type ProcessEvent,
  type SupervisedProcess,
  superviseProcess,
} from '../stack/supervised-process.ts';
import { openSwitchingPort } from './switching-port.ts';

export interface ReplaceableProcess {
  /** @throws GordianError with the last words of a process that ended before it was ready; the former one goes on */
  replaceBy(describe: (port: number) => ProcessDescription): Promise<void>;
  isServing(): boolean;
  stop(): Promise<void>;
}

export interface ProcessListeners {
  readonly onEvent: (event: ProcessEvent) => void;
  readonly onLine: (line: LogLine) => void;
}

/** @param port by which others reach it, whichever process serves. @throws GordianError PORT_IN_USE */
export async function createReplaceableProcess(port: number, listeners: ProcessListeners): Promise<ReplaceableProcess> {
  const door = await openSwitchingPort(port);
  let current: SupervisedProcess | null = null;
  let next: SupervisedProcess | null = null;
  let isStopped = false;
  const leaving = new Set<Promise<void>>();

  /** Its requests under way are answered; nobody waits for that. */
  const letGo = (former: SupervisedProcess): void => {
    const gone = former.stop().finally(() => leaving.delete(gone));
    leaving.add(gone);
  };

  return {
    async replaceBy(describe) {
      const ownPort = await freePort();
      if (isStopped) throw new GordianError('NOT_READY', 'Everything is being stopped.');
      next = superviseProcess(describe(ownPort), listeners.onEvent, listeners.onLine);
      const started = next;
      try {
        await started.ready;
      } catch (error) {
        await started.stop();
        throw error;
      } finally {
        next = null;
      }
      door.switchTo(ownPort);
      if (current) letGo(current);
      current = started;
    },
    isServing: () => current !== null,
    async stop() {
      isStopped = true;
      await Promise.all([next?.stop(), current?.stop(), ...leaving]);
      await door.close();
    },
  };
}
