// What one @fresh asks for, with the values of the request's variables.
import { type DirectiveNode, getArgumentValues } from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { freshDirective } from '../../schema/client-directives.ts';
import { type OnStale, readWithin, withinForm } from '../operation/fresh-directive.ts';

export interface FreshDemand {
  /** Null: what the contract promises. */
  readonly withinSeconds: number | null;
  readonly onStale: OnStale;
}

/** @throws GordianError BAD_USER_INPUT */
export function readFreshDemand(directive: DirectiveNode, variables: Readonly<Record<string, unknown>>): FreshDemand {
  const { within, onStale } = getArgumentValues(freshDirective, directive, variables) as {
    readonly within?: string | null;
    readonly onStale?: OnStale | null;
  };
  const withinSeconds = within == null ? null : readWithin(within);
  if (within != null && withinSeconds === null) throw new GordianError('BAD_USER_INPUT', withinForm);
  return { withinSeconds, onStale: onStale ?? 'ERROR' };
}
