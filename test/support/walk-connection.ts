// Walks a connection to its end, page by page, as a client does.

interface WalkedPage {
  readonly nodes: readonly { readonly id: string | number }[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** The ids of all rows in the order met, and what the first page said of their number. */
export async function walkConnection(
  readPage: (after: string | null) => Promise<WalkedPage>,
): Promise<{ readonly ids: readonly (string | number)[]; readonly totalCount: number }> {
  const ids: (string | number)[] = [];
  let page = await readPage(null);
  const { totalCount } = page;
  ids.push(...page.nodes.map((node) => node.id));
  while (page.pageInfo.hasNextPage) {
    if (ids.length > totalCount) throw new Error('The walk does not end: rows are met twice.');
    page = await readPage(page.pageInfo.endCursor);
    if (!page.pageInfo.hasPreviousPage) throw new Error('A page behind the first denies that rows come before it.');
    ids.push(...page.nodes.map((node) => node.id));
  }
  return { ids, totalCount };
}
