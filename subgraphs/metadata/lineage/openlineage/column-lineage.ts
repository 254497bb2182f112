// The columnLineage facet of OpenLineage, in its present and its former shape: which field of which dataset a column is made from.
import { z } from 'zod';
import { storableText } from '../../../../kit/storable-text.ts';

export interface ColumnSource {
  /** Of the dataset that has the facet; null: the source decides about the dataset as a whole, as a filter does. */
  readonly column: string | null;
  readonly source: { readonly namespace: string; readonly name: string; readonly field: string };
  readonly transform: 'DIRECT' | 'INDIRECT';
  /** `IDENTITY`, `AGGREGATION`, `JOIN` ...; null where the producer does not say. */
  readonly subtype: string | null;
  readonly masking: boolean;
}

/** Of one event. */
export const maxColumnSources = 50_000;

const text = storableText.min(1).max(2_000);
const transformation = z.object({
  type: z.enum(['DIRECT', 'INDIRECT']),
  subtype: text.nullish(),
  masking: z.boolean().nullish(),
});
const inputField = z.object({
  namespace: text,
  name: text,
  field: text,
  transformations: z.array(transformation).nullish(),
});
const facet = z.object({
  fields: z.record(text, z.object({ inputFields: z.array(inputField), transformationType: z.string().nullish() })),
  dataset: z.array(inputField).nullish(),
});

/** None where the facet cannot be read: the rest of the event still holds. */
export function columnSources(given: unknown): ColumnSource[] {
  const read = facet.safeParse(given);
  if (!read.success) return [];
  const { fields, dataset } = read.data;
  return [
    ...Object.entries(fields).flatMap(([column, { inputFields, transformationType }]) =>
      inputFields.map((input) => sourceOf(column, input, transformationType ?? null)),
    ),
    ...(dataset ?? []).map((input): ColumnSource => ({ ...sourceOf(null, input, null), transform: 'INDIRECT' })),
  ];
}

/** @param formerType of the former shape: `IDENTITY` or `MASKED`, for all sources of a column */
function sourceOf(
  column: string | null,
  { transformations, namespace, name, field }: z.infer<typeof inputField>,
  formerType: string | null,
): ColumnSource {
  const source = { namespace, name, field };
  const all = transformations ?? [];
  const direct = all.filter(({ type }) => type === 'DIRECT');
  // What nobody describes may give everything away.
  if (all.length === 0) {
    const isMasked = formerType === 'MASKED';
    return {
      column,
      source,
      transform: 'DIRECT',
      subtype: isMasked ? 'TRANSFORMATION' : formerType,
      masking: isMasked,
    };
  }
  const [first] = direct.length > 0 ? direct : all;
  return {
    column,
    source,
    transform: direct.length > 0 ? 'DIRECT' : 'INDIRECT',
    subtype: first!.subtype ?? null,
    // One way without a mask is enough for the value to get through.
    masking: (direct.length > 0 ? direct : all).every(({ masking }) => masking === true),
  };
}
