// A lineage graph at the prompt: its edges as a table, the whole of it as JSON, or as a Mermaid diagram for a page.
import { textTable } from '../../text-table.ts';

export interface LineageNode {
  readonly urn: string;
  readonly kind: string;
  readonly label: string;
  readonly depth: number;
}

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly transform: string;
  readonly subtype: string | null;
  readonly masking: boolean;
  readonly origins: readonly string[];
  readonly confidence: number;
  readonly lastSeen: string;
}

export interface LineageGraph {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly complete: boolean;
  readonly cutReason: string | null;
  readonly asOf: string;
}

export type LineageFormat = 'table' | 'json' | 'mermaid';

export function textOfGraph(graph: LineageGraph, format: LineageFormat): string {
  if (format === 'json') return `${JSON.stringify(graph, null, 2)}\n`;
  return format === 'mermaid' ? mermaidOf(graph) : `${tableOf(graph)}${cutNote(graph)}`;
}

function tableOf({ nodes, edges }: LineageGraph): string {
  const known = new Map(nodes.map((node) => [node.urn, node]));
  // What feeds and what is fed have names of their own in different namespaces; the URN says both.
  if (edges.length === 0) return 'Nothing feeds it, and nothing is made from it.\n';
  return textTable(edges, {
    from: ({ from }) => known.get(from)?.urn ?? from,
    to: ({ to }) => known.get(to)?.urn ?? to,
    how: ({ transform, subtype }) => [transform, subtype].filter(Boolean).join(' ').toLowerCase(),
    masked: ({ masking }) => (masking ? 'yes' : '-'),
    'says who': ({ origins, confidence }) => `${origins.join(', ').toLowerCase()} (${confidence})`,
    'last seen': ({ lastSeen }) => lastSeen,
  });
}

function cutNote({ complete, cutReason }: LineageGraph): string {
  if (complete) return '';
  const option = cutReason === 'DEPTH' ? '--depth' : '--limit';
  return `\nThere is more than this: ask for it with ${option}.\n`;
}

function mermaidOf({ nodes, edges }: LineageGraph): string {
  const idOf = new Map(nodes.map(({ urn }, place) => [urn, `n${place}`]));
  const lines = [
    ...nodes.map(({ urn, label, kind }) => `  ${idOf.get(urn)}["${escaped(label)}<br/>${escaped(kind)}"]`),
    ...edges.map(
      ({ from, to, transform, masking }) =>
        `  ${idOf.get(from)} ${transform === 'DIRECT' ? '-->' : '-.->'}${masking ? '|masked|' : ''} ${idOf.get(to)}`,
    ),
  ];
  return `flowchart LR\n${lines.join('\n')}\n`;
}

/** A label is text, whatever somebody has called a column. */
function escaped(label: string): string {
  return label.replace(/[^\w .:/-]/g, (character) => `#${character.codePointAt(0)};`);
}
