// The saved queries: those that come with the portal, and those of the deployment's own folder, which the gateway lists.

import { useEffect, useState } from 'react';
import { usePortal, useViewer } from '../../shell/portal-context.ts';
import { readSavedQuery, type SavedQuery } from './saved-query.ts';

const shippedFiles = import.meta.glob<string>('../../../queries/*.graphql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** Where they lie in the repository. */
export const shippedFolder = 'portal/queries';

export const shippedQueries: readonly SavedQuery[] = Object.entries(shippedFiles).map(([path, text]) =>
  readSavedQuery(path.replace(/^.*\//, ''), text),
);

export interface OwnQueries {
  readonly queries: readonly SavedQuery[];
  /** What was left out, or why nothing is known. */
  readonly problems: readonly string[];
}

/** Null until the gateway has answered. */
export function useOwnQueries(): OwnQueries | null {
  const { session } = usePortal();
  const { identity } = useViewer();
  const [own, setOwn] = useState<OwnQueries | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another identity may see others
  useEffect(() => {
    const gone = new AbortController();
    setOwn(null);
    readOwnQueries(session.authorization, gone.signal).then(
      (queries) => setOwn(queries),
      () => !gone.signal.aborted && setOwn({ queries: [], problems: ['The gateway does not list its saved queries.'] }),
    );
    return () => gone.abort();
  }, [session, identity]);
  return own;
}

interface Listed {
  readonly queries?: readonly { readonly file: string; readonly text: string }[];
  readonly problems?: readonly string[];
  readonly errors?: readonly { readonly message: string }[];
}

async function readOwnQueries(authorize: () => Promise<string | null>, signal: AbortSignal): Promise<OwnQueries> {
  const authorization = await authorize();
  const response = await fetch('/playground/queries.json', {
    headers: { accept: 'application/json', ...(authorization && { authorization }) },
    signal,
  });
  const { queries = [], problems = [], errors = [] } = (await response.json()) as Listed;
  return {
    queries: queries.map(({ file, text }) => readSavedQuery(file, text)),
    problems: [...problems, ...errors.map(({ message }) => message)],
  };
}
