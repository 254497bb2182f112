// What a guardrail is: a rule that a coordinate must pass whatever the contract, the domain or anyone else says.
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { Rule } from '../shield.ts';

export interface Guardrail {
  readonly name: string;
  /** True when a grant satisfies it: what it demands is that somebody of the domain has agreed. */
  readonly yieldsToGrants: boolean;
  /** @returns the rule to conjoin, or undefined when the guardrail has nothing to say about the coordinate */
  ruleFor(subject: Subject): Rule | undefined;
}

/** A coordinate that something is decided about. */
export interface Subject {
  readonly coordinate: Coordinate;
  /**
   * `output`: a field of an object type. `mutation`: a root field that changes something. `filter`: an input field that a
   * query can be narrowed or sorted by. `payload`: an input field that only mutations take.
   */
  readonly kind: 'output' | 'mutation' | 'filter' | 'payload';
  /** Undefined when no contract classifies the coordinate. */
  readonly classification: Classification | undefined;
}
