// A team that publishes, and clients that use what it publishes, in the words of a test.
import type { Caller } from '../../../../kit/caller.ts';
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';
import type { ContractCheck } from '../../../../subgraphs/metadata/registry/contract-check.ts';
import type { MetadataUnderTest, RegistryAnswer } from '../metadata-under-test.ts';
import { people } from '../two-domains.ts';
import { report } from '../usage/reports.ts';

export interface Published extends RegistryAnswer {
  readonly ok?: boolean;
  readonly message?: string;
  readonly products?: readonly ContractCheck[];
}

export interface Publishing {
  readonly url?: string;
  readonly scope?: string;
  readonly force?: boolean;
  readonly acceptUnknown?: boolean;
  readonly reason?: string;
  readonly idempotencyKey?: string;
  readonly client?: string;
  readonly domains?: string;
  readonly variant?: string;
  readonly remove?: readonly string[];
  readonly onTopOf?: number;
}

const submitting =
  (route: 'check' | 'register') =>
  async (metadata: MetadataUnderTest, folders: readonly SubgraphFolder[], publishing: Publishing = {}) => {
    const { url = '', scope = 'gordian:contract:write', idempotencyKey, client = 'pipeline', ...others } = publishing;
    const { domains = '*', ...more } = others;
    return metadata.send<Published>('POST', `${url}/registry/${route}`, {
      token: await metadata.token(scope, { azp: client, domains }),
      body: { subgraphs: folders.map(submission), sourceRevision: 'abc123', ...more },
      headers: idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
    });
  };

export const check = submitting('check');
export const publish = submitting('register');

function submission({ name, file, sdl, contracts }: SubgraphFolder) {
  return { name, url: `http://127.0.0.1:9999/${name}`, sdl, sdlFile: file, contracts };
}

/** The people, changed in schema and contract alike. */
export function changedPeople(version: string, change: (text: string) => string): SubgraphFolder {
  const folder = people(version);
  const contracts = folder.contracts.map(({ file, text }) => ({ file, text: change(text) }));
  return { ...folder, sdl: change(folder.sdl), contracts };
}

/** Without the field that was announced to go. */
export function withoutNick(version: string): SubgraphFolder {
  return changedPeople(version, (text) => text.replace(/^.*\bnick\b.*\n/m, ''));
}

/** What the field says of when it goes. */
export function withSunset(version: string, sunset: string): SubgraphFolder {
  const custom = `deprecated: true, customProperties: [{ property: sunset, value: "${sunset}" }, { property: replacedBy, value: Person.name }], `;
  return changedPeople(version, (text) => text.replace('{ name: nick, ', `{ name: nick, ${custom}`));
}

const dayMs = 86_400_000;
const minuteMs = 60_000;

export interface Seen {
  readonly operation: string;
  readonly client: string;
  readonly daysAgo: number;
}

/** What a gateway has reported, which has watched for all of `days` until now. A report is counted where it begins. */
export async function seen(
  metadata: MetadataUnderTest,
  uses: readonly Seen[],
  operations: Readonly<Record<string, readonly string[]>>,
  { days = 40, instance = 'gateway-1' }: { readonly days?: number; readonly instance?: string } = {},
): Promise<void> {
  const now = metadata.clock.now().getTime();
  const instants = [now - days * dayMs, ...uses.map(({ daysAgo }) => now - daysAgo * dayMs).sort((a, b) => a - b)];
  const iso = (time: number) => new Date(time).toISOString();
  for (const [index, from] of instants.entries()) {
    const to = instants[index + 1] ?? now;
    const within = uses.filter(({ daysAgo }) => now - daysAgo * dayMs === from);
    const told = within.map(({ operation, client }) => ({ operation, client, requests: 12, at: iso(from) }));
    const sequence = index + 1;
    const taken = await report(metadata, {
      ...{ instance, sequence, operations, uses: told },
      ...{ startedAt: iso(instants[0]!), from: iso(from), to: iso(Math.max(to, from + minuteMs)) },
    });
    if (taken !== 'counted') throw new Error(`The report was not counted: ${taken}`);
  }
}

export function caller(subject: string, more: Partial<Caller> = {}): Caller {
  return {
    subject,
    client: 'portal',
    scopes: new Set(),
    roles: new Set(),
    claims: {},
    purpose: null,
    expiresAt: null,
    ...more,
  };
}
