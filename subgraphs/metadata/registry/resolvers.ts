// GraphQL over contracts as they change: checks and registrations of one product, and what each version changed.
import { GordianError } from '../../../kit/errors.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { coordinateOfUrn } from '../../../schema/contract/field-source.ts';
import { personOf } from '../access/person.ts';
import type { ContractRow, FieldRow, VersionRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { hiddenNodes } from '../lineage/redaction.ts';
import { knownSlas } from '../service-levels/known-slas.ts';
import { seesAllOf, seesUsersOf, sightOf } from '../usage/sight.ts';
import { naming, withoutUnknown } from './known-check.ts';
import { type ContractInput, type GoingAhead, registrationOf } from './one-product.ts';
import { type Checked, type Outcome, problemsOfGraph } from './outcome.ts';
import { publisherOf } from './publisher-rights.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import type { AffectedConsumer, IsNamed, JudgedChange } from './verdict/judged-change.ts';

type Context = MetadataContext;

interface Registering extends GoingAhead {
  readonly input: ContractInput;
  readonly idempotencyKey?: string | null;
}

const mutations = {
  checkContract: async (_: unknown, { input }: { input: ContractInput }, context: Context) => {
    const registrar = context.loaders.registry.registrar();
    const isNamed = await namesFor(context, productUrn(idOf(input)));
    const { subject } = personOf(context.caller);
    const checked = await registrar.check(await registrationOf(context.database, input), isNamed, subject);
    return checkOf(input, withoutUnknown(checked, await unknownTo(context)));
  },
  registerContract: async (_: unknown, { input, idempotencyKey, ...goingAhead }: Registering, context: Context) => {
    const person = personOf(context.caller);
    if (goingAhead.force && !context.caller.scopes.has('gordian:contract:force'))
      throw new GordianError('FORBIDDEN', 'To force a change needs the scope gordian:contract:force.');
    const registration = await registrationOf(context.database, input, goingAhead);
    const outcome = await context.loaders.registry
      .registrar()
      .register(registration, publisherOf(context.caller, person, idempotencyKey));
    if (!outcome.ok && outcome.code === 'CONFLICT') throw new GordianError('CONFLICT', outcome.message!);
    return checkOf(input, outcome);
  },
};

/** Whoever publishes has to know all that it breaks. */
async function unknownTo(context: Context): Promise<readonly string[]> {
  return context.caller.scopes.has('gordian:contract:write') ? [] : secretsUnknownTo(context);
}

async function secretsUnknownTo(context: Context): Promise<readonly string[]> {
  return [...(await hiddenNodes(context))].flatMap((urn) => coordinateOfUrn(urn) ?? []);
}

/** Of a field that is gone no contract in force says that it is a secret: what was one stays one. */
export async function knownChanges(changes: readonly JudgedChange[], context: Context): Promise<JudgedChange[]> {
  const names = naming(await secretsUnknownTo(context));
  return changes.filter((change) => !names(change));
}

/** What is said of the product itself, and of the graph around it. */
function checkOf(input: ContractInput, { ok, products, ...found }: Checked | Outcome) {
  const problems = 'problems' in found ? found.problems : found.warnings;
  const product = products.find((one) => one.product === idOf(input));
  const composition = problemsOfGraph(products, problems);
  return {
    ok,
    version: product?.version ?? null,
    previousVersion: product?.previousVersion ?? null,
    requiredBump: product?.requiredBump ?? 'NONE',
    changes: (product?.changes ?? []).map(ofProduct(productUrn(idOf(input)))),
    policies: product?.policies ?? [],
    proposalId: product?.proposal?.id ?? null,
    problems: product?.problems ?? [],
    composition,
    summaryMarkdown: summaryMarkdown(ok, products, composition),
  };
}

function idOf({ product }: ContractInput): string {
  const prefix = productUrn('');
  return product.startsWith(prefix) ? product.slice(prefix.length) : product;
}

async function ownerOf(urn: string, { loaders: { catalogue } }: Context): Promise<string> {
  return (await catalogue.productByUrn.load(urn))?.ownerTeam ?? '';
}

const contractCheck = {
  proposal: ({ proposalId }: { proposalId: string | null }, _: object, { loaders: { registry } }: Context) =>
    proposalId === null ? null : registry.proposal.load(proposalId),
};

/** With the product, whose team sees who uses it. */
export interface ShownChange extends JudgedChange {
  readonly productUrn: string;
}

export function ofProduct(urn: string): (change: JudgedChange) => ShownChange {
  return (change) => ({ ...change, productUrn: urn });
}

const contractChange = {
  before: ({ before }: ShownChange) => asJson(before),
  after: ({ after }: ShownChange) => asJson(after),
  affected: ({ affected, productUrn: urn }: ShownChange) => ({ ...affected, productUrn: urn }),
};

const affectedSummary = {
  clients: ({ consumers }: JudgedChange['affected']) => consumers.length,
  consumers: (
    { consumers, productUrn: urn }: JudgedChange['affected'] & { productUrn: string },
    _: object,
    context: Context,
  ) => shownConsumers(consumers, urn, context),
};

/** Whoever publishes has to know whom it breaks; see usage/sight.ts for the others. */
async function namesFor(context: Context, urn: string): Promise<IsNamed> {
  const sight = sightOf(context.caller);
  const seesAll =
    context.caller.scopes.has('gordian:contract:write') || seesUsersOf(sight, await ownerOf(urn, context));
  return (consumer) => seesAll || seesAllOf(sight, consumer) || sight.teams.includes(consumer);
}

export async function shownConsumers<Consumer extends Pick<AffectedConsumer, 'consumer'>>(
  consumers: readonly Consumer[],
  urn: string,
  context: Context,
): Promise<readonly Consumer[]> {
  const isNamed = await namesFor(context, urn);
  return consumers.filter(({ consumer }) => isNamed(consumer));
}

function asJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}

