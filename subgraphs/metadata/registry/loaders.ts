// What the resolvers of the registry share within one request: many keys, one statement, and the one door to registrations.
import DataLoader from 'dataloader';
import { GordianError } from '../../../kit/errors.ts';
import { groupInKeyOrder, inKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { VersionKey } from '../catalogue/queries.ts';
import { deprecationStandings } from '../deprecation/standing.ts';
import { pinnableVersions, pinsOfContracts } from '../pins/queries.ts';
import { acknowledgementsOf } from '../proposals/queries/acknowledgements.ts';
import { proposalsById, proposalsOfVersions } from '../proposals/queries/proposals.ts';
import { changesOfVersions, fieldsOfVersions, lastingOfVersions } from './queries/versions.ts';
import type { Registrar } from './register.ts';

export type RegistryLoaders = ReturnType<typeof createRegistryLoaders>;

export function createRegistryLoaders(database: Queries, registrar: Registrar | null, now: Date) {
  return {
    registrar: (): Registrar => {
      if (registrar) return registrar;
      throw new GordianError('NOT_READY', 'The registry is starting. Try again in a moment.');
    },
    pinsOfContract: new DataLoader(async (ids: readonly number[]) =>
      groupInKeyOrder(ids, await pinsOfContracts(database, ids), (row) => row.contractId),
    ),
    versionsOfContract: new DataLoader(async (ids: readonly number[]) =>
      groupInKeyOrder(ids, await pinnableVersions(database, ids), (row) => row.contractId),
    ),
    proposal: new DataLoader(async (ids: readonly string[]) =>
      inKeyOrder(ids, await proposalsById(database, ids), (row) => row.id),
    ),
    acknowledgementsOfProposal: new DataLoader(async (ids: readonly string[]) =>
      groupInKeyOrder(ids, await acknowledgementsOf(database, ids), (row) => row.proposalId),
    ),
    proposalOfVersion: byVersion(async (keys) =>
      inKeyOrder(keys.map(nameOf), await proposalsOfVersions(database, keys), nameOf),
    ),
    fieldsOfVersion: byVersion(async (keys) =>
      groupInKeyOrder(keys.map(nameOf), await fieldsOfVersions(database, keys), nameOf),
    ),
    lastingOfVersion: byVersion(async (keys) =>
      inKeyOrder(keys.map(nameOf), await lastingOfVersions(database, keys), nameOf),
    ),
    changesOfVersion: createLoaderByArguments(
      async (keys: readonly VersionKey[], args: { readonly since: string | null; readonly first: number }) =>
        groupInKeyOrder(keys.map(nameOf), await changesOfVersions(database, keys, args), nameOf),
    ),
    deprecation: new DataLoader(async (coordinates: readonly string[]) =>
      inKeyOrder(coordinates, await deprecationStandings(database, coordinates, now), (row) => row.coordinate),
    ),
  };
}

function byVersion<Row>(load: (keys: readonly VersionKey[]) => Promise<Row[]>) {
  return new DataLoader<VersionKey, Row, string>(load, { cacheKeyFn: nameOf });
}

function nameOf({ contractId, version }: VersionKey): string {
  return `${contractId}@${version}`;
}
