// The SQL of the stream that gateways listen to.
import type { Queries } from '../../../../kit/postgres.ts';

/** A trigger tells the variant of each publication here, when it is committed. */
export const publicationChannel = 'supergraph_published';

export async function newestArtefactId(database: Queries, variant: string): Promise<string | null> {
  const [row] = await database.query<{ id: string }>(
    'SELECT artefact_id AS id FROM publication WHERE variant = $1 ORDER BY seq DESC LIMIT 1',
    [variant],
  );
  return row?.id ?? null;
}
