// GraphQL over changes: live subscriptions, and subscriptions by webhook.
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { ChangeSeverity } from '../../../schema/contract-changes/contract-change.ts';
import { personOf } from '../access/person.ts';
import type { MetadataContext } from '../context.ts';
import { digestOfPeriod, type PeriodInput } from './digest-of-period.ts';
import { followEvents, type ToldEvent } from './follow-events.ts';
import type { EventTopic } from './metadata-event.ts';
import { countDeliveries, type DeliveryRow, deliveriesOf } from './queries/deliveries.ts';
import { domainOfProduct } from './queries/subjects.ts';
import { countSubscriptions, newestFirst, type SubscriptionRow, subscriptionsOf } from './queries/subscriptions.ts';
import {
  ownSubscription,
  type SubscribeInput,
  subscribeChanges,
  tryWebhook,
  unsubscribeChanges,
} from './subscribe-changes.ts';

type Context = MetadataContext;

const queries = {
  changeSubscriptions: async (_: unknown, args: PageArguments, { caller, database }: Context) => {
    const person = personOf(caller);
    const page = readPage(args, newestFirst);
    return connectionOf({
      page,
      order: newestFirst,
      rows: await subscriptionsOf(database, person, page),
      sortKeyOf: (row) => [row.createdAt, row.id],
      totalCount: () => countSubscriptions(database, person),
    });
  },
  changeDigest: (_: unknown, { input }: { input: PeriodInput }, { caller, database, loaders }: Context) =>
    digestOfPeriod(database, personOf(caller), input, loaders.now),
};

const mutations = {
  subscribeChanges: (_: unknown, { input }: { input: SubscribeInput }, context: Context) =>
    subscribeChanges(servicesOf(context), personOf(context.caller), input),
  tryWebhook: async (_: unknown, { subscription: id }: { subscription: string }, context: Context) => {
    const person = personOf(context.caller);
    await tryWebhook(servicesOf(context), person, id);
    return ownSubscription(context.database, person, id);
  },
  unsubscribeChanges: (_: unknown, { id }: { id: string }, context: Context) =>
    unsubscribeChanges(servicesOf(context), personOf(context.caller), id),
};

interface ContractChangedArguments {
  readonly match?: readonly string[] | null;
  readonly minSeverity: ChangeSeverity;
}

const subscriptions = {
  contractChanged: {
    subscribe: (_: unknown, { match, minSeverity }: ContractChangedArguments, { database }: Context) =>
      followEvents(database, { topic: 'contract.changed', match: match ?? [], minSeverity }),
    resolve: asItIs,
  },
  healthChanged: {
    subscribe: (_: unknown, { products }: { products?: readonly string[] | null }, { database }: Context) =>
      followEvents(database, { topic: 'health.changed', match: products ?? [], minSeverity: 'INFO' }),
    resolve: asItIs,
  },
  incidentChanged: {
    subscribe: (_: unknown, { domain }: { domain?: string | null }, { database }: Context) =>
      followEvents(database, {
        topic: 'incident.changed',
        match: [],
        minSeverity: 'INFO',
        ...(domain && { only: async ({ productId }) => (await domainOfProduct(database, productId)) === domain }),
      }),
    resolve: asItIs,
  },
};

function asItIs(event: object): object {
  return event;
}

const notice = {
  product: ({ product }: ToldEvent<EventTopic>, _: object, { loaders }: Context) =>
    loaders.catalogue.productByUrn.load(productUrn(product)),
};

const incidentNotice = {
  ...notice,
  escalated: ({ escalated }: ToldEvent<'incident.changed'>) => escalated ?? false,
};

const noticeTypes: Readonly<Record<EventTopic, string>> = {
  'contract.changed': 'ContractNotice',
  'health.changed': 'HealthNotice',
  'incident.changed': 'IncidentNotice',
};

const changeNotice = { __resolveType: ({ topic }: ToldEvent<EventTopic>) => noticeTypes[topic] };

const topicNames: Readonly<Record<EventTopic, string>> = {
  'contract.changed': 'CONTRACT',
  'health.changed': 'HEALTH',
  'incident.changed': 'INCIDENT',
};

const changeSubscription = {
  topics: ({ topics }: SubscriptionRow) => topics.map((topic) => topicNames[topic]),
  onlyIfIUseIt: ({ onlyIfUsed }: SubscriptionRow) => onlyIfUsed,
  deliveries: async ({ id }: SubscriptionRow, args: PageArguments, { database }: Context) => {
    const page = readPage(args, newestFirst);
    return connectionOf({
      page,
      order: newestFirst,
      rows: await deliveriesOf(database, id, page),
      sortKeyOf: (row) => [row.createdAt, row.id],
      totalCount: () => countDeliveries(database, id),
    });
  },
};

const webhookDelivery = {
  nextAttemptAt: ({ state, nextAttemptAt }: DeliveryRow) => (state === 'PENDING' ? nextAttemptAt : null),
};

export const eventResolvers = {
  Query: queries,
  Mutation: mutations,
  Subscription: subscriptions,
  ChangeNotice: changeNotice,
  ContractNotice: notice,
  HealthNotice: notice,
  IncidentNotice: incidentNotice,
  ChangeSubscription: changeSubscription,
  WebhookDelivery: webhookDelivery,
};

function servicesOf({ database, clock, loaders }: Context) {
  return { database, clock, webhooks: loaders.webhooks };
}
