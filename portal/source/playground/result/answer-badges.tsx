// Beside the result: under which contracts the data was given, how old it is against what is promised, and what is wrong with it
// at the moment. Always as high, whatever there is to say.

import { Badge } from '../../parts/badge.tsx';
import type { Tone } from '../../parts/tone.ts';
import { Link } from '../../shell/link.tsx';
import { hrefOf } from '../../shell/routes.ts';
import { type AnswerMetadata, metadataOf, type ProductBehind } from '../answer-extensions.ts';
import type { TabAnswer } from '../answer-log.ts';
import { readableAge } from '../readable-age.ts';

export function AnswerBadges({ entry }: { readonly entry: TabAnswer | undefined }) {
  const metadata = entry?.kind === 'answered' ? metadataOf(entry.answer.body) : null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <section className="answer-badges" aria-label="Behind this answer" tabIndex={0}>
      {metadata && (metadata.maxSensitivity || metadata.products?.length) ? (
        <Badges metadata={metadata} />
      ) : (
        <span className="muted">{wordFor(entry)}</span>
      )}
    </section>
  );
}

function wordFor(entry: TabAnswer | undefined): string {
  if (entry === undefined || entry.kind === 'gone') return 'Contracts and freshness are shown here.';
  return entry.kind === 'running' ? '…' : 'No data product is known behind this answer.';
}

function Badges({
  metadata: { products = [], masked = [], maxSensitivity, deprecated = [], complete },
}: {
  readonly metadata: AnswerMetadata;
}) {
  return (
    <>
      {maxSensitivity && (
        <Badge
          tone={maxSensitivity === 'PUBLIC' || maxSensitivity === 'INTERNAL' ? 'neutral' : 'denied'}
          title="The strictest level that is shown clear"
        >
          {maxSensitivity}
        </Badge>
      )}
      {masked.length > 0 && (
        <Badge tone="warning" title={masked.join(', ')}>
          {masked.length} masked
        </Badge>
      )}
      {deprecated.length > 0 && (
        <Badge tone="warning" title={deprecated.map(({ coordinate, reason }) => `${coordinate}: ${reason}`).join(' ')}>
          {deprecated.length} deprecated
        </Badge>
      )}
      {products.map((product) => (
        <ProductBadge key={product.product} behind={product} />
      ))}
      {!complete && <span className="muted">and more, for which the answer had no room</span>}
    </>
  );
}

const tones: Readonly<Record<string, Tone>> = { OK: 'good', AT_RISK: 'warning', BREACHED: 'bad', UNKNOWN: 'neutral' };

interface ProductBadgeProps {
  readonly behind: ProductBehind;
  /** With its domain, and what there is besides the version in force. */
  readonly isFull?: boolean;
}

export function ProductBadge({
  behind: { product, contract, freshness, openIncidents = 0 },
  isFull = false,
}: ProductBadgeProps) {
  const urn = `gordian:product:${product}`;
  return (
    <span className="product-badge">
      <Link to={hrefOf('product', { urn })}>{isFull ? product : product.replace(/^.*\//, '')}</Link>
      {contract && <Badge title={`Latest: ${contract.latest}`}>v{contract.version}</Badge>}
      {isFull && contract && contract.latest !== contract.version && (
        <span className="muted">latest v{contract.latest}</span>
      )}
      {freshness && (
        <Badge tone={tones[freshness.status]!} title="Age of the data, of what is promised at most">
          {wordsOf(freshness)}
        </Badge>
      )}
      {openIncidents > 0 && (
        <Badge tone="bad">
          {openIncidents} {openIncidents === 1 ? 'incident' : 'incidents'}
        </Badge>
      )}
    </span>
  );
}

function wordsOf({ status, ageSeconds, promiseSeconds }: NonNullable<ProductBehind['freshness']>): string {
  const word = { OK: 'fresh', AT_RISK: 'nearly too old', BREACHED: 'older than promised', UNKNOWN: 'age not known' }[
    status
  ];
  if (ageSeconds === null) return word;
  return `${word}, ${readableAge(ageSeconds)}${promiseSeconds === null ? '' : ` of ${readableAge(promiseSeconds)}`}`;
}
