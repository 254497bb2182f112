// A publication in the words of the catalogue: the rows that its contracts and schemas stand for. Pure.
import { type ConstDirectiveNode, print } from 'graphql';
import type { Classification } from '../../../../schema/artefact.ts';
import type { Contract, ContractField } from '../../../../schema/contract/contract.ts';
import { coordinateOfUrn } from '../../../../schema/contract/field-source.ts';
import type { Publication, PublishedSubgraph } from '../../../../schema/publication.ts';
import { type SdlField, stringArgument } from '../../../../schema/subgraph-sdl.ts';
import { groupBy } from '../../group-by.ts';
import type { NewDomain, NewField, NewProduct, NewSla, NewTeam } from './queries.ts';

export interface Catalogue {
  readonly teams: readonly NewTeam[];
  readonly domains: readonly NewDomain[];
  readonly products: readonly NewProduct[];
  readonly fields: readonly NewField[];
  readonly slas: readonly NewSla[];
}

export function catalogueOf(publication: Publication): Catalogue {
  const contracts = publication.subgraphs.flatMap((subgraph) => subgraph.contracts);
  return {
    teams: [...groupBy(contracts, ({ owner }) => owner.id).values()].map(teamOf),
    domains: [...groupBy(contracts, ({ domain }) => domain).values()].map(domainOf),
    products: contracts.map(productOf),
    fields: fieldsOf(publication),
    slas: contracts.flatMap(slasOf),
  };
}

/** Each contract lists the members it knows; a team has them all. */
function teamOf(contracts: readonly Contract[]): NewTeam {
  const owners = contracts.map(({ owner }) => owner);
  const { id, name } = owners[0]!;
  const members = groupBy(
    owners.flatMap((owner) => owner.members),
    ({ username }) => username,
  );
  return {
    id,
    name,
    description: firstGiven(owners.map(({ description }) => description)),
    onCall: firstGiven(owners.map(({ onCall }) => onCall)),
    members: [...members.values()].map(([member]) => ({
      subject: member!.username,
      name: member!.name,
      role: member!.role,
      since: member!.dateIn,
      until: member!.dateOut,
    })),
  };
}

/** A domain is spoken for by its source-aligned products: a derived one may belong to another team. */
function domainOf(contracts: readonly Contract[]): NewDomain {
  const inOrder = [...contracts].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  const { domain, owner } = inOrder[0]!;
  const name = domain.replace(/-/g, ' ').replace(/^./, (letter) => letter.toUpperCase());
  return {
    slug: domain,
    name,
    capability: firstGiven(inOrder.map(({ capability }) => capability)),
    ownerTeam: owner.id,
  };
}

function rank({ kind }: Contract): number {
  return kind === 'SOURCE_ALIGNED' ? 0 : 1;
}

function productOf({ urn, name, domain, owner, kind, status, description, tags, support }: Contract): NewProduct {
  const contacts = support.map(({ channel, url, scope }) => ({ channel, url, scope }));
  return { urn, name, domain, ownerTeam: owner.id, kind, status, description: description.purpose, tags, contacts };
}

function slasOf({ urn, slas }: Contract): NewSla[] {
  return slas.map(
    ({ id, kind, element, threshold, unit, thresholdSeconds, target, window, windowSeconds, driver }) => ({
      productUrn: urn,
      name: id,
      kind,
      element: element ?? '',
      threshold,
      unit,
      thresholdSeconds,
      target,
      window,
      windowSeconds,
      driver,
    }),
  );
}

function fieldsOf({ subgraphs, classifications, generatedCoordinates }: Publication): NewField[] {
  const homes = new Map(
    subgraphs.flatMap((home) => home.contracts.map((contract) => [contract.product, { home, contract }])),
  );
  const generated = new Set(generatedCoordinates);
  return [...classifications].map(([coordinate, classification]) => {
    const { home, contract } = homes.get(classification.product)!;
    const common = commonParts(coordinate, classification, home, contract);
    return generated.has(coordinate)
      ? { ...common, ...generatedParts }
      : { ...common, ...ownParts(coordinate, home, contract) };
  });
}

function commonParts(
  coordinate: string,
  { level, tags }: Classification,
  { name }: PublishedSubgraph,
  { urn }: Contract,
) {
  return { coordinate, productUrn: urn, subgraph: name, level, tags };
}

/** What the registration generates is in no file. */
const generatedParts = {
  type: 'Provenance',
  description: 'What stands behind this record: product, contract, freshness and sources.',
  deprecationReason: null,
  masking: false,
  residency: [],
  retention: null,
  physical: [],
};

function ownParts(coordinate: string, { parsed }: PublishedSubgraph, contract: Contract) {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const served = parsed.types.get(typeName)!.fields.get(fieldName)!;
  const promised = contract.fields.get(coordinate)!;
  return {
    type: print(served.type),
    description: promised.description ?? served.description,
    deprecationReason: deprecationOf(served),
    masking: promised.masking,
    residency: promised.residency,
    retention: promised.retention,
    physical: columnsOf(promised),
  };
}

function deprecationOf({ directives }: SdlField): string | null {
  const deprecated = directives.find((directive: ConstDirectiveNode) => directive.name.value === 'deprecated');
  return deprecated === undefined ? null : (stringArgument(deprecated, 'reason') ?? 'No longer supported');
}

function columnsOf({ sources }: ContractField): string[] {
  const urns = sources.map(({ urn }) => urn);
  return urns.filter((urn) => coordinateOfUrn(urn) === null && !urn.startsWith('gordian:product:'));
}

function firstGiven(values: readonly (string | null)[]): string | null {
  return values.find((value) => value !== null) ?? null;
}
