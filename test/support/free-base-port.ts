// A run of free ports for a stack of processes, away from the defaults so that a running demo is not disturbed.
import { requireFreePorts } from '../../cli/stack/ports.ts';

const portsOfAStack = 12;

export async function freeBasePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const base = 20_000 + Math.floor(Math.random() * 1_000) * portsOfAStack;
    const ports = new Map(Array.from({ length: portsOfAStack }, (_, index) => [String(index), base + index]));
    const free = await requireFreePorts(ports, [...ports.keys()]).then(
      () => true,
      () => false,
    );
    if (free) return base;
  }
  throw new Error('No run of free ports was found.');
}
