// What @cost and @listSize are called in a supergraph: composition links their specification and keeps the names under
// which the subgraphs imported them. A supergraph without the link may still define them under their own names.
import { type ConstDirectiveNode, type DocumentNode, Kind, valueFromASTUntyped } from 'graphql';

export interface CostDirectiveNames {
  readonly cost: string;
  readonly listSize: string;
}

const costSpecification = /\/cost\/v\d+\.\d+\/?$/;

export function costDirectiveNames(supergraph: DocumentNode): CostDirectiveNames {
  for (const { url, as, imported } of supergraph.definitions.flatMap(linksOf)) {
    if (!costSpecification.test(url)) continue;
    const prefix = as ?? 'cost';
    return {
      // A directive that is called like its specification needs no prefix.
      cost: imported.get('@cost') ?? prefix,
      listSize: imported.get('@listSize') ?? `${prefix}__listSize`,
    };
  }
  return { cost: 'cost', listSize: 'listSize' };
}

interface Link {
  readonly url: string;
  readonly as: string | null;
  /** Name in the specification -> name here without `@`. */
  readonly imported: ReadonlyMap<string, string>;
}

function linksOf(definition: DocumentNode['definitions'][number]): readonly Link[] {
  if (definition.kind !== Kind.SCHEMA_DEFINITION && definition.kind !== Kind.SCHEMA_EXTENSION) return [];
  return (definition.directives ?? []).filter(({ name }) => name.value === 'link').map(linkOf);
}

function linkOf(directive: ConstDirectiveNode): Link {
  const argument = (wanted: string): unknown => {
    const found = directive.arguments?.find(({ name }) => name.value === wanted);
    return found && valueFromASTUntyped(found.value);
  };
  const as = argument('as');
  return {
    url: String(argument('url')),
    as: typeof as === 'string' ? as : null,
    imported: new Map([argument('import') ?? []].flat().flatMap(importOf)),
  };
}

/** `"@cost"` or `{ name: "@cost", as: "@price" }`. */
function importOf(imported: unknown): readonly (readonly [string, string])[] {
  const { name, as = name } =
    typeof imported === 'string' ? { name: imported } : (imported as { name?: unknown; as?: unknown });
  return typeof name === 'string' && typeof as === 'string' ? [[name, as.replace(/^@/, '')]] : [];
}
