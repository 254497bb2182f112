// What a change comes to when its turn has come: whole subgraphs that are to be in force in a variant, and those that are not to be
// any more. Publishing, promoting, rolling back and deleting differ only in where these come from.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphSubmission } from '../../../schema/publication.ts';
import { deletionOf, type HistoricSubgraph, registrationByNumber, subgraphsAfter } from './queries/history.ts';
import { type RegisteredSubgraph, registeredSubgraphs } from './queries.ts';
import { readRegisteredSubgraphs, submissionOf } from './registered-subgraphs.ts';
import {
  goingBack,
  type Permission,
  type Promotion,
  permissionOf,
  type Registration,
  type RegistrationKind,
  type RegistryChange,
  type Rollback,
  type SubgraphRegistration,
} from './registration.ts';

export interface Offer {
  readonly kind: RegistrationKind;
  readonly variant: string;
  /** All that is in force in the variant until now. */
  readonly before: readonly SubgraphSubmission[];
  readonly subgraphs: readonly SubgraphSubmission[];
  /** Names; all of them are in force. */
  readonly removed: readonly string[];
  readonly sourceRevision: string;
  /** The registration that is brought to this variant, or back. */
  readonly origin: Origin | null;
  readonly permission: Permission;
}

export interface Origin {
  readonly variant: string;
  readonly number: number;
}

/** @throws GordianError NOT_FOUND for what is named and not there, BAD_USER_INPUT for a new subgraph that does not say where it is */
export async function offerOf(queries: Queries, change: RegistryChange): Promise<Offer> {
  const before = await readRegisteredSubgraphs(queries, change.variant);
  switch (change.kind) {
    case 'PROMOTE':
      return promoted(queries, change, before);
    case 'ROLLBACK':
      return rolledBack(queries, change, before);
    default:
      return published(queries, change, before);
  }
}

async function published(
  queries: Queries,
  change: Registration,
  before: readonly SubgraphSubmission[],
): Promise<Offer> {
  const { kind, variant, sourceRevision, remove } = change;
  for (const name of remove) await requireRegistered(queries, name, variant, before);
  const subgraphs = change.subgraphs.map((subgraph) => placed(subgraph, subgraph.url, change, before));
  return {
    kind,
    variant,
    before,
    subgraphs,
    removed: remove,
    sourceRevision,
    origin: null,
    permission: permissionOf(change),
  };
}

async function promoted(queries: Queries, change: Promotion, before: readonly SubgraphSubmission[]): Promise<Offer> {
  const { kind, variant, from, urls } = change;
  const source = await registeredSubgraphs(queries, from);
  if (source.length === 0) throw new GordianError('NOT_FOUND', `Nothing is registered in the variant ${from}.`);
  for (const name of [...(change.subgraphs ?? []), ...Object.keys(urls)])
    await requireRegistered(queries, name, from, source);
  const chosen = source.filter(({ name }) => change.subgraphs?.includes(name) ?? true);
  const newest = chosen.reduce((a, b) => (a.number > b.number ? a : b));
  // Where a subgraph of one variant runs says nothing about the other.
  const subgraphs = chosen.map((subgraph) => placed(subgraph, urls[subgraph.name], change, before));
  return {
    kind,
    variant,
    before,
    subgraphs: changedIn({ before, subgraphs }),
    removed: [],
    sourceRevision: change.sourceRevision ?? newest.sourceRevision,
    origin: { variant: from, number: newest.number },
    permission: permissionOf(change),
  };
}

