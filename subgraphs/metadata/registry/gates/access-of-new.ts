// Who may see what a registration adds, under the rules that serve now: told for each field, and a finding where nobody or everybody
// does without somebody having written so.
import { compileDomainPolicy } from '../../../../policies/compile.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { type LoadedRules, loadRules } from '../../../../policies/reload/load-rules.ts';
import type { RuleFiles } from '../../../../policies/reload/rule-files.ts';
import { coverageOf, type OpenCoordinate } from '../../../../policies/review/coverage.ts';
import { matrixOf } from '../../../../policies/review/matrix.ts';
import { takeAccessDirectives } from '../../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../../schema/api-schema.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import { type Problem, problemAt } from '../../../../schema/problem.ts';
import type { Publication, SubgraphSubmission } from '../../../../schema/publication.ts';
import { readSubgraphSdl } from '../../../../schema/subgraph-sdl.ts';
import { groupBy } from '../../group-by.ts';

export interface NewAccess {
  readonly coordinate: Coordinate;
  readonly product: string;
  /** Personas that see it, clear or masked; `everybody` for all of them. */
  readonly openTo: readonly string[] | 'everybody';
  /** What has to be passed, the layer of each rule first: `derived hasScope(orders:confidential:read)`. */
  readonly passes: readonly string[];
  readonly mask: string | null;
}

export interface AccessFindings {
  readonly access: readonly NewAccess[];
  readonly problems: readonly Problem[];
}

const nothing: AccessFindings = { access: [], problems: [] };

export async function accessOfNew(
  publication: Publication,
  { before, rules }: { readonly before: readonly SubgraphSubmission[]; readonly rules: RuleFiles | null },
): Promise<AccessFindings> {
  if (rules === null) return nothing;
  const isNew = newCoordinates(publication, before);
  if (![...publication.classifications.keys()].some(isNew)) return nothing;
  const loaded = await loadedFrom(rules);
  try {
    const policy = narrowed(policyFor(publication, loaded), isNew);
    const coverage = coverageOf(policy, await matrixOf(policy, loaded.personas));
    const access = coverage.map((entry) => accessOf(entry, loaded.personas.length));
    return { access, problems: findings(access, publication) };
  } catch (error) {
    return { access: [], problems: [doesNotFit(error, publication)] };
  }
}

/** The rules change seldom, and registrations come in turn. */
let latest: LoadedRules | null = null;

async function loadedFrom(files: RuleFiles): Promise<LoadedRules> {
  if (latest?.files.digest !== files.digest) latest = await loadRules(files);
  return latest!;
}

function policyFor({ supergraphSdl, classifications }: Publication, { rules }: LoadedRules): CompiledPolicy {
  const { sdl, demands } = takeAccessDirectives(supergraphSdl);
  return compileDomainPolicy(apiSchemaOf(sdl), { classifications, demands }, rules);
}

function narrowed(policy: CompiledPolicy, isNew: (coordinate: Coordinate) => boolean): CompiledPolicy {
  return { ...policy, coordinates: policy.coordinates.filter(({ coordinate }) => isNew(coordinate)) };
}

/** What no registered schema has. Generated fields are nobody's to open. */
function newCoordinates(
  { generatedCoordinates }: Publication,
  before: readonly SubgraphSubmission[],
): (coordinate: Coordinate) => boolean {
  const known = new Set(generatedCoordinates);
  for (const { sdl, file } of before)
    for (const { fields } of readSubgraphSdl(sdl, file).sdl?.types.values() ?? [])
      for (const { coordinate, external } of fields.values()) if (!external) known.add(coordinate);
  return (coordinate) => !known.has(coordinate);
}

function accessOf(
  { coordinate, classification, openTo, mayBeOpenTo, rules, mask }: OpenCoordinate,
  all: number,
): NewAccess {
  const seenBy = [...openTo, ...mayBeOpenTo.map((persona) => `${persona} (by row or arguments)`)];
  return {
    coordinate,
    product: classification?.product ?? '',
    openTo: openTo.length === all ? 'everybody' : seenBy,
    passes: rules.map(({ layer, rule }) => `${layer} ${rule}`),
    mask,
  };
}

function findings(access: readonly NewAccess[], publication: Publication): Problem[] {
  const unseen = access.filter(({ openTo }) => openTo.length === 0);
  const open = access.filter(({ openTo, passes }) => openTo === 'everybody' && passes.length === 0);
  return [
    ...perProduct(unseen, publication, {
      code: 'OPEN_TO_NOBODY',
      severity: 'warning',
      message: 'no persona of the policies sees:',
      fix: 'Give a persona what the rules ask for, write a rule in policies/domains/, or leave out what nobody is to see.',
    }),
    ...perProduct(open, publication, {
      code: 'OPEN_TO_EVERYBODY',
      severity: 'warning',
      message: 'everybody sees, with and without a token, because the contract says public and no rule says more:',
      fix: 'If that is meant, nothing. Otherwise classify it as internal or higher in the contract, or write a rule in policies/domains/.',
    }),
  ];
}

const namedAtMost = 10;

/** One finding of a kind for a product: a new product has hundreds of new fields. */
function perProduct(
  access: readonly NewAccess[],
  { subgraphs }: Publication,
  { message, ...finding }: Pick<Problem, 'code' | 'severity' | 'message'> & { readonly fix: string },
): Problem[] {
  const contracts = new Map(subgraphs.flatMap((one) => one.contracts.map((contract) => [contract.product, contract])));
  return [...groupBy(access, ({ product }) => product)].flatMap(([product, entries]) => {
    const contract = contracts.get(product);
    if (contract === undefined) return [];
    const coordinates = entries.map(({ coordinate }) => coordinate);
    const more = coordinates.length - namedAtMost;
    const named = [...coordinates.slice(0, namedAtMost), ...(more > 0 ? [`${more} more`] : [])].join(', ');
    const place = contract.fields.get(coordinates[0]!)?.place ?? contract.schemaPlace;
    return [problemAt(place, { ...finding, message: `Of what is new in ${product}, ${message} ${named}.` })];
  });
}

/** No gateway that has these rules would serve it: it keeps what it has, and says so in its log only. */
function doesNotFit(error: unknown, { subgraphs }: Publication): Problem {
  const file = subgraphs[0]?.parsed.file ?? '.';
  return problemAt(
    { file, line: 1, column: 1 },
    {
      code: 'POLICY_DOES_NOT_FIT',
      severity: 'warning',
      message: `The policy that serves does not fit this graph, so that gateways keep the former one: ${(error as Error).message}`,
      fix: 'Change the rules first: take out what names fields that go, publish, and write rules for what is new after that.',
    },
  );
}
