// Which port each process of the stack listens on: one base, so that moving the gateway moves everything with it.
import { GordianError } from '../../kit/errors.ts';
import { isPortFree } from '../../kit/free-port.ts';

export type StackPorts = ReadonlyMap<string, number>;

/** The order is the port: the gateway has the base, `customers` the next one, and so on; new subgraphs come last. */
const order = ['gateway', 'customers', 'catalog', 'orders', 'payments', 'support', 'metadata', 'identity', 'postgres'];

/** @param chosen ports set by name; they win over the place in the order */
export function assignPorts(
  basePort: number,
  subgraphs: readonly string[],
  chosen: ReadonlyMap<string, number>,
): StackPorts {
  const names = [...order, ...subgraphs.filter((name) => !order.includes(name)).sort()];
  return new Map(names.map((name, index) => [name, chosen.get(name) ?? basePort + index]));
}

/** Base URL of a process. */
export function loopback(ports: StackPorts, name: string): string {
  return `http://127.0.0.1:${ports.get(name)}`;
}

/**
 * @param command how the launcher was called, `npm start --`
 * @throws GordianError PORT_IN_USE naming the first port that is taken, and the option that moves it
 */
export async function requireFreePorts(
  ports: StackPorts,
  names: readonly string[],
  command = 'npm start --',
): Promise<void> {
  for (const name of names) {
    const port = ports.get(name)!;
    if (await isPortFree(port)) continue;
    throw new GordianError(
      'PORT_IN_USE',
      `Port ${port}, wanted by "${name}", is in use by another program. Move everything: ${command} --port ${port + 1000}. Move only this: ${command} --set-port ${name}=${port + 1000}`,
    );
  }
}
