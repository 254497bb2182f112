// The inputs that an operation sets: a filter on `CustomerFilter.email` asks about e-mail addresses without showing one. Which they
// are depends on the variables; where they can be is worked out once for all callers with equal verdicts.
import type { ArgumentNode, GraphQLArgument } from 'graphql';
import { inputCoordinatesOf, takesInputFields, type Variables } from '../../policies/compiler/input-coordinates.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import { readFields } from '../authorize/read-fields.ts';

interface InputPlace {
  readonly definitions: readonly GraphQLArgument[];
  readonly args: readonly ArgumentNode[];
}

const nothing: readonly Coordinate[] = [];
const placesOfOperation = new WeakMap<AuthorizedOperation, readonly InputPlace[]>();

/** @returns input fields and enum values, sorted; of fields that are not fetched, none */
export function usedInputs(operation: AuthorizedOperation, variables: Variables): readonly Coordinate[] {
  const places = placesOfOperation.get(operation) ?? placesOf(operation);
  placesOfOperation.set(operation, places);
  if (places.length === 0) return nothing;
  const used = places.flatMap(({ definitions, args }) => [...inputCoordinatesOf(definitions, args, variables)]);
  return [...new Set(used)].sort();
}

function placesOf({ shape, verdicts }: AuthorizedOperation): InputPlace[] {
  const isRead = ({ slot }: { readonly slot: number }) => isFetched(verdicts[slot]);
  return [...readFields(shape.root, isRead)].filter(isRead).flatMap(({ parentType, name, args }) => {
    const { args: definitions } = parentType.getFields()[name]!;
    return args.length > 0 && takesInputFields(definitions) ? [{ definitions, args }] : [];
  });
}
