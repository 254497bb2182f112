// Registers the working tree with the local registry, which is a registry like any other: a version never changes there. Nobody wants
// to raise a version with every save, so what is sent carries a version made here where the file's own is taken. Files stay as they are.
import { readFileSync, writeFileSync } from 'node:fs';
import { isMap, isScalar, parseDocument } from 'yaml';
import { compareVersions, nextMajor } from '../../schema/semantic-version.ts';
import type { ContractFile, SubgraphFolder } from '../../schema/subgraph-folders.ts';
import { askRegistry, type RegistryAccess, type RegistryAnswer } from '../registry-client.ts';

export interface StampedRegistration {
  /** Judges without writing. @throws GordianError what {@link askRegistry} throws */
  check(folders: readonly SubgraphFolder[]): Promise<RegistryAnswer>;
  /** @throws GordianError what {@link askRegistry} throws */
  register(folders: readonly SubgraphFolder[]): Promise<RegistryAnswer>;
}

export interface StampingOptions {
  readonly access: () => Promise<RegistryAccess>;
  readonly urlOf: (subgraph: string) => string;
  /** Keeps the versions that were made, by contract file. */
  readonly keptIn: string;
}

/** That the text is registered otherwise, or not as a new version. */
const ofVersions: ReadonlySet<string> = new Set([
  'CONTRACT_VERSION_EXISTS',
  'CONTRACT_VERSION_NOT_NEWER',
  'SCHEMA_CHANGED_WITHOUT_VERSION',
  'VERSION_TOO_LOW',
]);

/** Versions that are made are remembered; only a lost memory takes more than two attempts. */
const maxAttempts = 20;

export function createStampedRegistration({ access, urlOf, keptIn }: StampingOptions): StampedRegistration {
  const stamps = readStamps(keptIn);
  /** By contract file, what was registered last. */
  const registered = new Map<string, Registered>();

  /** A version that is taken would be refused, after the whole graph has been composed for it. */
  const raiseWhatChanged = (folders: readonly SubgraphFolder[]): void => {
    for (const { sdl, contracts } of folders)
      for (const contract of contracts)
        if (isTaken(registered.get(contract.file), { sdl, text: stamped(contract, stamps).text }))
          raise(stamps, contract);
  };

  const remember = (folders: readonly SubgraphFolder[]): void => {
    for (const { sdl, contracts } of folders)
      for (const contract of contracts) registered.set(contract.file, { sdl, text: stamped(contract, stamps).text });
  };

  const ask = async (route: 'check' | 'register', folders: readonly SubgraphFolder[]): Promise<RegistryAnswer> => {
    raiseWhatChanged(folders);
    for (let attempt = 1; ; attempt++) {
      const answer = await askRegistry(await access(), route, {
        folders: folders.map((folder) => ({
          ...folder,
          contracts: folder.contracts.map((file) => stamped(file, stamps)),
        })),
        urlOf,
        sourceRevision: 'working-tree',
        // Whoever reads this graph is whoever changes it.
        force: true,
        reason: 'A change under development.',
      });
      const taken = answer.problems.filter(({ code, severity }) => severity === 'error' && ofVersions.has(code));
      if (answer.ok && route === 'register') {
        remember(folders);
        writeFileSync(keptIn, JSON.stringify(Object.fromEntries(stamps)));
      }
      if (answer.ok || taken.length === 0 || attempt === maxAttempts) return answer;
      const files = new Set(taken.map(({ file }) => file));
      for (const contract of folders.flatMap(({ contracts }) => contracts))
        if (files.has(contract.file)) raise(stamps, contract);
    }
  };

  return { check: (folders) => ask('check', folders), register: (folders) => ask('register', folders) };
}

type Stamps = Map<string, string>;

/** As it was sent. */
interface Registered {
  readonly sdl: string;
  readonly text: string;
}

function isTaken(known: Registered | undefined, { sdl, text }: Registered): boolean {
  if (known === undefined || versionIn(known.text) !== versionIn(text)) return false;
  return known.sdl !== sdl || known.text !== text;
}

/** Enough for any change, however breaking. */
function raise(stamps: Stamps, contract: ContractFile): void {
  stamps.set(contract.file, nextMajor(versionIn(stamped(contract, stamps).text) ?? '0.0.0'));
}

/** The file itself where its version is higher than what was made. */
function stamped({ file, text }: ContractFile, stamps: Stamps): ContractFile {
  const stamp = stamps.get(file);
  const own = versionIn(text);
  if (stamp === undefined || own === null || compareVersions(own, stamp) > 0) return { file, text };
  const [start, end] = versionPlace(text)!;
  return { file, text: `${text.slice(0, start)}${stamp}${text.slice(end)}` };
}

function versionIn(text: string): string | null {
  const place = versionPlace(text);
  const version = place && text.slice(...place).replace(/^(['"])(.*)\1$/, '$2');
  return version !== null && /^\d+\.\d+\.\d+/.test(version) ? version : null;
}

/** Where the value stands, so that every other place of the file stays where problems are told. */
function versionPlace(text: string): [number, number] | null {
  const { contents } = parseDocument(text);
  const node = isMap(contents) ? contents.get('version', true) : null;
  return isScalar(node) && node.range ? [node.range[0], node.range[1]] : null;
}

function readStamps(file: string): Stamps {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>));
  } catch {
    return new Map();
  }
}
