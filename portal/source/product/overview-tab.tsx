// What a product is for, who answers for it, and how it stands with the reasons.

import type { ReactNode } from 'react';
import type { ProductOverviewData } from '../generated/product.ts';
import { type Problem, problemAt } from '../graph/problem.ts';
import { Badge } from '../parts/badge.tsx';
import { Command } from '../parts/command.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Meter } from '../parts/meter.tsx';
import { Section } from '../parts/section.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { useViewer } from '../shell/portal-context.ts';
import { hrefOf } from '../shell/routes.ts';
import { contactAddress } from './contact-address.ts';
import { HealthBadge } from './product-badges.tsx';
import { checkWord, plainWord } from './product-words.ts';
import { UnfoldedTrust } from './trust-score.tsx';

export type Product = NonNullable<ProductOverviewData['dataProduct']>;

interface Props {
  readonly product: Product;
  readonly problems: readonly Problem[];
}

export function OverviewTab({ product, problems }: Props) {
  const { token } = useViewer();
  const isForSignedIn = token === null && problems.length > 0;
  // Whoever has to sign in for nearly all of it is told so once.
  const denied = (field: string) => (isForSignedIn ? null : problemAt(problems, `dataProduct.${field}`));
  return (
    <div className="overview-columns">
      <div>
        <Section title="What it is for">
          <Purpose product={product} />
        </Section>
        {isForSignedIn && <DeniedNote what="How it stands" problem={{ ...problems[0]!, coordinate: null }} />}
        <Part title="Trust" what="How far it is to be trusted" value={product.trust} problem={denied('trust')}>
          {(trust) => <UnfoldedTrust trust={trust} />}
        </Part>
        <Part title="Health" what="How it stands" value={product.health} problem={denied('health')}>
          {(health) => <Health health={health} />}
        </Part>
        <Part
          title="Open incidents"
          what="What is wrong with it"
          value={product.incidents}
          problem={denied('incidents')}
        >
          {(incidents) => <Incidents incidents={incidents} />}
        </Part>
        <Part title="Scorecard" what="The scorecard" value={product.scorecard} problem={denied('scorecard')}>
          {(scorecard) => <Scorecard scorecard={scorecard} />}
        </Part>
      </div>
      <aside>
        <Part title="Who answers for it" what="Who answers for it" value={product.owners} problem={denied('owners')}>
          {(owners) => owners.map((team) => <Team key={team.id} team={team} />)}
        </Part>
        <Part title="Ask" what="Whom to ask" value={product.domain.contacts} problem={denied('domain.contacts')}>
          {(contacts) => <Contacts contacts={contacts} />}
        </Part>
        <Section title="Hear of changes">
          <div className="card">
            <p>This page shows what changes while it is open. To be told elsewhere:</p>
            <Command
              words={[
                'gordian',
                'changes',
                'subscribe',
                'WEBHOOK_URL',
                ...product.contracts.slice(0, 1).map(({ id }) => id),
              ]}
            />
          </div>
        </Section>
        <Words product={product} />
      </aside>
    </div>
  );
}

interface PartProps<Value> {
  readonly title: string;
  readonly what: string;
  readonly value: Value | null;
  readonly problem: Problem | null;
  readonly children: (value: Value) => ReactNode;
}

/** A section, or why it is not shown. What has no value and no problem is not there. */
function Part<Value>({ title, what, value, problem, children }: PartProps<Value>) {
  if (value === null && problem === null) return null;
  return (
    <Section title={title}>
      {value !== null ? <div className="card">{children(value)}</div> : <DeniedNote what={what} problem={problem!} />}
    </Section>
  );
}

