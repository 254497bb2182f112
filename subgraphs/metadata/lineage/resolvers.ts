// GraphQL over lineage: the bounded walk from a root, paths between nodes, what gets through without a mask, what drifts, and what
// a field takes over from its sources.
import { GordianError } from '../../../kit/errors.ts';
import type { Sensitivity } from '../../../schema/artefact.ts';
import { fieldUrn } from '../../../schema/contract/field-source.ts';
import { compareLevels } from '../../../schema/contract/strictness.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { secondsOfDuration } from '../freshness/duration.ts';
import { sightOf } from '../usage/sight.ts';
import { type AnsweredEdge, type AnsweredNode, graphAnswer, nameless, withEnds } from './graph-answer.ts';
import { stricterSourcesOf } from './inherited-classification.ts';
import { requireBetween } from './limits.ts';
import type { GraphView } from './loaders.ts';
import { withOperationNames } from './operation-names.ts';
import { pathAnswer, type Shown } from './path-answer.ts';
import { pathsBetween } from './paths.ts';
import { driftOf } from './queries/drift.ts';
import { originBits, type Pair } from './queries/edges.ts';
import { type NodeKind, type NodeRow, nodesByText } from './queries/nodes.ts';
import { hiddenNodes, type IsRedacted, redactionFor } from './redaction.ts';
import { type Granularity, type LineageRef, rootsOf, urnOfRef } from './roots.ts';
import { unmaskedPaths } from './unmasked-paths.ts';
import { type WalkLimits, walkLineage } from './walk.ts';

type Context = MetadataContext;

interface LineageArguments extends WalkLimits {
  readonly granularity?: Granularity | null;
  readonly at?: Date | null;
  readonly position?: number | null;
}

interface PathArguments {
  readonly from: LineageRef;
  readonly to: LineageRef;
  readonly max: number;
}

interface UnmaskedArguments {
  readonly tag: string;
  readonly toKinds: readonly NodeKind[];
  readonly max: number;
}

interface DriftArguments {
  readonly product: string;
  readonly window: string;
  readonly first: number;
}

interface SearchArguments {
  readonly text: string;
  readonly kinds: readonly AnsweredNode['kind'][];
  readonly first: number;
}

/** Answers hold this many paths or edges at most. */
const maxListed = 100;
const now = { at: null, position: null };

export const lineageResolvers = {
  Query: {
    lineage: (_: unknown, { root, ...args }: LineageArguments & { root: LineageRef }, context: Context) =>
      lineageOf(urnOfRef(root), args, context),
    lineagePaths: (_: unknown, args: PathArguments, context: Context) => lineagePaths(args, context),
    unmaskedPaths: (_: unknown, args: UnmaskedArguments, context: Context) => unmasked(args, context),
    lineageDrift: (_: unknown, args: DriftArguments, context: Context) => lineageDrift(args, context),
    lineageNodes: (_: unknown, args: SearchArguments, context: Context) => foundNodes(args, context),
  },
  SchemaField: {
    lineage: (field: FieldRow, args: LineageArguments, context: Context) =>
      lineageOf(fieldUrn(field.coordinate), args, context),
  },
  Classification: {
    inheritedFrom: async (field: FieldRow, _: object, context: Context) =>
      (await stricterThan(field, context)).map(({ coordinate }) => coordinate),
    origin: async (field: FieldRow, _: object, context: Context) =>
      (await stricterThan(field, context)).length > 0 ? 'PROPAGATED' : 'DECLARED',
    effectiveLevel: async (field: FieldRow, _: object, context: Context) =>
      [field, ...(await stricterThan(field, context))]
        .map(({ level }) => level as Sensitivity)
        .reduce((strictest, level) => (compareLevels(level, strictest) > 0 ? level : strictest)),
    effectiveTags: async (field: FieldRow, _: object, context: Context) =>
      [...new Set([field, ...(await stricterThan(field, context))].flatMap(({ tags }) => tags))].sort(),
  },
  LineageNode: {
    product: (node: AnsweredNode, _: object, { loaders: { catalogue } }: Context) =>
      node.productId === null ? null : catalogue.product.load(node.productId),
  },
  LineageEdge: {
    origins: (edge: AnsweredEdge) =>
      Object.entries(originBits).flatMap(([origin, bit]) => (edge.origins & bit ? [origin] : [])),
    job: async ({ job }: AnsweredEdge, _: object, { loaders: { lineage } }: Context) =>
      job === null ? null : (await lineage.node.load(job))!.urn,
  },
};

/** Null when the graph has no such node. */
async function lineageOf(
  urn: string,
  { granularity = null, at = null, position = null, ...limits }: LineageArguments,
  context: Context,
): Promise<object | null> {
  const { database, loaders } = context;
  const isRedacted = await redactionFor(context);
  const roots = await rootsOf(urn, granularity, isRedacted, { database, ...loaders });
  if (roots.length === 0) return null;
  const view = await loaders.lineage.view({ at, position });
  const ids = roots.map(({ id }) => id);
  const walk = await walkLineage(loaders.lineage, view, ids, limits);
  const nodes = await named(walk.nodes, walk.edges, context);
  return graphAnswer({ ...walk, nodes }, view, isRedacted);
}

