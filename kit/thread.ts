// Worker threads that can be ended at any time. A thread that is terminated while it requires an ES module takes the whole process
// with it: Node 20 instantiates the module, finds nothing, and aborts (`v8::Module::IsGraphAsync`). So a thread says when its modules
// are loaded, and is not ended before. Its own messages are not touched: it says so through a port of its own.
import { once } from 'node:events';
import { MessageChannel, type MessagePort, type ResourceLimits, Worker, workerData } from 'node:worker_threads';

export interface Thread {
  readonly worker: Worker;
  /** Resolves when it is gone. One that still loads its modules is waited for: half a second where nothing else runs. */
  end(): Promise<void>;
}

interface StartedWith<Data> {
  readonly data: Data;
  readonly loaded: MessagePort;
}

/** @param file whose first statement after its imports calls {@link threadData} */
export function startThread<Data>(file: URL, data: Data, resourceLimits: ResourceLimits): Thread {
  const { port1: told, port2: loaded } = new MessageChannel();
  const startedWith: StartedWith<Data> = { data, loaded };
  const worker = new Worker(file, { workerData: startedWith, transferList: [loaded], resourceLimits });
  // A thread that dies closes its end of the channel. Listening keeps the process alive, which is for the thread itself to do.
  const mayEnd = Promise.race([once(told, 'message'), once(told, 'close')]).finally(() => told.close());
  told.unref();
  return {
    worker,
    async end() {
      await mayEnd;
      await worker.terminate();
    },
  };
}

/** What the thread was started with. Calling it says that the modules of this thread are loaded. */
export function threadData<Data>(): Data {
  const { data, loaded } = workerData as StartedWith<Data>;
  loaded.postMessage('loaded');
  return data;
}
