// A variant: one gateway in a process of its own, as the benchmark measures it.
import { freePort } from '../../kit/free-port.ts';
import type { Child } from '../child.ts';
import { requestOnce } from '../load.ts';
import type { Workshop } from '../workshop.ts';

export interface Variant {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly process: Child;
}

export interface VariantOptions {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** A free one when absent. */
  readonly port?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** @throws when it does not answer in time, or ends */
export async function startVariant(workshop: Workshop, options: VariantOptions): Promise<Variant> {
  const { name, script, args, headers, environment } = options;
  const port = options.port ?? (await freePort());
  const process = workshop.start(name, {
    script,
    args,
    isUnderTest: true,
    environment: { PORT: String(port), GORDIAN_PORT: String(port), ...environment },
  });
  const variant = { name, url: `http://127.0.0.1:${port}/graphql`, process, ...(headers && { headers }) };
  await becomesReady(variant);
  return variant;
}

const readyWithinMs = 60_000;

async function becomesReady(variant: Variant): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (performance.now() < until) {
    const end = variant.process.end();
    if (end !== null) throw new Error(`${variant.name} ${end}`);
    const isUp = await requestOnce(variant, '{ __typename }').then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${variant.name} did not become ready`);
}