const maxListed = 1_000;

function readFirst(first: number): number {
  if (first >= 0 && first <= maxListed) return first;
  throw new GordianError('BAD_USER_INPUT', `\`first\` must be between 0 and ${maxListed}.`);
}

const contractVersion = {
  fields: async (row: VersionRow, { first }: { first: number }, { caller, loaders: { access, registry } }: Context) => {
    const limit = readFirst(first);
    const isKnown = await access.knownTo(caller);
    const fields: readonly FieldRow[] = await registry.fieldsOfVersion.load(row);
    return fields.filter(({ coordinate, tags }) => isKnown(coordinate, tags)).slice(0, limit);
  },
  changes: async (row: VersionRow, { since, first }: { since?: string | null; first: number }, context: Context) => {
    const args = { since: since ?? null, first: readFirst(first) };
    const changes = await context.loaders.registry.changesOfVersion.load(row, args);
    return (await knownChanges(changes, context)).map(ofProduct(row.productUrn));
  },
  slas: async (row: VersionRow, _: object, context: Context) => {
    const { catalogue, freshness } = context.loaders;
    const [contract, product] = await Promise.all([
      catalogue.contractByProductUrn.load(row.productUrn),
      catalogue.productByUrn.load(row.productUrn),
    ]);
    const isInForce = contract?.currentVersion === row.version && product !== null;
    return isInForce ? knownSlas(await freshness.slasOfProduct.load(product.id), context) : null;
  },
  requiredBump: async (row: VersionRow, _: object, { loaders: { registry } }: Context) =>
    (await registry.lastingOfVersion.load(row))?.requiredBump,
  baseVersion: async (row: VersionRow, _: object, { loaders: { registry } }: Context) =>
    (await registry.lastingOfVersion.load(row))?.baseVersion,
  sunsetAt: async (row: VersionRow, _: object, { loaders: { registry } }: Context) =>
    (await registry.lastingOfVersion.load(row))?.sunsetAt,
  proposal: (row: VersionRow, _: object, { loaders: { registry } }: Context) => registry.proposalOfVersion.load(row),
};

const contract = {
  pins: async (row: ContractRow, _: object, context: Context) =>
    shownConsumers(await context.loaders.registry.pinsOfContract.load(row.id), row.productUrn, context),
};

const schemaField = {
  deprecation: (row: FieldRow, _: object, { loaders: { registry } }: Context) =>
    registry.deprecation.load(row.coordinate),
};

export const registryResolvers = {
  Mutation: mutations,
  Contract: contract,
  ContractVersion: contractVersion,
  ContractCheck: contractCheck,
  ContractChange: contractChange,
  AffectedSummary: affectedSummary,
  SchemaField: schemaField,
};
