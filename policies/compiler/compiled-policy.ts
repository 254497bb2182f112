// A policy as it serves: per coordinate the rules that must all allow, and the mask. Immutable, and compiled strictly:
// whatever compile-policy.ts could not place or understand never becomes one of these.
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { RowSelection } from '../decide/row-selection.ts';
import type { Subject } from '../guardrails/guardrail.ts';
import type { Mask } from '../masks/mask.ts';
import type { Rule } from '../shield.ts';
import type { GatewayOnlyRule } from './fit-rule.ts';

export interface CompiledPolicy {
  /** Changes with every rule, mask, classification and coordinate. */
  readonly version: string;
  /** Of the files that the rules were loaded from: the same wherever these rules serve. Absent where they came from none. */
  readonly rulesDigest?: string;
  /** Never undefined: a coordinate that the policy does not know is closed. */
  rulesOf(coordinate: Coordinate): CoordinateRules;
  /** Who sees the objects of a type at all; undefined where no rule speaks of rows. */
  rowsOf(typeName: string): Guarded | undefined;
  /** Every field of the schema, in the order of the schema; `rulesOf` knows the values of enums besides, which follow from them. */
  readonly coordinates: readonly CoordinateRules[];
  /** In a subgraph: rules that only the gateway asks, because they read what this subgraph does not serve. */
  readonly gatewayOnly: readonly GatewayOnlyRule[];
}

/** What is guarded, and by what. */
export interface Guarded {
  /** Of a field; the name of a type where its rows are guarded. */
  readonly coordinate: Coordinate;
  readonly classification: Classification | undefined;
  /** The product that the records of a type belong to, for no contract classifies records. */
  readonly recordsOf?: string | undefined;
  readonly door: Door;
}

export interface CoordinateRules extends Guarded {
  readonly kind: Subject['kind'];
}

/** What has to be passed to read a coordinate. Coordinates that ask the same share one door, so a request asks it once. */
export interface Door {
  /** All must allow; the first that does not is the one that a denial names. Empty: open to everyone. */
  readonly conjuncts: readonly Conjunct[];
  readonly mask: CompiledMask | null;
  /** True when a rule looks at the arguments: such a door is asked at every use of the field. */
  readonly readsArguments: boolean;
  /** What the rules read of the row, the mask's included; empty for nearly every door. */
  readonly rowInputs: RowSelection;
}

export interface Conjunct {
  /** `directive`: what the SDL of a subgraph demands. */
  readonly layer: 'guardrail' | 'derived' | 'directive' | 'domain';
  readonly rule: Rule;
  /** The rule as written. */
  readonly name: string;
  /** What a client may be told when it denies. */
  readonly reason: string;
  /** Whether a grant or a broken glass stands in for it. What comes from a contract or a domain does; a guardrail says for itself. */
  readonly yieldsToGrants: boolean;
}

export interface CompiledMask {
  readonly mask: Mask;
  readonly unless: Rule;
  /** The rule that shows the clear value, as written. */
  readonly name: string;
  readonly requirement: string | null;
}
