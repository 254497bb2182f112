// What access can be requested for, and who has to agree: worked out from the compiled policy and the contracts in force, so
// that the same field asks for the same agreement however it is named.
import type { CompiledPolicy, CoordinateRules } from '../../../policies/compiler/compiled-policy.ts';
import { derivedRule, isPersonal } from '../../../policies/compiler/derived.ts';
import { productThatOpens } from '../../../policies/decide/opening.ts';
import { printRule } from '../../../policies/requirement.ts';
import type { Classification, Classifications } from '../../../schema/artefact.ts';
import type { Contract, Role } from '../../../schema/contract/contract.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { withOrigins } from '../../../schema/origins.ts';
import { groupBy } from '../group-by.ts';

/** Something that somebody has to agree to before a target is open. */
export interface Opening {
  /** The same wherever the same is agreed to: the product and the scope that a grant stands in for. */
  readonly key: string;
  readonly product: string;
  readonly scope: string;
  /** Groups of which one person agrees. */
  readonly firstLevel: readonly string[];
  /** Groups of which another person agrees as well; empty where one is enough. */
  readonly secondLevel: readonly string[];
  /** The purposes for which the contract lets the policy agree; null: never. */
  readonly purposes: readonly string[] | null;
}

export interface KnownTargets {
  /** Empty where nobody has to agree; undefined for what cannot be requested, whatever the reason. */
  openingsOf(target: string): readonly Opening[] | undefined;
  /** The only purposes for which the field may be used at all; null where the contract does not say, and for products. */
  purposesOf(target: string): readonly string[] | null;
  /** The teams that answer for what the target names. */
  ownersOf(target: string): readonly string[];
}

/**
 * @param policy over the schema that clients see: what it does not know, nobody may ask for
 * @param secrets and what leads to them alone: they exist for those only who may read them, and they need not ask
 */
export function knownTargets(
  policy: CompiledPolicy,
  classifications: Classifications,
  contracts: readonly Contract[],
  secrets: ReadonlySet<Coordinate>,
): KnownTargets {
  const contractOf = new Map(contracts.map((contract) => [contract.product, contract]));
  const classified = policy.coordinates.filter(isClassified).filter(({ coordinate }) => !secrets.has(coordinate));
  const byName = new Map(classified.map((rules) => [rules.coordinate, [rules]]));
  const ofProduct = groupBy(classified, productThatOpens);
  const named = (target: string) => byName.get(target) ?? ofProduct.get(target) ?? [];
  const withGuardedRecords = productsWithGuardedRecords(policy);

  const openingOf = ({ product }: Classification, scope: string, purposes: Opening['purposes']): Opening => {
    const role = contractOf.get(product)?.roles.find((candidate) => candidate.role === scope);
    return { key: `${product} ${scope}`, product, scope, purposes, ...approversOf(role, contractOf.get(product)) };
  };
  /** Whoever owns one of them agrees as well, whether clients see it or not. */
  const sourcesOf = (coordinate: Coordinate): Classified[] => {
    const [, ...sources] = withOrigins(coordinate, (one) => classifications.get(one));
    return sources
      .map((source) => ({ ...policy.rulesOf(source), classification: classifications.get(source) }))
      .filter(isClassified);
  };
  const openingsOfField = (rules: Classified): Opening[] => {
    const own = scopesOf(rules).map((scope) => openingOf(rules.classification, scope, purposesOf(rules)));
    const inherited = sourcesOf(rules.coordinate).flatMap((source) =>
      scopesOf(source).map((scope) => openingOf(source.classification, scope, null)),
    );
    return [...own, ...inherited];
  };

  /** A product is granted with the records that its rules over rows would hide. */
  const openingsOfRecords = (target: string, { classification }: Classified): Opening[] =>
    withGuardedRecords.has(target) ? [openingOf(classification, `${classification.domain}:rows`, null)] : [];

  return {
    openingsOf: (target) => {
      const fields = named(target);
      if (fields.length === 0) return undefined;
      return mergeOpenings([...fields.flatMap(openingsOfField), ...openingsOfRecords(target, fields[0]!)]);
    },
    purposesOf: (target) => byName.get(target)?.[0]?.classification.purposes ?? null,
    ownersOf: (target) => [
      ...new Set(named(target).flatMap(({ classification }) => contractOf.get(classification.product)?.owner.id ?? [])),
    ],
  };
}

function productsWithGuardedRecords(policy: CompiledPolicy): ReadonlySet<string> {
  const typeNames = new Set(policy.coordinates.map(({ coordinate }) => coordinate.split('.')[0]!));
  return new Set([...typeNames].flatMap((typeName) => policy.rowsOf(typeName)?.recordsOf ?? []));
}

/** The same opening of several fields is agreed to once, and by the policy only where it may for all of them. */
export function mergeOpenings(openings: readonly Opening[]): Opening[] {
  const merged = new Map<string, Opening>();
  for (const opening of openings) {
    const known = merged.get(opening.key);
    merged.set(opening.key, known ? { ...known, purposes: inBoth(known.purposes, opening.purposes) } : opening);
  }
  return [...merged.values()];
}

type Classified = CoordinateRules & { readonly classification: Classification };

function isClassified(rules: CoordinateRules): rules is Classified {
  return rules.classification !== undefined;
}

/** The scopes that would open the field by the contract; for what a domain closes by a rule of its own, a word for that. */
function scopesOf(rules: Classified): string[] {
  const { kind, classification } = rules;
  const { level, domain } = classification;
  if (kind === 'mutation') return [`${domain}:write`];
  const byLevel = level === 'CONFIDENTIAL' || level === 'RESTRICTED' ? [`${domain}:${level.toLowerCase()}:read`] : [];
  const scopes = isPersonal(classification) ? [...byLevel, `${domain}:pii:read`] : byLevel;
  return scopes.length === 0 && isWritten(rules) ? [`${domain}:rules`] : scopes;
}

/** The policy itself agrees only to what is CONFIDENTIAL and nothing more. */
function purposesOf(rules: Classified): Opening['purposes'] {
  const { classification, kind } = rules;
  const isPlain = classification.level === 'CONFIDENTIAL' && !isPersonal(classification) && !isWritten(rules);
  return isPlain && kind !== 'mutation' ? (classification.purposes ?? []) : null;
}

/** A rule of a domain or the SDL, a mask, or, for a filter, the rules of what it tells about. */
function isWritten({ kind, door, classification }: Classified): boolean {
  if (door.mask !== null) return true;
  if (door.conjuncts.some(({ layer }) => layer === 'domain' || layer === 'directive')) return true;
  const own = [printRule(derivedRule({ coordinate: '', kind, classification })), 'isAuthenticated'];
  return kind === 'filter' && door.conjuncts.some(({ name, layer }) => layer === 'derived' && !own.includes(name));
}

/** Where the contract names nobody for the scope, the owner decides. */
function approversOf(role: Role | undefined, contract: Contract | undefined) {
  const firstLevel = groupsIn(role?.firstLevelApprovers);
  const owner = contract ? [contract.owner.id] : [];
  return {
    firstLevel: firstLevel.length > 0 ? firstLevel : owner,
    secondLevel: groupsIn(role?.secondLevelApprovers),
  };
}

/** ODCS has one text for the names of several approvers. */
function groupsIn(text: string | null | undefined): string[] {
  return (text ?? '').split(/[,;]/).flatMap((name) => name.trim() || []);
}

function inBoth(one: Opening['purposes'], other: Opening['purposes']): Opening['purposes'] {
  return one && other && one.filter((purpose) => other.includes(purpose));
}
