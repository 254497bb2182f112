// What a node is, in words.

import type { DrawnNode } from './explored-graph.ts';

export const kindWords: Readonly<Record<DrawnNode['kind'], string>> = {
  PRODUCT: 'Data product',
  GRAPHQL_TYPE: 'Type',
  GRAPHQL_FIELD: 'Field',
  TABLE: 'Table',
  COLUMN: 'Column',
  TOPIC: 'Topic',
  JOB: 'Pipeline',
  OPERATION: 'Operation',
  REDACTED: 'Not known to you',
  GROUP: 'Group',
};

/** What the eye sees in the drawing and a screen reader has to say. */
export function nodeWords(node: DrawnNode): string {
  return [placeWords(node), hiddenWords(node)].filter(Boolean).join('; ');
}

export function nodeTitle({ kind, label, count, via }: DrawnNode): string {
  if (kind === 'REDACTED') return count === 1 ? 'One that you may not know' : `${count} that you may not know`;
  if (kind === 'GROUP') return `${label} ${count === 1 ? via!.side.slice(0, -1) : via!.side}`;
  return label;
}

function placeWords({ column }: DrawnNode): string {
  if (column === 0) return 'the centre';
  const steps = Math.abs(column) === 1 ? '1 step' : `${Math.abs(column)} steps`;
  return `${steps} towards the ${column < 0 ? 'sources' : 'consumers'}`;
}

/** Empty when everything is drawn. */
export function hiddenWords({ hidden: { sources, consumers } }: Pick<DrawnNode, 'hidden'>): string {
  const words = [counted(sources, 'source'), counted(consumers, 'consumer')].filter((word) => word !== null);
  return words.length === 0 ? '' : `${words.join(' and ')} hidden`;
}

function counted(count: number, word: string): string | null {
  return count === 0 ? null : `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
}
