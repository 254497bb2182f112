// GraphQL over what consumers are asked, and what they rely on. Who sees whom is as with usage (usage/sight.ts).
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { personOf } from '../access/person.ts';
import type { MetadataContext } from '../context.ts';
import { type DeprecationInput, deprecateField } from '../deprecation/deprecate-field.ts';
import { type Pinning, pinContract, unpinContract } from '../pins/pin-contract.ts';
import { pinStanding } from '../pins/pin-standing.ts';
import type { PinRow } from '../pins/queries.ts';
import { knownChanges, ofProduct, shownConsumers } from '../registry/resolvers.ts';
import { type Answer, acknowledge, isProposalId, withdraw } from './answer-proposal.ts';
import { type Acknowledgement, type Proposal, type ProposalState, stateAt } from './proposal.ts';
import { newestFirst, proposalCount, proposalPage } from './queries/proposals.ts';

type Context = MetadataContext;

interface ProposalArguments extends PageArguments {
  readonly product?: string | null;
  readonly state?: ProposalState | null;
  readonly consumer?: string | null;
}

const queries = {
  proposal: (_: unknown, { id }: { id: string }, { loaders: { registry } }: Context) =>
    isProposalId(id) ? registry.proposal.load(id) : null,
  proposals: async (_: unknown, args: ProposalArguments, { database, loaders: { now } }: Context) => {
    const filter = {
      productUrn: args.product == null ? null : productUrn(args.product),
      state: args.state ?? null,
      consumer: args.consumer ?? null,
      now,
    };
    const page = readPage(args, newestFirst);
    return connectionOf({
      page,
      order: newestFirst,
      rows: await proposalPage(database, filter, page),
      sortKeyOf: ({ proposedAt, id }) => [proposedAt, id],
      totalCount: () => proposalCount(database, filter),
    });
  },
};

const mutations = {
  acknowledge: (_: unknown, answer: Answer, context: Context) => acknowledge(context, personOf(context.caller), answer),
  withdrawProposal: (_: unknown, input: { id: string; reason: string }, context: Context) =>
    withdraw(context, personOf(context.caller), input),
  deprecateField: (_: unknown, input: DeprecationInput, context: Context) =>
    deprecateField(context, personOf(context.caller), input),
  pinContract: (_: unknown, pinning: Pinning, context: Context) =>
    pinContract(context, personOf(context.caller), pinning),
  unpinContract: (_: unknown, pinning: Omit<Pinning, 'range'>, context: Context) =>
    unpinContract(context, personOf(context.caller), pinning),
};

const changeProposal = {
  contract: (row: Proposal, _: object, { loaders: { catalogue } }: Context) =>
    catalogue.contractByProductUrn.load(row.productUrn),
  state: (row: Proposal, _: object, { loaders: { now } }: Context) => stateAt(row, now),
  changes: async (row: Proposal, _: object, context: Context) =>
    (await knownChanges(row.changes, context)).map(ofProduct(row.productUrn)),
  affectedSnapshot: (row: Proposal, _: object, context: Context) =>
    shownConsumers(row.affected, row.productUrn, context),
  acknowledgements: async (row: Proposal, _: object, context: Context) =>
    shownConsumers(await context.loaders.registry.acknowledgementsOfProposal.load(row.id), row.productUrn, context),
};

const acknowledgement = {
  by: (row: Acknowledgement) => row.givenBy,
  at: (row: Acknowledgement) => row.givenAt,
};

const contractPin = {
  resolved: async (row: PinRow, _: object, { loaders: { registry } }: Context) =>
    pinStanding(row, await registry.versionsOfContract.load(row.contractId)).resolved,
  breaksAt: async (row: PinRow, _: object, { loaders: { registry } }: Context) =>
    pinStanding(row, await registry.versionsOfContract.load(row.contractId)).breaksAt,
};

export const proposalResolvers = {
  Query: queries,
  Mutation: mutations,
  ChangeProposal: changeProposal,
  Acknowledgement: acknowledgement,
  ContractPin: contractPin,
};
