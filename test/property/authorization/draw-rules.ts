// Random rules: words of the vocabulary, rules over the caller, the arguments and the row, and all connectives.
import {
  type GraphQLCompositeType,
  type GraphQLField,
  getNamedType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Dice } from '../../support/federation/dice.ts';
import type { ClaimModel, FieldModel, LeafModel, RuleModel } from './policy-model.ts';

/** What the rules at one place may read beside the caller. */
export interface RulePlace {
  readonly hasArguments: boolean;
  /** The type whose row the rule may read; null where there is none. */
  readonly row: GraphQLCompositeType | null;
}

export const nowhere: RulePlace = { hasArguments: false, row: null };

export interface RuleDrawer {
  readonly draw: (place: RulePlace) => RuleModel;
  /** One whose outcome is certain: it says no, or it fails, and never something between that depends on the order of its parts. */
  readonly drawSettled: (place: RulePlace) => RuleModel;
}

/** @param isReadable whether a rule may read the field of the row */
export function createRuleDrawer(dice: Dice, isReadable: (typeName: string, field: string) => boolean): RuleDrawer {
  const { below, chance, pick } = dice;
  let leaves = 0;

  const draw = (place: RulePlace, depth: number, mayFail: boolean): RuleModel => {
    if (depth >= 3 || chance(60)) return drawLeaf(place, mayFail);
    if (chance(20)) return { kind: 'not', part: drawUnchained(place, depth + 1, mayFail) };
    const kind = pick(['and', 'or', 'chain', 'race'] as const);
    return { kind, parts: Array.from({ length: 1 + below(3) }, () => draw(place, depth + 1, mayFail)) };
  };

  /**
   * A chain ends at a rule that throws, for us: its outcome is open, whatever would come next. In the oracle such a rule has to
   * answer something, so below `not` no rule of a chain throws.
   */
  const drawUnchained = (place: RulePlace, depth: number, mayFail: boolean): RuleModel => {
    const drawn = draw(place, depth, mayFail);
    return hasChain(drawn) ? draw({ ...place, row: null }, depth, false) : drawn;
  };

  const drawLeaf = (place: RulePlace, mayFail: boolean): RuleModel => {
    if (chance(4)) return { kind: pick(['allow', 'deny']) };
    if (chance(45)) return drawClaim(dice);
    const fragment = place.row && chance(70) ? drawFragment(place.row) : undefined;
    const kind = fragment ? 'row' : place.hasArguments && chance(70) ? 'arguments' : 'caller';
    const leaf: LeafModel = {
      kind,
      salt: `rule${leaves++}`,
      allows: pick([50, 70, 85]),
      fails: mayFail && chance(35) ? 12 : 0,
      isAsync: chance(15),
    };
    return fragment ? { ...leaf, fragment } : leaf;
  };

  const drawFragment = (type: GraphQLCompositeType): LeafModel['fragment'] => {
    const fields = drawFields(type, 0);
    return fields.length > 0 ? { typeName: type.name, fields } : undefined;
  };

  const drawFields = (type: GraphQLCompositeType, depth: number): FieldModel[] => {
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    const readable = Object.values(type.getFields()).filter(
      (field) => isPlain(field) && isReadable(type.name, field.name),
    );
    return dice.some(readable, 1 + below(2)).flatMap((field) => {
      const named = getNamedType(field.type);
      if (isLeafType(named)) return { name: field.name, below: [] };
      const inner = depth < 2 && isObjectType(named) ? drawFields(named, depth + 1) : [];
      return inner.length > 0 ? { name: field.name, below: inner } : [];
    });
  };

  return {
    draw: (place) => draw(place, 0, true),
    // What reads the row is asked once more when the row is there, and may then fail where it was open before.
    drawSettled: (place) => drawUnchained(place, 0, place.row === null),
  };
}

const isPlain = ({ args }: GraphQLField<unknown, unknown>) => !args.some(isRequiredArgument);

function hasChain(rule: RuleModel): boolean {
  if (rule.kind === 'not') return hasChain(rule.part);
  return 'parts' in rule && (rule.kind === 'chain' || rule.parts.some(hasChain));
}

export const roles = ['r0', 'r1', 'r2'];
export const clients = ['app', 'web'];
export const purposes = ['care', 'fraud'];
export const regions = ['EU', 'US'];
export const scopes = ['s0', 's1', 's2', 's3'];

export function drawClaim({ pick }: Dice): ClaimModel {
  const words: readonly ClaimModel[] = [
    { kind: 'claim', word: 'isAuthenticated', parameters: [] },
    { kind: 'claim', word: 'hasScope', parameters: [pick(scopes)] },
    { kind: 'claim', word: 'hasScope', parameters: [pick(scopes)] },
    { kind: 'claim', word: 'hasAnyScope', parameters: [pick(scopes), pick(scopes)] },
    { kind: 'claim', word: 'hasRole', parameters: [pick(roles)] },
    { kind: 'claim', word: 'hasAttribute', parameters: ['region', pick(regions)] },
    { kind: 'claim', word: 'fromClient', parameters: [pick(clients)] },
    { kind: 'claim', word: 'purpose', parameters: [pick(purposes)] },
  ];
  return pick(words);
}
