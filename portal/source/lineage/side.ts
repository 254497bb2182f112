// The two sides of a node: where its values come from, and where they go. On a page the one is left, the other right.

export type Side = 'sources' | 'consumers';

export const sides: readonly Side[] = ['sources', 'consumers'];

export const directionOf = { sources: 'UPSTREAM', consumers: 'DOWNSTREAM' } as const;

/** What one step to that side does to the column of a node. */
export const stepOf = { sources: -1, consumers: 1 } as const;