function Purpose({ product: { description, tags, entities, urn } }: { readonly product: Product }) {
  return (
    <div className="card">
      <p className="purpose">{description ?? 'Its contract does not say.'}</p>
      <dl className="facts">
        <dt>Entities</dt>
        <dd>
          {entities.length === 0 && 'none'}
          {entities.map((entity) => (
            <span key={entity}>
              <Coordinate of={entity} />{' '}
            </span>
          ))}
        </dd>
        <dt>Tags</dt>
        <dd>{tags.join(', ') || 'none'}</dd>
        <dt>URN</dt>
        <dd>
          <code className="coordinate">{urn}</code>
        </dd>
      </dl>
    </div>
  );
}

function Health({ health }: { readonly health: NonNullable<Product['health']> }) {
  const upstream = health.upstream ?? [];
  return (
    <>
      <p>
        <HealthBadge health={health} />
      </p>
      {health.reasons.length > 0 && (
        <ul>
          {health.reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {upstream.length > 0 && (
        <>
          <p className="muted">Made from</p>
          <ul className="plain-list">
            {upstream.map(({ product, status, hops }) =>
              product ? (
                <li key={product.urn}>
                  <Link to={hrefOf('product', { urn: product.urn })}>{product.name}</Link>{' '}
                  <HealthBadge health={{ status, reasons: [] }} />{' '}
                  <span className="muted">{hops === 1 ? '1 step away' : `${hops} steps away`}</span>
                </li>
              ) : null,
            )}
          </ul>
        </>
      )}
    </>
  );
}

function Incidents({ incidents }: { readonly incidents: NonNullable<Product['incidents']> }) {
  if (incidents.length === 0) return <p className="muted">None.</p>;
  return (
    <ul className="plain-list">
      {incidents.map(({ id, title, severity, state, openedAt }) => (
        <li key={id}>
          <Badge tone={severity === 'MINOR' ? 'warning' : 'bad'}>{plainWord(severity)}</Badge>{' '}
          <Link to={hrefOf('incidents', { id })}>{title}</Link>{' '}
          <span className="muted">
            {plainWord(state)}, since <TimeAgo at={openedAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}

function Scorecard({ scorecard: { percent, checks } }: { readonly scorecard: NonNullable<Product['scorecard']> }) {
  return (
    <>
      <Meter label="Scorecard" value={percent} most={100} tone={percent === 100 ? 'good' : 'neutral'} hideLabel />
      <ul className="plain-list">
        {checks.map(({ id, passed, detail }) => (
          <li key={id}>
            <Badge tone={passed ? 'good' : 'warning'}>{passed ? '✓ Met' : '✗ Missing'}</Badge> {checkWord(id)}
            {detail && <span className="muted"> {detail}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

type Owner = NonNullable<Product['owners']>[number];

function Team({ team: { name, description, onCall, members } }: { readonly team: Owner }) {
  const present = (members ?? []).filter(({ until }) => until === null);
  return (
    <>
      <p>
        <strong>{name}</strong>
        {onCall && <span className="muted"> · on call: {onCall}</span>}
      </p>
      {description && <p>{description}</p>}
      <ul className="plain-list">
        {present.map((member) => (
          <li key={member.subject}>
            {member.name ?? member.subject} <span className="muted">{member.role}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Contacts({ contacts }: { readonly contacts: NonNullable<Product['domain']['contacts']> }) {
  if (contacts.length === 0) return <p className="muted">Nobody is named.</p>;
  return (
    <ul className="plain-list">
      {contacts.map(({ channel, url, scope }) => {
        const address = contactAddress(url);
        return (
          <li key={`${channel} ${url} ${scope}`}>
            {address ? (
              <a href={address} rel="noreferrer">
                {channel}
              </a>
            ) : (
              <>
                {channel} {url && <code>{url}</code>}
              </>
            )}{' '}
            <span className="muted">{scope}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Words({ product: { glossary } }: { readonly product: Product }) {
  if (!glossary || glossary.length === 0) return null;
  return (
    <Section title="Words of the business">
      <dl className="card facts">
        {glossary.map(({ id, term, definition }) => (
          <div key={id}>
            <dt>{term}</dt>
            <dd>{definition}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
