// What the lines of the drawing mean.

import { arrowId } from './edge-lines.tsx';
import type { Evidence } from './edge-words.ts';

const entries: readonly {
  readonly words: string;
  readonly line: 'direct' | 'indirect';
  readonly evidence: Evidence;
}[] = [
  { words: 'the value goes on', line: 'direct', evidence: 'observed' },
  { words: 'it only decides which', line: 'indirect', evidence: 'observed' },
  { words: 'a contract says it', line: 'direct', evidence: 'declared' },
  { words: 'it was seen', line: 'direct', evidence: 'observed' },
  { words: 'both', line: 'direct', evidence: 'both' },
];

export function Legend() {
  return (
    <details className="legend">
      <summary>What the lines mean</summary>
      <ul>
        {entries.map(({ words, line, evidence }) => (
          <li key={words}>
            <svg width="56" height="14" aria-hidden="true">
              <path
                className={`line line-plain line-${line}`}
                d="M2,7 H54"
                markerEnd={`url(#${arrowId('plain', evidence)})`}
              />
            </svg>
            {words}
          </li>
        ))}
        <li>
          <span className="masked-mark masked-mark-inline">masked</span> what was sensitive is gone from here on
        </li>
      </ul>
    </details>
  );
}
