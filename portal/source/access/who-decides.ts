// Who decides about a request, in a sentence. Pure.

/** Who decides, said before anybody is asked. */
export function whoDecides({ approvers }: { readonly approvers: readonly string[] }): string {
  if (approvers.length === 0) return 'The policies decide at once: nobody has to agree.';
  return `People decide: ${listOf(approvers)}.`;
}

export function listOf(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
