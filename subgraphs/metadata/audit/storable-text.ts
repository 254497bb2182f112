// A text as Postgres gives it back. It keeps none with a zero in it, and turns halves of surrogate pairs into a sign of its own; what
// is hashed and what is stored must be the same.

export function storableText(text: string): string {
  return text.replaceAll('\0', '').replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
