// Values of the flags that launchers share.
import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError as the others here */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_000)
    throw new InvalidArgumentError('a port is a whole number from 1 to 65000.');
  return port;
}

export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 0) throw new InvalidArgumentError('give a whole number, 0 or more.');
  return count;
}

/** One more `name=port`. */
export function collectPort(text: string, ports: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const [name, port] = text.split('=');
  if (!name || !port) throw new InvalidArgumentError('write it as name=port, for example postgres=5999.');
  return new Map([...ports, [name, parsePort(port)]]);
}

/** One more `name=url`. */
export function collectUrl(text: string, urls: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, name, url] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (!name || !url)
    throw new InvalidArgumentError('write it as name=url, for example orders=http://127.0.0.1:5003/graphql.');
  return new Map([...urls, [name, url]]);
}

/** One more name, or several with commas between. */
export function collectNames(text: string, names: readonly string[]): readonly string[] {
  const added = text.split(',').map((name) => name.trim());
  if (added.includes('')) throw new InvalidArgumentError('write it as a name, or as names with commas between.');
  return [...names, ...added];
}