async function lineagePaths({ from, to, max }: PathArguments, context: Context): Promise<object | null> {
  requireBetween('max', max, maxListed);
  const { lineage } = context.loaders;
  const isRedacted = await redactionFor(context);
  const urns = [urnOfRef(from, 'from'), urnOfRef(to, 'to')];
  const [begin, end] = await Promise.all(urns.map((urn) => lineage.nodeByUrn.load(urn)));
  if (!begin || !end || isRedacted(begin) || isRedacted(end)) return null;
  const view = await lineage.view(now);
  const paths = await pathsBetween(view, begin.id, end.id, { max, carryingOnly: false });
  return pathAnswer(paths, shownTo(context, view, isRedacted));
}

/** For security, which sees all names but what is secret. */
async function unmasked(question: UnmaskedArguments, context: Context): Promise<object> {
  requireBetween('max', question.max, maxListed);
  const { lineage } = context.loaders;
  const isRedacted = await redactionFor(context);
  const view = await lineage.view(now);
  return pathAnswer(await unmaskedPaths(context.database, view, question), shownTo(context, view, isRedacted));
}

/** Of what the caller may know. */
async function foundNodes({ text, kinds, first }: SearchArguments, context: Context): Promise<object[]> {
  requireBetween('first', first, maxListed);
  const { database, caller, loaders } = context;
  const [view, hidden] = await Promise.all([loaders.lineage.view(now), hiddenNodes(context)]);
  const found = await nodesByText(database, {
    text: text.trim(),
    kinds: kinds.filter((kind) => kind !== 'REDACTED'),
    limit: first,
    knowsOperationNames: sightOf(caller).isAuditor,
    hidden: [...hidden],
  });
  const shown = await named(found, [], context);
  return Promise.all(
    shown.map(async (node) => {
      const { sources, consumers } = await view.neighbourhood.degrees(node.id);
      return { ...node, depth: 0, hiddenUpstream: sources, hiddenDownstream: consumers };
    }),
  );
}

function shownTo(context: Context, view: GraphView, isRedacted: IsRedacted): Shown {
  const { lineage: load } = context.loaders;
  return { view, load, isRedacted, named: (nodes, pairs) => named(nodes, pairs, context) };
}

/** @throws GordianError NOT_FOUND */
async function lineageDrift({ product, window, first }: DriftArguments, context: Context): Promise<object> {
  requireBetween('first', first, maxListed);
  const { database, loaders } = context;
  const row = await loaders.catalogue.productByUrn.load(product);
  if (row === null) throw new GordianError('NOT_FOUND', 'No such product is registered.');
  const since = new Date(loaders.now.getTime() - secondsOfDuration(window) * 1_000);
  const drift = await driftOf(database, row.id, since, first + 1);
  const shown = await stillThere(drift.slice(0, first), context);
  const edges = await edgesOf(shown, context);
  return {
    items: shown.map(({ kind }, place) => ({ kind, edge: edges[place]! })),
    complete: drift.length <= first,
    asOf: loaders.now,
  };
}

/** Another process may have taken an edge away since it was found. */
async function stillThere<One extends Pair>(pairs: readonly One[], { loaders: { lineage } }: Context): Promise<One[]> {
  const view = await lineage.view(now);
  const edges = await Promise.all(pairs.map((pair) => view.edges.load(pair)));
  return pairs.filter((_, place) => edges[place] !== null);
}

/** @param pairs that are there, as {@link stillThere} has seen */
async function edgesOf(pairs: readonly Pair[], context: Context): Promise<AnsweredEdge[]> {
  const { lineage } = context.loaders;
  const view = await lineage.view(now);
  const edges = await Promise.all(pairs.map((pair) => view.edges.load(pair)));
  const ids = [...new Set(pairs.flatMap(({ src, dst }) => [src, dst]))];
  const nodes = await Promise.all(ids.map((id) => lineage.node.load(id)));
  const isRedacted = await redactionFor(context);
  return withEnds(
    edges.map((edge) => edge!),
    nameless(
      nodes.map((node) => node!),
      isRedacted,
    ),
  );
}

function named<Node extends NodeRow>(
  nodes: readonly Node[],
  pairs: readonly Pair[],
  { caller, loaders: { catalogue } }: Context,
): Promise<Node[]> {
  const ownerTeamOf = async ({ productId }: Node) =>
    productId === null ? null : ((await catalogue.product.load(productId))?.ownerTeam ?? null);
  return withOperationNames(nodes, pairs, sightOf(caller), ownerTeamOf);
}

/** Asked once for all that is shown of a classification. */
function stricterThan(field: FieldRow, { caller, loaders }: Context): Promise<FieldRow[]> {
  const { lineage, catalogue, access } = loaders;
  return lineage.stricterThan(field.coordinate, async () => {
    const [view, isKnown] = await Promise.all([lineage.view(now), access.knownTo(caller)]);
    return stricterSourcesOf(field, { view, lineage, catalogue, isKnown });
  });
}
