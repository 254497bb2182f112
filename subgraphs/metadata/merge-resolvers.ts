// One map of resolvers from those of several areas: the fields of a type that several of them resolve come together.
import type { Resolvers } from '../../kit/subgraph-schema.ts';

/** @throws Error when two areas resolve the same field: one of them would be lost in silence */
export function mergeResolvers(areas: readonly Resolvers[]): Resolvers {
  const merged: Record<string, object> = {};
  for (const [typeName, resolvers] of areas.flatMap((area) => Object.entries(area))) {
    const type = merged[typeName] ?? {};
    for (const name of Object.keys(resolvers))
      if (name in type) throw new Error(`${typeName}.${name} is resolved twice.`);
    merged[typeName] = { ...type, ...resolvers };
  }
  return merged;
}
