// What schemas and contracts say should no longer be used, kept with the time since when they say so.
import type { Queries } from '../../../kit/postgres.ts';
import type { ContractField } from '../../../schema/contract/contract.ts';
import type { Publication } from '../../../schema/publication.ts';
import { isNamed, type SdlField, stringArgument } from '../../../schema/subgraph-sdl.ts';
import { type DeprecationRow, endDeprecations, saveDeprecations } from './queries.ts';

export interface Declaring {
  readonly registeredBy: string;
  readonly now: Date;
}

/** After the fields of the publication are in force. */
export async function keepDeprecations(
  transaction: Queries,
  publication: Publication,
  declaring: Declaring,
): Promise<void> {
  const declared = declaredDeprecations(publication, declaring);
  await endDeprecations(
    transaction,
    declared.map(({ coordinate }) => coordinate),
  );
  await saveDeprecations(transaction, declared);
}

function declaredDeprecations({ subgraphs }: Publication, declaring: Declaring): DeprecationRow[] {
  const declared = subgraphs.flatMap(({ parsed, contracts }) =>
    contracts.flatMap(({ fields }) =>
      [...fields.values()].flatMap((field) => {
        const served = parsed.types.get(field.coordinate.split('.')[0]!)?.fields.get(field.name);
        return declaredOf(field, served, declaring);
      }),
    ),
  );
  return [...new Map(declared.map((row) => [row.coordinate, row])).values()];
}

function declaredOf(
  { coordinate, deprecation }: ContractField,
  served: SdlField | undefined,
  { registeredBy, now }: Declaring,
): DeprecationRow[] {
  const directive = served?.directives.find((one) => isNamed(one, 'deprecated'));
  if (directive === undefined && deprecation === null) return [];
  const reason = (directive === undefined ? null : stringArgument(directive, 'reason')) ?? 'No longer supported';
  return [
    {
      coordinate,
      reason,
      replacement: deprecation?.replacement ?? null,
      since: now,
      // From that day on it may be gone.
      sunsetAt: deprecation?.sunset ? new Date(deprecation.sunset) : null,
      origin: 'CONTRACT',
      declaredBy: registeredBy,
    },
  ];
}
