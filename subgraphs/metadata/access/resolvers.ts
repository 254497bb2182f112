// GraphQL over access. Who may do what is decided in the files of the steps; here arguments become a step, and rows types.

import type { Caller } from '../../../kit/caller.ts';
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { GordianError } from '../../../kit/errors.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { isoDuration, secondsOfDuration } from '../freshness/duration.ts';
import type { AccessServices } from './access-services.ts';
import { type BreakGlassInput, breakGlass, endBreakGlass, type ReviewInput, reviewBreakGlass } from './break-glass.ts';
import { type AccessDecisionInput, decideAccess } from './decide-access.ts';
import { cancelRequest, isOwn, revokeGrant } from './end-access.ts';
import type { PolicyResult } from './judge-request.ts';
import { lapseRequests } from './lapse-requests.ts';
import { mayDecide, mayEndGlass, mayReview, mayRevoke } from './may-act.ts';
import { accessTo } from './my-access.ts';
import { type Person, personOf } from './person.ts';
import { type AccessPreview, type AccessPreviewArguments, previewAccess } from './preview-access.ts';
import type { GlassRow } from './queries/glasses.ts';
import type { GrantRow } from './queries/grants.ts';
import { type ListedRows, listGlasses, listGrants, listRequests, newestFirst } from './queries/lists.ts';
import { latestFirst, type NotificationRow, notificationCount, notificationsOf } from './queries/notifications.ts';
import type { AccessState, ApprovalRow, OfPerson, RequestRow } from './queries/requests.ts';
import { type AccessRequestInput, requestAccess } from './request-access.ts';

type Context = MetadataContext;

interface OwnOrOthers extends PageArguments {
  readonly mine: boolean;
}

const queries = {
  accessRequests: async (_: unknown, args: OwnOrOthers & { state?: AccessState | null }, context: Context) => {
    await lapseRequests(context);
    const rows = listRequests(context.database, sightOf(args, context), args.state ?? null);
    return connection(args, rows, (row) => row.requestedAt);
  },
  accessGrants: (_: unknown, args: OwnOrOthers & { live: boolean; unusedFor?: string | null }, context: Context) => {
    const { now } = context.loaders;
    const filter = { live: args.live, now, unusedSince: unusedSince(args.unusedFor ?? null, now) };
    return connection(args, listGrants(context.database, sightOf(args, context), filter), (row) => row.validFrom);
  },
  breakGlasses: (_: unknown, args: OwnOrOthers & { toReview: boolean }, context: Context) =>
    connection(args, listGlasses(context.database, sightOf(args, context), args.toReview), (row) => row.validFrom),
  previewAccess: async (_: unknown, asked: AccessPreviewArguments, { loaders }: Context) =>
    previewAccess(await loaders.access.known(), asked),
  notifications: async (_: unknown, args: PageArguments, { caller, database }: Context) => {
    const person = personOf(caller);
    const page = readPage(args, latestFirst);
    const rows = await notificationsOf(database, person, page);
    const totalCount = () => notificationCount(database, person);
    return connectionOf({ page, order: latestFirst, rows, sortKeyOf: (row) => [row.id], totalCount });
  },
};

const mutations = {
  requestAccess: async (_: unknown, { input }: { input: AccessRequestInput }, context: Context) =>
    requestAccess(await servicesOf(context), personOf(context.caller), input),
  cancelAccessRequest: async (_: unknown, { id }: { id: string }, context: Context) =>
    cancelRequest(await servicesOf(context), personOf(context.caller), id),
  decideAccess: async (_: unknown, input: AccessDecisionInput, context: Context) =>
    decideAccess(await servicesOf(context), personOf(context.caller), input),
  revokeGrant: async (_: unknown, input: { id: string; reason: string }, context: Context) =>
    revokeGrant(await servicesOf(context), personOf(context.caller), input),
  breakGlass: async (_: unknown, { input }: { input: BreakGlassInput }, context: Context) =>
    breakGlass(await servicesOf(context), personOf(context.caller), input, loginOf(context)),
  endBreakGlass: async (_: unknown, { id }: { id: string }, context: Context) =>
    endBreakGlass(await servicesOf(context), personOf(context.caller), id),
  reviewBreakGlass: async (_: unknown, input: ReviewInput, context: Context) =>
    reviewBreakGlass(await servicesOf(context), personOf(context.caller), input),
};

