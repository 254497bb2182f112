// Who answers for a product, and where to ask.

import { Prose } from '../parts/prose.tsx';
import { contactAddress } from './contact-address.ts';
import type { Product } from './overview-product.ts';

type Owner = NonNullable<Product['owners']>[number];

export function Team({ team: { name, description, onCall, members } }: { readonly team: Owner }) {
  const present = (members ?? []).filter(({ until }) => until === null);
  return (
    <>
      <p>
        <strong>{name}</strong>
        {onCall && <span className="muted"> · on call: {onCall}</span>}
      </p>
      {description && (
        <p>
          <Prose text={description} />
        </p>
      )}
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

export function Contacts({ contacts }: { readonly contacts: NonNullable<Product['domain']['contacts']> }) {
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
