// Content negotiation of GraphQL over HTTP: which of the two media types the client wants its answer in.

import { LRUCache } from 'lru-cache';
import { takesIncrements } from './incremental-media-type.ts';

export type ResponseMediaType = 'application/graphql-response+json' | 'application/json';

/**
 * Picks by the Accept header; null when the client accepts neither.
 * Without a preference the answer is application/json, as clients from before the specification expect.
 */
export function negotiateMediaType(accept: string | undefined): ResponseMediaType | null {
  if (!accept) return 'application/json';
  const known = negotiated.get(accept);
  if (known !== undefined) return known.mediaType;
  const mediaType = negotiate(accept);
  negotiated.set(accept, { mediaType });
  return mediaType;
}

/** Few headers are ever sent, each with every request of a client. */
const negotiated = new LRUCache<string, { readonly mediaType: ResponseMediaType | null }>({ max: 100 });

function negotiate(accept: string): ResponseMediaType | null {
  const ranges = accept
    .split(',')
    .map(parseRange)
    .filter((range) => range.quality > 0);
  ranges.sort((a, b) => b.quality - a.quality);
  for (const { type } of ranges) {
    if (type === 'application/graphql-response+json') return type;
    if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'application/json';
  }
  // Whoever reads parts reads JSON: refusals and answers of which nothing is deferred are one whole.
  return takesIncrements(accept) ? 'application/json' : null;
}

function parseRange(text: string): { type: string; quality: number } {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return { type, quality: quality ? Number(quality.slice(2)) || 0 : 1 };
}
