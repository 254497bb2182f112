// What an answer may hold, prepared for reading: each field with the slot that its value goes to.
import type { AnswerField as PlannedField } from '../plan/plan.ts';
import type { Layout } from './layout.ts';

export interface AnswerShape {
  readonly layout: Layout;
  /** In the order of the operation. */
  readonly fields: readonly AnswerField[];
  /** By response name in quotes. */
  readonly byName: ReadonlyMap<string, AnswerField>;
}

export interface AnswerField {
  /** The response name in quotes, as it is read. */
  readonly key: Uint8Array;
  /** Place among the fields. */
  readonly index: number;
  /** Where the value is kept. */
  readonly slot: number;
  /** The private name of the slot. */
  readonly keepAs: string;
  /** Whether another response name has the same slot: the planner asks one field twice where its types differ by nullability. */
  readonly sharesSlot: boolean;
  /** Null for a leaf. */
  readonly below: AnswerShape | null;
}

/** Makes room in the layout for what is asked, and counts the fetch wherever it brings objects. */
export function compileAnswer(planned: readonly PlannedField[], layout: Layout): AnswerShape {
  const fields = planned.map(({ responseName, keepAs, selections }, index): AnswerField => {
    const slot = layout.addSlot(keepAs);
    const below = selections && compileBelow(selections, layout.addBelow(keepAs));
    const sharesSlot = planned.some((other) => other.keepAs === keepAs && other.responseName !== responseName);
    return { key: Buffer.from(JSON.stringify(responseName)), index, slot, keepAs, sharesSlot, below };
  });
  return { layout, fields, byName: new Map(fields.map((field) => [field.key.toString(), field])) };
}

function compileBelow(planned: readonly PlannedField[], layout: Layout): AnswerShape {
  layout.broughtBy++;
  return compileAnswer(planned, layout);
}
