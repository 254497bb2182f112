// What is said about a type, field, argument or value: its description, and whether it is announced to go.
import type { Coordinate } from '../coordinates.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { isSame } from './plain-data.ts';
import type { DeprecationShape } from './type-shapes.ts';

interface Annotated {
  readonly coordinate: Coordinate;
  readonly description: string | null;
  readonly deprecation: DeprecationShape | null;
}

export function annotationChanges(before: Annotated, after: Annotated): ContractChange[] {
  return [...descriptionChange(before, after), ...deprecationChange(before, after)];
}

function descriptionChange({ coordinate, description }: Annotated, after: Annotated): ContractChange[] {
  if (description === after.description) return [];
  const message = `The description of ${coordinate} says something else.`;
  return [changeOf('DESCRIPTION_CHANGED', coordinate, description, after.description, message)];
}

function deprecationChange(
  { coordinate, deprecation: before }: Annotated,
  { deprecation: after }: Annotated,
): ContractChange[] {
  if (isSame(before, after)) return [];
  if (after === null)
    return [
      changeOf('DEPRECATION_WITHDRAWN', coordinate, before, null, `${coordinate} was announced to go and stays.`),
    ];
  const kind = before === null ? 'DEPRECATED' : 'DEPRECATION_CHANGED';
  const verb = before === null ? 'is announced to go' : 'is still announced to go';
  return [changeOf(kind, coordinate, before, after, `${coordinate} ${verb}${detailsOf(after)}.`)];
}

function detailsOf({ sunset, replacement, reason }: DeprecationShape): string {
  const details = [
    ...(sunset === null ? [] : [`on ${sunset}`]),
    ...(replacement === null ? [] : [`use ${replacement}`]),
    ...(reason === null ? [] : [`"${reason}"`]),
  ];
  return details.length === 0 ? '' : `: ${details.join(', ')}`;
}
