// The data product of the field under the cursor: who owns it, what is promised and how that stands, how it is classified, where it
// comes from, and what the viewer may read of it.

import { Badge } from '../../parts/badge.tsx';
import { Coordinate } from '../../parts/coordinate.tsx';
import { DeniedNote } from '../../parts/denied-note.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import type { Tone } from '../../parts/tone.ts';
import { Link } from '../../shell/link.tsx';
import { hrefOf } from '../../shell/routes.ts';
import type { Explanation } from '../before-run/explain.ts';
import { readableAge } from '../readable-age.ts';
import { accessTo } from './access-to.ts';
import type { KnownField } from './known-field.ts';
import type { FieldState } from './use-field.ts';

interface Props {
  readonly coordinate: string | null;
  readonly state: FieldState;
  /** Of the operation in the editor, where it is known: it has the reasons. */
  readonly explanation: Explanation | null;
}

export function FieldPanel({ coordinate, state: { answer, error, isCurrent }, explanation }: Props) {
  if (coordinate === null)
    return <p className="muted">Put the cursor on a field: its owner, promises and lineage are shown here.</p>;
  if (isCurrent && error)
    return (
      <p>
        <Coordinate of={coordinate} /> {error.message}
      </p>
    );
  if (!answer) return <Skeleton lines={6} label="Looking up the field …" />;
  const [problem] = answer.problems;
  const { field } = answer.data;
  if (isCurrent && !field && problem) return <DeniedNote what={coordinate} problem={problem} />;
  if (isCurrent && !field)
    return (
      <p className="muted">
        No contract says anything about <code>{coordinate}</code>.
      </p>
    );
  if (!field) return <Skeleton lines={6} label="Looking up the field …" />;
  return (
    <div className="field-known" aria-busy={!isCurrent}>
      <Head field={field} />
      <dl>
        <Fact name="Data product">
          <Product product={field.product} />
        </Fact>
        <Fact name="Promises">
          <Promises field={field} />
        </Fact>
        <Fact name="Classification">
          <ClassificationOf field={field} />
        </Fact>
        <Fact name="Comes from">
          <Sources field={field} />
        </Fact>
        <Fact name="Your access">
          <AccessOf field={field} explanation={explanation} />
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Head({ field: { coordinate, type, description, deprecationReason } }: { readonly field: KnownField }) {
  return (
    <header>
      <p>
        <Coordinate of={coordinate} /> <code className="muted">{type}</code>{' '}
        {deprecationReason && <Badge tone="warning">deprecated</Badge>}
      </p>
      <p className="muted">{deprecationReason ?? description ?? 'Its contract does not describe it.'}</p>
    </header>
  );
}

function Product({ product: { urn, name, owners, contracts } }: { readonly product: KnownField['product'] }) {
  return (
    <>
      <Link to={hrefOf('product', { urn })}>{name}</Link>{' '}
      {contracts.map(({ current, latest }) => (
        <Badge key={current.version} title={`Latest: ${latest.version}`}>
          v{current.version}
          {latest.version !== current.version && ` (latest ${latest.version})`}
        </Badge>
      ))}{' '}
      {owners && owners.length > 0 && (
        <span>
          owned by {owners.map((owner) => (owner.onCall ? `${owner.name} (${owner.onCall})` : owner.name)).join(', ')}
        </span>
      )}
    </>
  );
}

const tones: Readonly<Record<string, Tone>> = { OK: 'good', AT_RISK: 'warning', BREACHED: 'bad', UNKNOWN: 'neutral' };

/** Those about the field or its type before those about the whole product. */
function Promises({ field: { coordinate, product } }: { readonly field: KnownField }) {
  // Freshness is promised of the field that holds an instant, and is that of the whole record.
  const type = coordinate.split('.')[0];
  const own = (product.slas ?? []).filter(
    ({ kind, element }) =>
      element === null ||
      element === coordinate ||
      element === type ||
      (kind === 'FRESHNESS' && element.startsWith(`${type}.`)),
  );
  const shown = own.sort((one, other) => (other.element ?? '').length - (one.element ?? '').length).slice(0, 4);
  if (shown.length === 0) return <span className="muted">Nothing is promised.</span>;
  return (
    <ul className="promises">
      {shown.map(({ id, kind, status, observed, unit, objective }) => (
        <li key={id}>
          {kind.toLowerCase().replaceAll('_', ' ')}{' '}
          <Badge tone={tones[status]!}>{status.toLowerCase().replace('_', ' ')}</Badge>{' '}
          <span className="muted">
            {observed === null ? 'not measured' : quantity(observed, unit)} against{' '}
            {quantity(objective.threshold, objective.unit)}
          </span>
        </li>
      ))}
    </ul>
  );
}

const secondsOf: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

function quantity(value: number, unit: string): string {
  const seconds = secondsOf[unit];
  if (seconds !== undefined) return readableAge(value * seconds);
  const number = Number(value.toPrecision(4)).toLocaleString('en');
  return unit === 'percent' ? `${number} %` : `${number} ${unit}`;
}

function ClassificationOf({ field: { classification } }: { readonly field: KnownField }) {
  if (!classification) return <span className="muted">not classified</span>;
  const { level, tags, masking, residency, effectiveLevel, inheritedFrom } = classification;
  return (
    <>
      <Badge tone={level === 'PUBLIC' || level === 'INTERNAL' ? 'neutral' : 'denied'}>{level}</Badge>{' '}
      {tags.map((tag) => (
        <Badge key={tag} tone="warning">
          {tag}
        </Badge>
      ))}{' '}
      {masking && <span className="muted">gives nothing away of its sources</span>}
      {residency.length > 0 && <span className="muted"> stays in {residency.join(', ')}</span>}
      {effectiveLevel && effectiveLevel !== level && (
        <span>
          {' '}
          as sensitive as {effectiveLevel}, from {(inheritedFrom ?? []).join(', ')}
        </span>
      )}
    </>
  );
}

function Sources({ field: { coordinate, lineage } }: { readonly field: KnownField }) {
  const sources = (lineage?.nodes ?? []).filter(({ depth }) => depth === 1);
  return (
    <>
      {sources.length === 0 && <span className="muted">nothing that is declared or seen</span>}
      {sources.slice(0, 6).map(({ urn, label, kind, product }) => (
        <span key={urn} className="source">
          {kind === 'REDACTED' ? (
            <span className="muted">something that is not for you to know</span>
          ) : (
            <Link to={hrefOf('lineage', { node: urn })} title={product?.name}>
              <code>{label}</code>
            </Link>
          )}
        </span>
      ))}
      {sources.length > 6 && <span className="muted">and {sources.length - 6} more</span>}{' '}
      <Link to={hrefOf('lineage', { node: coordinate })}>Lineage</Link>
    </>
  );
}

function AccessOf({ field, explanation }: Pick<Props, 'explanation'> & { readonly field: KnownField }) {
  const { word, tone, reason, requestable } = accessTo(field, explanation);
  const { coordinate } = field;
  return (
    <>
      <Badge tone={tone}>{word}</Badge> {reason}{' '}
      {requestable && <Link to={hrefOf('access', { coordinate })}>Request access</Link>}{' '}
      <Link to={hrefOf('explain', { coordinate })}>Why?</Link>
    </>
  );
}
