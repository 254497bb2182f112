import { expect, test } from 'vitest';
import { drawPlot } from '../../../bench/report/plot.ts';

const plot = drawPlot({
  title: 'Growth of <rows>',
  xLabel: 'rows',
  panels: [{ title: 'CPU', points: [1, 50, 3_000].map((x) => ({ x, y: 2 * x })), curve: (x) => 2 * x }],
  caption: ['commit abc, npm run bench'],
});

test('a plot draws every point below the highest mark, and says where it comes from', () => {
  const points = [...plot.matchAll(/<circle class="point" cx="([\d.]+)" cy="([\d.]+)"/g)];
  expect(points).toHaveLength(3);
  expect(points.every(([, x, y]) => Number(x) <= 640 && Number(y) > 0)).toBe(true);
  expect(plot).toContain('commit abc, npm run bench');
  expect(plot).toContain('>6,000<');
});

test('it reads on a dark page as well, and its texts are no markup', () => {
  expect(plot).toContain('prefers-color-scheme: dark');
  expect(plot).toContain('Growth of &lt;rows>');
});
