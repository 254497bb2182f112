// What a gateway says of itself in the header `gordian-generation`: twelve characters of the supergraph's id, a dot, twelve of the
// policy's version.

export function supergraphOf(generation: string): string {
  return generation.split('.')[0]!;
}
