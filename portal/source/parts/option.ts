// What a select offers, with what is chosen: an address can choose what is not offered, or not any more, and a browser would show the
// first of the options in its place. Pure.

export interface Option {
  readonly value: string;
  readonly label: string;
}

export function optionsWith(chosen: string, offered: readonly Option[]): readonly Option[] {
  const isOffered = chosen === '' || offered.some(({ value }) => value === chosen);
  return isOffered ? offered : [...offered, { value: chosen, label: chosen }];
}
