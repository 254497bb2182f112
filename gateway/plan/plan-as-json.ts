// A plan as JSON for tools: the same plan gives the same text, with the keys of each object in the order of docs/reference/plans.md.
import type { Plan } from './plan.ts';

/** Raised when something of the shape changes its meaning or goes. */
const version = 1;

/** Of all objects of a plan together; what has no place here comes last, by its name. */
const keyOrder = [
  'version',
  'kind',
  'id',
  'path',
  'subgraph',
  'operationKind',
  'node',
  'nodes',
  'deferred',
  'document',
  'variables',
  'requires',
  'needs',
  'typenameRewrites',
  'contextInputs',
  'answer',
  'internalCoordinates',
  'interfaceObjects',
];

export function planAsJson(plan: Plan): string {
  return `${JSON.stringify({ version, ...plan }, inOrder, 2)}\n`;
}

function inOrder(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => compareKeys(one, other)));
}

function compareKeys(one: string, other: string): number {
  const place = (key: string) => (keyOrder.includes(key) ? keyOrder.indexOf(key) : keyOrder.length);
  return place(one) - place(other) || (one < other ? -1 : 1);
}
