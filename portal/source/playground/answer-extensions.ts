// What the playground asks for besides the answer (headers gordian-trace and x-gordian-metadata), told apart from what the viewer has
// asked for: it is shown beside the result, not in it.

import type { ExecutionBody } from './answer-findings.ts';
import type { Fetch } from './result/waterfall.ts';

export interface AnswerMetadata {
  /** False when something was left out for want of room. */
  readonly complete: boolean;
  readonly maxSensitivity: string | null;
  readonly products?: readonly ProductBehind[];
  readonly masked?: readonly string[];
  readonly deprecated?: readonly { readonly coordinate: string; readonly reason: string }[];
}

export interface ProductBehind {
  readonly product: string;
  readonly contract?: { readonly version: string; readonly latest: string; readonly status: string };
  readonly freshness?: {
    readonly status: 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';
    readonly ageSeconds: number | null;
    readonly promiseSeconds: number | null;
  };
  readonly openIncidents?: number;
}

export function metadataOf({ extensions }: ExecutionBody): AnswerMetadata | null {
  return (extensions?.gordian as { metadata?: AnswerMetadata } | undefined)?.metadata ?? null;
}

/** Null where the gateway does not tell. */
export function fetchesOf({ extensions }: ExecutionBody): readonly Fetch[] | null {
  return (extensions?.fetches as readonly Fetch[] | undefined) ?? null;
}

/** The body without them. */
export function withoutAdditions({ extensions = {}, ...body }: ExecutionBody): ExecutionBody {
  const { fetches: _, gordian = {}, ...others } = extensions;
  const { metadata: __, ...ofGateway } = gordian as Record<string, unknown>;
  const left = { ...others, ...(Object.keys(ofGateway).length > 0 && { gordian: ofGateway }) };
  return Object.keys(left).length > 0 ? { ...body, extensions: left } : body;
}
