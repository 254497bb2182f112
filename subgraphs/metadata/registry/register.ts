// A registration becomes the truth in one transaction or not at all. Publishers queue on a lock, so that each is judged
// against what the one before it left; registering the same again writes nothing.
import type { Clock } from '../../../kit/clock.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { buildArtefact } from '../../../schema/artefact.ts';
import { hasErrors, type Problem } from '../../../schema/problem.ts';
import { type Publication, preparePublication, type SubgraphSubmission } from '../../../schema/publication.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { replaceEdges } from '../lineage/queries/edges.ts';
import { upsertNodes } from '../lineage/queries/nodes.ts';
import { registeredLineage } from '../lineage/registered-lineage.ts';
import { catalogueOf } from './catalogue/catalogue-of.ts';
import { replaceFields, replaceSlas, saveDomains, saveProducts, saveTeams } from './catalogue/queries.ts';
import {
  knownVersions,
  latestPublication,
  lockRegistry,
  type NewVersion,
  publish,
  type Signature,
  saveSubgraphs,
  saveVersions,
} from './queries.ts';
import { readRegisteredSubgraphs } from './registered-subgraphs.ts';
import type { Registration } from './registration.ts';
import { decideVersions } from './versions.ts';

export type Outcome = Registered | Refused;

export interface Registered {
  readonly ok: true;
  readonly status: 'published' | 'unchanged';
  readonly artefact: { readonly id: string; readonly publishedAt: string };
  readonly contracts: readonly { readonly product: string; readonly version: string; readonly isNew: boolean }[];
  readonly warnings: readonly Problem[];
}

export interface Refused {
  readonly ok: false;
  readonly code: 'CONTRACT_INVALID' | 'COMPOSITION_FAILED';
  readonly problems: readonly Problem[];
}

export type Registrar = (registration: Registration, registeredBy: string) => Promise<Outcome>;

export function createRegistrar(database: Database, clock: Clock): Registrar {
  // Those of this process wait here and not in the database, where each would hold a connection that readers need.
  let previous: Promise<unknown> = Promise.resolve();
  return (registration, registeredBy) => {
    const turn = previous.then(() =>
      database.transaction(async (transaction) => {
        await lockRegistry(transaction);
        const { sourceRevision } = registration;
        return register(transaction, registration, { registeredBy, sourceRevision, now: clock.now() });
      }),
    );
    previous = turn.catch(() => undefined);
    return turn;
  };
}

async function register(transaction: Queries, { subgraphs }: Registration, signature: Signature): Promise<Outcome> {
  const before = await readRegisteredSubgraphs(transaction);
  const offered = subgraphs.map(({ sdlFile, ...subgraph }) => ({ ...subgraph, file: sdlFile }));
  const prepared = preparePublication(withOffered(before, offered));
  if (!prepared.ok) return refused(prepared.stage, prepared.problems);
  const { publication, warnings } = prepared;

  const known = await knownVersions(transaction, urnsOf(publication));
  const names = new Set(offered.map(({ name }) => name));
  const decisions = publication.subgraphs
    .filter(({ name }) => names.has(name))
    .map(({ name, contracts }) => decideVersions({ ...sdlOf(offered, name), contracts }, known));
  const problems = decisions.flatMap((decision) => decision.problems);
  if (hasErrors(problems)) return refused('contract', [...problems, ...warnings]);

  const newVersions = decisions.flatMap((decision) => decision.newVersions);
  const changed = offered.filter((subgraph) => !isRegistered(subgraph, before));
  const latest = await latestPublication(transaction);
  const artefact = buildArtefact({ ...publication, publishedAt: signature.now });
  const isChanged = changed.length > 0 || newVersions.length > 0 || latest?.id !== artefact.id;
  if (isChanged) await save(transaction, publication, { newVersions, changed }, signature);
  const isPublished = isChanged && (await publish(transaction, artefact, signature));
  if (isChanged) await audit(transaction, artefact.id, { newVersions, changed }, signature);
  return {
    ok: true,
    status: isChanged ? 'published' : 'unchanged',
    artefact: { id: artefact.id, publishedAt: isPublished ? artefact.publishedAt : latest!.publishedAt.toISOString() },
    contracts: contractsIn(publication, names, newVersions),
    warnings,
  };
}

