// The side panel of saved queries: files under review. Opening one makes a tab; saving one makes a file, to be committed like code.

import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type FormEvent, useState } from 'react';
import { Badge } from '../../parts/badge.tsx';
import { Button } from '../../parts/button.tsx';
import { Field } from '../../parts/field.tsx';
import { Skeleton } from '../../parts/skeleton.tsx';
import { Link } from '../../shell/link.tsx';
import { hrefOf } from '../../shell/routes.ts';
import { download } from '../result/take-text.tsx';
import { shippedFolder, shippedQueries, useOwnQueries } from './all-saved-queries.ts';
import { useOpenTab } from './open-tab.ts';
import { fileNameOf, type SavedQuery, savedQueryText } from './saved-query.ts';

export const SAVED_QUERIES_PLUGIN = { title: 'Saved queries', icon: Icon, content: SavedQueries };

function Icon() {
  return (
    <svg
      viewBox="0 0 24 24"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="M6 3h12v18l-6-4.5L6 21z" strokeLinejoin="round" />
    </svg>
  );
}

function SavedQueries() {
  const own = useOwnQueries();
  return (
    <section className="saved-queries" aria-label="Saved queries">
      <h2>Saved queries</h2>
      {own === null && <Skeleton lines={2} />}
      {own && own.queries.length > 0 && <QueryList title="Of this deployment" queries={own.queries} />}
      {own?.problems.map((problem) => (
        <p key={problem} className="muted">
          {problem}
        </p>
      ))}
      <QueryList title="To begin with" queries={shippedQueries} />
      <SaveForm />
    </section>
  );
}

function QueryList({ title, queries }: { readonly title: string; readonly queries: readonly SavedQuery[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {queries.map((query) => (
          <QueryItem key={query.file} query={query} />
        ))}
      </ul>
    </>
  );
}

function QueryItem({ query: { file, text, title, description, owner, kind } }: { readonly query: SavedQuery }) {
  const open = useOpenTab();
  const { setVisiblePlugin } = useGraphiQLActions();
  function show(): void {
    open?.(text);
    // There the list covers the tab.
    if (matchMedia('(max-width: 820px)').matches) setVisiblePlugin(null);
  }
  return (
    <li>
      <p>
        <button type="button" className="link-button" disabled={!open} onClick={show}>
          {title}
        </button>{' '}
        {kind === 'mutation' && <Badge tone="warning">changes data</Badge>}
        {kind === 'subscription' && <Badge>stays open</Badge>}
        {kind === null && <Badge tone="bad">not one operation</Badge>}
      </p>
      {description && <p className="muted">{description}</p>}
      <p className="muted">
        <code>{file}</code>
        {owner && (
          <>
            {' '}
            kept by <Link to={hrefOf('product', { urn: `gordian:product:${owner}` })}>{owner}</Link>
          </>
        )}
      </p>
    </li>
  );
}

function SaveForm() {
  const editor = useGraphiQL((state) => state.queryEditor);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [owner, setOwner] = useState('');
  const [saved, setSaved] = useState<string | null>(null);
  const file = fileNameOf(title);

  function save(event: FormEvent): void {
    event.preventDefault();
    download(savedQueryText(title, description, owner, editor?.getValue() ?? ''), file);
    setSaved(file);
  }

  return (
    <form onSubmit={save} className="save-query">
      <h3>Save the query in the editor</h3>
      <p className="muted">
        It becomes a file. Commit it to the folder that <code>playground.queries</code> names (or{' '}
        <code>{shippedFolder}</code> to ship it), and it is listed here once it is reviewed.
      </p>
      <Field label="Title" value={title} onChange={(event) => setTitle(event.target.value)} required />
      <Field label="What it is for" value={description} onChange={(event) => setDescription(event.target.value)} />
      <Field
        label="Data product that keeps it"
        value={owner}
        onChange={(event) => setOwner(event.target.value)}
        placeholder="orders/orders"
      />
      <Button type="submit" look="primary">
        Download {file}
      </Button>
      <p role="status">{saved && `Commit ${saved} to the folder of saved queries.`}</p>
    </form>
  );
}
