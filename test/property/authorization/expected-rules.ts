// Which rules a coordinate has to pass, written down once more from the description of the policies and sharing no code with our
// compiler: guardrails, contracts and domains, as one rule of graphql-shield.
import { type GraphQLSchema, getNamedType, isInputObjectType, isObjectType } from 'graphql';
import type { Caller, CallerGrant } from '../../../kit/caller.ts';
import { allow, and, deny, or, type Rule, rule } from '../../../policies/shield.ts';
import type { Classification } from '../../../schema/artefact.ts';
import { typesWithFields } from './draw-policy.ts';
import { expectedLinks } from './expected-links.ts';
import type { DomainModel, MaskModel, PolicyModel, RuleModel } from './policy-model.ts';

export interface ExpectedRules {
  readonly ruleOf: (typeName: string, field: string) => Rule;
  /** Null where the field has no mask. */
  readonly maskOf: (typeName: string, field: string) => ExpectedMask | null;
  readonly rowsOf: (typeName: string) => Rule | null;
}

export interface ExpectedMask {
  readonly mask: string;
  readonly isClear: Rule;
}

type Build = (model: RuleModel) => Rule;
type Kind = 'output' | 'mutation' | 'filter' | 'payload';

/** @param build makes the hand-written rules */
export function expectedRules(schema: GraphQLSchema, model: PolicyModel, build: Build): ExpectedRules {
  const kindOf = kindsOf(schema);
  const links = expectedLinks(schema);
  const rows = new Map(
    model.domains.flatMap(({ rows }) =>
      Object.entries(rows).map(([typeName, rule]) => [typeName, build(rule)] as const),
    ),
  );

  /** A copy or an input has neither the row nor the arguments of what it tells about: a rule that asks for them closes it. */
  const ofCaller: Build = (rule) => build(closedToOthers(rule, false));

  const written = (typeName: string, field: string): RuleModel | undefined =>
    model.domains.map(({ rules }) => rules[typeName]?.[field]).find((found) => found !== undefined);

  const ofInterfaces = (typeName: string, field: string): (RuleModel | undefined)[] => {
    const type = schema.getType(typeName);
    const interfaces = isObjectType(type) ? type.getInterfaces().filter((one) => field in one.getFields()) : [];
    return interfaces.flatMap(({ name }) => [written(name, field), written(name, '*')]);
  };

  /** What a field is made of, and what an input tells about, by its name and by its contract. */
  const toldBy = (kind: Kind, typeName: string, field: string): readonly (readonly [string, string])[] => {
    if (kind === 'mutation' || kind === 'payload') return [];
    const coordinate = `${typeName}.${field}`;
    const sources = new Set([
      ...(links.get(coordinate) ?? []),
      ...(model.classifications[coordinate]?.derivedFrom ?? []),
    ]);
    return [...sources].map((source) => source.split('.') as [string, string]);
  };

  const sightOf = (typeName: string, field: string): RuleModel[] => {
    const mask = maskIn(model.domains, typeName, field);
    return mask ? [mask.unless] : [];
  };

  const opensToGrants = (kind: Kind, typeName: string, field: string, build: Build): Rule[] => {
    const classification = model.classifications[`${typeName}.${field}`];
    const own = written(typeName, field);
    const guards = model.guardrails.filter(
      ({ level, yieldsToGrants }) => yieldsToGrants && level === classification?.level,
    );
    return [
      own ? build(own) : byContract(kind, classification),
      ...[written(typeName, '*'), ...ofInterfaces(typeName, field)].flatMap((found) => (found ? build(found) : [])),
      ...(classification && isSensitive(classification) ? [someScopeOf(classification.domain)] : []),
      ...guards.map((guard) => build(guard.rule)),
      ...toldBy(kind, typeName, field).flatMap(([type, told]) => [
        ...opensToGrants('output', type, told, ofCaller),
        ...sightOf(type, told).map(ofCaller),
      ]),
    ];
  };

  const opensToNobody = (kind: Kind, typeName: string, field: string, build: Build): Rule[] => {
    const classification = model.classifications[`${typeName}.${field}`];
    const guards = model.guardrails.filter(
      ({ level, yieldsToGrants }) => !yieldsToGrants && level === classification?.level,
    );
    return [
      ...(classification ? [] : [deny]),
      ...(classification?.level === 'PUBLIC' && kind !== 'mutation' ? [] : [somebody]),
      ...guards.map((guard) => build(guard.rule)),
      ...toldBy(kind, typeName, field).flatMap(([type, told]) => opensToNobody('output', type, told, ofCaller)),
    ];
  };

  /** A grant for a product opens what is read of it, except secrets. */
  const grantFor = (typeName: string, field: string, fits: (grant: CallerGrant) => boolean): Rule => {
    const classification = model.classifications[`${typeName}.${field}`];
    const opensByProduct = kindOf(typeName) !== 'mutation' && !classification?.tags.includes('secret');
    return granted(
      [`${typeName}.${field}`, ...(classification && opensByProduct ? [classification.product] : [])],
      fits,
    );
  };

  const granted = (names: readonly string[], fits: (grant: CallerGrant) => boolean = () => true): Rule =>
    about(({ grants = [], breakGlass }) =>
      [...grants, ...(breakGlass ? [breakGlass] : [])].some(
        (grant) =>
          grant.targets.some((target) => names.includes(target)) &&
          grant.validUntil * 1_000 > Date.now() &&
          fits(grant),
      ),
    );

  /** Records are of the product that promises most of their type. */
  const productOf = (typeName: string): string[] => {
    const counts = new Map<string, number>();
    for (const [coordinate, { product }] of Object.entries(model.classifications))
      if (coordinate.split('.')[0] === typeName) counts.set(product, (counts.get(product) ?? 0) + 1);
    const most = Math.max(...counts.values());
    return [...counts.keys()]
      .filter((product) => counts.get(product) === most)
      .sort()
      .slice(0, 1);
  };

  return {
    ruleOf(typeName, field) {
      const isGranted = grantFor(
        typeName,
        field,
        // A filter would tell the clear value, and a grant of the masked one is no grant of that.
        ({ outcome }) => outcome === 'ALLOW' || kindOf(typeName) !== 'filter',
      );
      return and(
        or(isGranted, and(...opensToGrants(kindOf(typeName), typeName, field, build))),
        ...opensToNobody(kindOf(typeName), typeName, field, build),
      );
    },
    maskOf(typeName, field) {
      const mask = maskIn(model.domains, typeName, field);
      if (!mask) return null;
      const isGranted = grantFor(typeName, field, ({ outcome }) => outcome === 'ALLOW');
      return { mask: mask.mask, isClear: or(isGranted, build(mask.unless)) };
    },
    rowsOf(typeName) {
      const rule = rows.get(typeName);
      return rule ? or(granted([typeName, ...productOf(typeName)]), rule) : null;
    },
  };
}

