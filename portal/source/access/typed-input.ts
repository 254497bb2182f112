// What is typed into the forms of the access page, and which of their inputs a refusal is about. Pure.

/** Coordinates and products as somebody types them, each once. */
export function targetsIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter(Boolean))];
}

/** Refusals of inputs begin with the name of the input: `input.duration may be at most P30D.` */
export function inputAtFault(message: string | null): string | null {
  return (
    /^(?:input\.)?(targets|purpose|justification|duration|reason|until|note|ticket|minutes)\b/.exec(
      message ?? '',
    )?.[1] ?? null
  );
}
