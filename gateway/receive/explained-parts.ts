// Asking what would become of an operation: `extensions.gordian.explain` of a request. Such a request is never run.
import { GordianError } from '../../kit/errors.ts';
import { isJsonObject } from '../../kit/json-object.ts';

/** `access`: what the caller would get. `cost`: what it may cost. `plan`: which subgraphs would be asked what. */
export type ExplainedPart = (typeof explainableParts)[number];

const explainableParts = ['access', 'cost', 'plan'] as const;

/** @returns null for a request that is to be run @throws GordianError BAD_REQUEST, so that what was meant as a question is never run */
export function readExplainedParts(extensions: unknown): ReadonlySet<ExplainedPart> | null {
  const gordian = isJsonObject(extensions) ? extensions.gordian : undefined;
  const explain = isJsonObject(gordian) ? gordian.explain : undefined;
  if (explain === undefined || explain === null) return null;
  if (Array.isArray(explain) && explain.length > 0 && explain.every(isExplainable)) return new Set(explain);
  throw new GordianError(
    'BAD_REQUEST',
    `The key "extensions.gordian.explain" takes a list of one or more of ${explainableParts.map((part) => `"${part}"`).join(', ')}.`,
  );
}

function isExplainable(part: unknown): part is ExplainedPart {
  return explainableParts.some((known) => known === part);
}