function closedToOthers(rule: RuleModel, isNegated: boolean): RuleModel {
  if (rule.kind === 'not') return { kind: 'not', part: closedToOthers(rule.part, !isNegated) };
  if ('parts' in rule) return { ...rule, parts: rule.parts.map((part) => closedToOthers(part, isNegated)) };
  if (rule.kind === 'arguments' || rule.kind === 'row') return { kind: isNegated ? 'allow' : 'deny' };
  return rule;
}

function maskIn(domains: readonly DomainModel[], typeName: string, field: string): MaskModel | undefined {
  return domains.map(({ masks }) => masks[typeName]?.[field]).find((mask) => mask !== undefined);
}

function byContract(kind: Kind, classification: Classification | undefined): Rule {
  if (!classification) return deny;
  const { domain, level } = classification;
  if (kind === 'mutation') return scope(`${domain}:write`);
  if (kind === 'payload') return level === 'PUBLIC' ? allow : somebody;
  const personal = isPersonal(classification) ? [scope(`${domain}:pii:read`)] : [];
  if (level === 'PUBLIC') return personal[0] ?? allow;
  return and(level === 'INTERNAL' ? somebody : scope(`${domain}:${level.toLowerCase()}:read`), ...personal);
}

const isPersonal = ({ tags }: Classification) => tags.some((tag) => /^pii(\.|$)/.test(tag));
const isSensitive = (one: Classification) => one.level === 'RESTRICTED' || isPersonal(one);

interface HasCaller {
  readonly caller: Caller;
}

const about = (holds: (caller: Caller) => boolean): Rule =>
  rule({ cache: 'no_cache' })((_parent, _args, { caller }: HasCaller) => holds(caller));

const somebody = about(({ subject }) => subject !== null);
const scope = (name: string) => about(({ scopes }) => scopes.has(name));
const someScopeOf = (domain: string) => about(({ scopes }) => [...scopes].some((one) => one.split(':')[0] === domain));

/** An input type that a query can take narrows what is read, so it is closed like what it names. */
function kindsOf(schema: GraphQLSchema): (typeName: string) => Kind {
  const filters = new Set<string>();
  const mutation = schema.getMutationType();
  const add = (typeName: string): void => {
    const type = schema.getType(typeName);
    if (!isInputObjectType(type) || filters.has(typeName)) return;
    filters.add(typeName);
    for (const field of Object.values(type.getFields())) add(getNamedType(field.type).name);
  };
  for (const type of typesWithFields(schema)) {
    if (type === mutation || isInputObjectType(type)) continue;
    for (const field of Object.values(type.getFields()))
      for (const { type: taken } of field.args) add(getNamedType(taken).name);
  }
  return (typeName) => {
    if (typeName === mutation?.name) return 'mutation';
    if (!isInputObjectType(schema.getType(typeName))) return 'output';
    return filters.has(typeName) ? 'filter' : 'payload';
  };
}
