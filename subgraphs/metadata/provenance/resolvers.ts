// Resolvers of the generated stubs: every entity of the other subgraphs gets its provenance by type. The only thing that
// differs from row to row is when the record last changed, and the row's own subgraph tells that.
import { GordianError } from '../../../kit/errors.ts';
import type { Resolvers } from '../../../kit/subgraph-schema.ts';
import type { FieldRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import type { TypeProvenance } from './provenance-reader.ts';

interface EntityReference {
  readonly __typename: string;
  /** As the owner serialised it; only where the owner has it. */
  readonly updatedAt?: string | null;
}

interface RecordProvenance {
  readonly ofType: TypeProvenance;
  readonly recordUpdatedAt: string | null;
}

/** More would not be read beside a record. */
const maxIncidents = 20;

interface Only {
  readonly only?: readonly string[] | null;
}

/** @param typeNames the entities that have a stub */
export function entityResolvers(typeNames: readonly string[]): Resolvers {
  return Object.fromEntries(typeNames.map((typeName) => [typeName, entity]));
}

const entity = {
  __resolveReference: (reference: EntityReference) => reference,
  provenance: (reference: EntityReference, _: object, { loaders }: MetadataContext): RecordProvenance => {
    const ofType = loaders.provenance.of(reference.__typename);
    if (ofType === null) throw new GordianError('NOT_READY', 'Nothing is registered about this type yet.');
    return { ofType, recordUpdatedAt: reference.updatedAt ?? null };
  },
};

export const provenanceResolvers = {
  Provenance: {
    product: ({ ofType }: RecordProvenance) => ofType.product,
    contract: ({ ofType }: RecordProvenance) => ofType.contract,
    status: ({ ofType }: RecordProvenance) => ofType.status,
    fresh: ({ ofType }: RecordProvenance) => ofType.fresh,
    ageSeconds: ({ ofType }: RecordProvenance) => ofType.ageSeconds,
    classification: ({ ofType }: RecordProvenance) => ofType.classification,
    freshness: ({ ofType }: RecordProvenance) => ofType.freshness,
    openIncidents: ({ ofType }: RecordProvenance, _: object, { loaders: { incidents } }: MetadataContext) =>
      incidents.ofProduct.load(ofType.product.id, { open: true, limit: maxIncidents }),
    fields: knownFields,
    sources: async (provenance: RecordProvenance, only: Only, context: MetadataContext) => {
      const fields = await knownFields(provenance, only, context);
      return provenance.ofType.sourcesOf(fields.map(({ coordinate }) => coordinate.split('.')[1]!));
    },
  },
};

/** Without what the caller may not know of. */
async function knownFields(
  { ofType }: RecordProvenance,
  { only }: Only,
  { caller, loaders }: MetadataContext,
): Promise<readonly FieldRow[]> {
  const fields = ofType.fieldsNamed(only ?? null);
  if (!loaders.provenance.hasSecrets) return fields;
  const isKnown = await loaders.access.knownTo(caller);
  return fields.filter(({ coordinate, tags }) => isKnown(coordinate, tags));
}