async function rolledBack(queries: Queries, change: Rollback, before: readonly SubgraphSubmission[]): Promise<Offer> {
  const { kind, variant, to, subgraph } = change;
  const earlier = await registrationByNumber(queries, variant, to);
  if (earlier === null) throw new GordianError('NOT_FOUND', `${variant} has no registration ${to}.`);
  const then = await subgraphsAfter(queries, variant, to);
  const subgraphs = subgraph === undefined ? then : then.filter(({ name }) => name === subgraph);
  if (subgraphs.length === 0) throw notThereThen(change, subgraph, before);
  const removed = subgraph === undefined ? before.filter((one) => !isAmong(one.name, then)) : [];
  return {
    kind,
    variant,
    before,
    subgraphs: changedIn({ before, subgraphs: subgraphs.map(submissionOf) }),
    removed: removed.map(({ name }) => name),
    sourceRevision: change.sourceRevision ?? earlier.sourceRevision,
    origin: { variant, number: to },
    permission: { ...goingBack, open: change.force ? change.reason! : null },
  };
}

function notThereThen(
  { variant, to }: Rollback,
  subgraph: string | undefined,
  before: readonly SubgraphSubmission[],
): GordianError {
  if (subgraph === undefined)
    return new GordianError('NOT_FOUND', `After registration ${to} there was no subgraph in ${variant}.`);
  const next = isAmong(subgraph, before)
    ? ` To have it gone again, delete it: gordian subgraph delete ${subgraph}.`
    : '';
  return new GordianError('NOT_FOUND', `${subgraph} was not in ${variant} after registration ${to}.${next}`);
}

type Content = Pick<RegisteredSubgraph, 'name' | 'sdl' | 'sdlFile' | 'contracts'>;

/** @param url given; without one it stays where it is */
function placed(
  subgraph: Content | SubgraphRegistration | HistoricSubgraph,
  url: string | undefined,
  { kind, variant }: RegistryChange,
  before: readonly SubgraphSubmission[],
): SubgraphSubmission {
  const { name } = subgraph;
  const routingUrl = url ?? before.find((one) => one.name === name)?.url;
  if (routingUrl !== undefined) return submissionOf({ ...subgraph, url: routingUrl });
  const where = kind === 'PROMOTE' ? `in urls.${name}` : 'at which url';
  const message = `The subgraph ${name} is new in ${variant}: say ${where} the gateway finds it.`;
  throw new GordianError('BAD_USER_INPUT', message);
}

/** Of publishers that race to delete one, those who come later hear who did. */
async function requireRegistered(
  queries: Queries,
  name: string,
  variant: string,
  among: readonly { readonly name: string }[],
): Promise<void> {
  if (isAmong(name, among)) return;
  const deletion = await deletionOf(queries, variant, name);
  const names = among.map((one) => one.name).join(', ') || 'nothing';
  const why = deletion && ` any more: ${deletion.registeredBy} deleted it with registration ${deletion.number}`;
  throw new GordianError('NOT_FOUND', `${variant} has no subgraph ${name}${why ?? ''}. It has ${names}.`);
}

function isAmong(name: string, subgraphs: readonly { readonly name: string }[]): boolean {
  return subgraphs.some((one) => one.name === name);
}

/** Subgraphs that are not offered keep what they have. In the order of names, so that the supergraph does not depend on who came first. */
export function graphAfter({ before, subgraphs, removed }: Offer): SubgraphSubmission[] {
  const byName = new Map([...before, ...subgraphs].map((subgraph) => [subgraph.name, subgraph]));
  for (const name of removed) byName.delete(name);
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Of the offered subgraphs, those that are in force otherwise or not at all. */
export function changedIn({ before, subgraphs }: Pick<Offer, 'before' | 'subgraphs'>): SubgraphSubmission[] {
  return subgraphs.filter((subgraph) => !isRegistered(subgraph, before));
}

function isRegistered(offered: SubgraphSubmission, before: readonly SubgraphSubmission[]): boolean {
  const same = before.find(({ name }) => name === offered.name);
  return same !== undefined && identityOf(same) === identityOf(offered);
}

function identityOf({ url, sdl, file, contracts }: SubgraphSubmission): string {
  return JSON.stringify([url, sdl, file, contracts.map((contract) => [contract.file, contract.text])]);
}
