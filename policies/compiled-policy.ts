// A policy as it serves: per coordinate the rules that must all allow, and the mask. Immutable, and compiled strictly:
// whatever compile-policy.ts could not place or understand never becomes one of these.
import type { Classification } from '../schema/artefact.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { Subject } from './guardrails/guardrail.ts';
import type { Mask } from './masks/mask.ts';
import type { Rule } from './shield.ts';

export interface CompiledPolicy {
  /** Changes with every rule, mask, classification and coordinate. */
  readonly version: string;
  /** Never undefined: a coordinate that the policy does not know is closed. */
  rulesOf(coordinate: Coordinate): CoordinateRules;
  /** Every coordinate of the schema, in the order of the schema. */
  readonly coordinates: readonly CoordinateRules[];
}

export interface CoordinateRules {
  readonly coordinate: Coordinate;
  readonly kind: Subject['kind'];
  readonly classification: Classification | undefined;
  readonly door: Door;
}

/** What has to be passed to read a coordinate. Coordinates that ask the same share one door, so a request asks it once. */
export interface Door {
  /** All must allow; the first that does not is the one that a denial names. Empty: open to everyone. */
  readonly conjuncts: readonly Conjunct[];
  readonly mask: CompiledMask | null;
  /** True when a rule looks at the arguments: such a door is asked at every use of the field. */
  readonly readsArguments: boolean;
}

export interface Conjunct {
  readonly layer: 'guardrail' | 'derived' | 'domain';
  readonly rule: Rule;
  /** The rule as written. */
  readonly name: string;
  /** What a client may be told when it denies. */
  readonly reason: string;
}

export interface CompiledMask {
  readonly mask: Mask;
  readonly unless: Rule;
  /** The rule that shows the clear value, as written. */
  readonly name: string;
  readonly requirement: string | null;
}