const accessRequest = {
  requester: (row: RequestRow) => row.subject,
  requestedFor: (row: RequestRow) => isoDuration(row.durationSeconds),
  policyEvaluation: (row: RequestRow, _: object, { caller }: Context) => toldResults(row.policy, caller),
  approvals: (row: RequestRow, _: object, { loaders: { access } }: Context) => access.approvalsOfRequest.load(row.id),
  grant: (row: RequestRow, _: object, { loaders: { access } }: Context) => access.grantOfRequest.load(row.id),
  own: ownedBy,
  mayDecide: async (row: RequestRow, _: object, { caller, loaders }: Context) =>
    mayDecide(personOf(caller), row, await loaders.access.known()),
};

const dataProduct = {
  async myAccess({ urn }: ProductRow, _: object, { caller, loaders: { access } }: Context) {
    const [graph, isKnown] = await Promise.all([access.policedGraph(), access.knownTo(caller)]);
    return graph && accessTo(urn.slice(productUrn('').length), graph, caller, isKnown);
  },
};

const accessPreview = {
  policyEvaluation: (preview: AccessPreview, _: object, { caller }: Context) =>
    toldResults(preview.policyEvaluation, caller),
};

const accessApproval = { by: (row: ApprovalRow) => row.subject };

const accessGrant = {
  holder: (row: GrantRow) => row.subject,
  effectiveAtGateway: (row: GrantRow) => row.effectiveAt,
  request: (row: GrantRow, _: object, { loaders: { access } }: Context) => access.request.load(row.requestId),
  own: ownedBy,
  mayRevoke: (row: GrantRow, _: object, { caller, loaders: { now } }: Context) => mayRevoke(personOf(caller), row, now),
};

const glass = {
  brokenBy: (row: GlassRow) => row.subject,
  effectiveAtGateway: (row: GlassRow) => row.effectiveAt,
  own: ownedBy,
  mayEnd: (row: GlassRow, _: object, { caller, loaders: { now } }: Context) => mayEndGlass(personOf(caller), row, now),
  mayReview: (row: GlassRow, _: object, { caller, loaders: { now } }: Context) => mayReview(personOf(caller), row, now),
};

const notification = { body: (row: NotificationRow) => JSON.stringify(row.body) };

export const accessResolvers = {
  Query: queries,
  Mutation: mutations,
  DataProduct: dataProduct,
  AccessRequest: accessRequest,
  AccessPreview: accessPreview,
  AccessApproval: accessApproval,
  AccessGrant: accessGrant,
  BreakGlass: glass,
  Notification: notification,
};

/** They name a product and a scope of it: which scope opens what is for those who may know the rules. What is the same then is said once. */
function toldResults(results: readonly PolicyResult[], { scopes }: Caller): readonly PolicyResult[] {
  if (scopes.has('gordian:policy:read')) return results;
  const told = results.map((result) => ({ ...result, policy: result.policy.split(' ', 1)[0]! }));
  return [...new Map(told.map((result) => [JSON.stringify(result), result])).values()];
}

function ownedBy(row: OfPerson, _: object, { caller }: Context): boolean {
  return isOwn(row, personOf(caller));
}

async function servicesOf({ database, clock, loaders }: Context): Promise<AccessServices> {
  return { database, clock, known: await loaders.access.known() };
}

function sightOf({ mine }: OwnOrOthers, { caller }: Context): { mine: boolean; person: Person } {
  return { mine, person: personOf(caller) };
}

async function connection<Row extends { readonly id: string }>(
  args: PageArguments,
  rows: ListedRows<Row>,
  sortedBy: (row: Row) => Date,
) {
  const page = readPage(args, newestFirst);
  return connectionOf({
    page,
    order: newestFirst,
    rows: await rows.page(page),
    sortKeyOf: (row) => [sortedBy(row), row.id],
    totalCount: rows.count,
  });
}

function unusedSince(unusedFor: string | null, now: Date): Date | null {
  return unusedFor === null ? null : new Date(now.getTime() - secondsOfDuration(unusedFor, 'unusedFor') * 1_000);
}

/** The rule of breakGlass demands a recent one; a token without is refused here all the same. */
function loginOf({ caller }: Context): Date {
  const { auth_time: seconds } = caller.claims;
  if (typeof seconds === 'number') return new Date(seconds * 1_000);
  throw new GordianError('FORBIDDEN', 'The token does not say when you logged in.');
}
