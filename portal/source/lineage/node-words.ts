// What a node is, in words.

import type { DrawnNode } from './explored-graph.ts';
import type { Side } from './side.ts';

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
  if (kind === 'GROUP') return countedSide(count, via!.side).replace(' ', ' more ');
  return label;
}

function placeWords({ column, via }: DrawnNode): string {
  if (via === null) return 'the centre';
  if (column === 0) return 'beside the centre';
  const steps = Math.abs(column) === 1 ? '1 step' : `${Math.abs(column)} steps`;
  return `${steps} towards the ${column < 0 ? 'sources' : 'consumers'}`;
}

/** Empty when everything is drawn. */
export function hiddenWords({ hidden: { sources, consumers } }: Pick<DrawnNode, 'hidden'>): string {
  const words = [sources > 0 && countedSide(sources, 'sources'), consumers > 0 && countedSide(consumers, 'consumers')];
  const said = words.filter(Boolean).join(' and ');
  return said && `${said} hidden`;
}

/** "1 source", "1,200 consumers". */
export function countedSide(count: number, side: Side): string {
  return `${count.toLocaleString('en')} ${count === 1 ? side.slice(0, -1) : side}`;
}
