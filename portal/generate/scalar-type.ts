// What a scalar is in JSON. Those of our own (instants, decimals, URNs …) are texts.

const others: Readonly<Record<string, string>> = { Int: 'number', Float: 'number', Boolean: 'boolean' };

export function scalarType(name: string): string {
  return others[name] ?? 'string';
}
