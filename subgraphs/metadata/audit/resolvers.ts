// GraphQL over the audit. Who may ask is in policies/domains/metadata.ts; what was asked is in the audit itself.
import { connectionOf, maxPageSize, type PageArguments, readPage } from '../../../kit/connection.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { MetadataContext } from '../context.ts';
import { type AuditFilter, entryPage, newestFirst, type StoredEntry, whoSaw, whoSawEntity } from './queries.ts';
import { verifyChain } from './verify-chain.ts';

type Context = MetadataContext;

interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly first: number;
}

/** Entries that are verified while a client waits. */
const maxVerified = 200_000;

export const auditResolvers = {
  Query: {
    async auditEvents(_: unknown, args: PageArguments & { filter?: AuditFilter | null }, { database }: Context) {
      const page = readPage(args, newestFirst);
      return connectionOf({
        page,
        order: newestFirst,
        rows: await entryPage(database, args.filter ?? {}, page),
        sortKeyOf: ({ at, seq }) => [at, seq],
        totalCount: () => Promise.reject(new Error('The audit does not count.')),
      });
    },
    verifyAudit: (_: unknown, { from, to }: { from: number; to: number }, { database }: Context) => {
      requirePlaces(from, to);
      return verifyChain(database, from, to);
    },
    whoSaw: (_: unknown, { coordinate, ...span }: Span & { coordinate: string }, { database }: Context) =>
      whoSaw(database, { ...span, coordinate, limit: readLimit(span) }),
    whoSawEntity: (_: unknown, { type, key, ...span }: Span & { type: string; key: string }, context: Context) =>
      whoSawEntity(context.database, {
        ...span,
        entity: referenceTo(type, key, context),
        limit: readLimit(span),
      }),
  },
  AuditEvent: {
    decisions: async ({ shown }: StoredEntry, _: object, { loaders }: Context) =>
      shown === null ? null : ((await loaders.audit.decisionSet.load(shown))?.content ?? null),
  },
  Sighting: {
    verdict: ({ verdict }: { verdict: string }) => verdict.toUpperCase(),
  },
};

function requirePlaces(from: number, to: number): void {
  const isRange = Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 1 && to >= from;
  if (!isRange || to - from >= maxVerified)
    throw new GordianError(
      'BAD_USER_INPUT',
      `\`from\` and \`to\` must be places in the chain, from 1 on, at most ${maxVerified} apart; npx gordian audit verify checks all of it.`,
      { details: { argument: 'to', limit: maxVerified } },
    );
}

function readLimit({ first }: Span): number {
  if (first >= 1 && first <= maxPageSize) return first;
  throw new GordianError('BAD_USER_INPUT', `\`first\` must be between 1 and ${maxPageSize}.`, {
    details: { argument: 'first', limit: maxPageSize },
  });
}

function referenceTo(type: string, key: string, { loaders }: Context): string {
  const { entityReference } = loaders.audit;
  if (entityReference) return entityReference(type, key);
  throw new GordianError(
    'NOT_READY',
    'The audit holds no entities: set GORDIAN_AUDIT_KEY, the same at the gateway and at the metadata service.',
  );
}