interface Changes {
  readonly newVersions: readonly NewVersion[];
  readonly changed: readonly SubgraphSubmission[];
}

async function save(
  transaction: Queries,
  publication: Publication,
  { newVersions, changed }: Changes,
  signature: Signature,
): Promise<void> {
  const catalogue = catalogueOf(publication);
  const lineage = registeredLineage(publication);
  const contractsOf = new Map(publication.subgraphs.map(({ name, contracts }) => [name, contracts]));
  const inForce = changed.flatMap(({ name }) =>
    contractsOf
      .get(name)!
      .map(({ urn, version, file }, position) => ({ subgraph: name, productUrn: urn, version, file, position })),
  );
  await saveTeams(transaction, catalogue.teams);
  await saveDomains(transaction, catalogue.domains);
  await saveProducts(transaction, catalogue.products);
  await saveVersions(transaction, newVersions, signature);
  await saveSubgraphs(
    transaction,
    changed.map(({ file, ...subgraph }) => ({ ...subgraph, sdlFile: file })),
    inForce,
    signature,
  );
  await replaceFields(transaction, catalogue.fields, signature.now);
  await replaceSlas(transaction, catalogue.slas, signature.now);
  await upsertNodes(transaction, lineage.nodes);
  await replaceEdges(transaction, lineage.edges, signature.now);
}

function audit(
  transaction: Queries,
  artefact: string,
  { newVersions, changed }: Changes,
  { registeredBy, sourceRevision, now }: Signature,
): Promise<void> {
  return appendAudit(transaction, {
    at: now,
    actor: registeredBy,
    actorKind: 'service',
    action: 'registry.published',
    target: `gordian:supergraph:${artefact}`,
    payload: {
      sourceRevision,
      subgraphs: changed.map(({ name }) => name),
      versions: newVersions.map(({ productUrn, version }) => `${productUrn} ${version}`),
    },
  });
}

/** Subgraphs that are not offered keep what they have. In the order of names, so that the supergraph does not depend on who came first. */
function withOffered(
  before: readonly SubgraphSubmission[],
  offered: readonly SubgraphSubmission[],
): SubgraphSubmission[] {
  const byName = new Map([...before, ...offered].map((subgraph) => [subgraph.name, subgraph]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function isRegistered(offered: SubgraphSubmission, before: readonly SubgraphSubmission[]): boolean {
  const same = before.find(({ name }) => name === offered.name);
  return same !== undefined && identityOf(same) === identityOf(offered);
}

function identityOf({ url, sdl, file, contracts }: SubgraphSubmission): string {
  return JSON.stringify([url, sdl, file, contracts.map((contract) => [contract.file, contract.text])]);
}

function sdlOf(offered: readonly SubgraphSubmission[], name: string) {
  const { sdl, file } = offered.find((subgraph) => subgraph.name === name)!;
  return { name, sdl, sdlFile: file };
}

function urnsOf({ subgraphs }: Publication): string[] {
  return subgraphs.flatMap(({ contracts }) => contracts.map(({ urn }) => urn));
}

function contractsIn({ subgraphs }: Publication, names: ReadonlySet<string>, newVersions: readonly NewVersion[]) {
  const contracts = subgraphs.filter(({ name }) => names.has(name)).flatMap((subgraph) => subgraph.contracts);
  return contracts.map(({ product, urn, version }) => ({
    product,
    version,
    isNew: newVersions.some((other) => other.productUrn === urn && other.version === version),
  }));
}

function refused(stage: 'contract' | 'composition', problems: readonly Problem[]): Refused {
  return { ok: false, code: stage === 'composition' ? 'COMPOSITION_FAILED' : 'CONTRACT_INVALID', problems };
}
