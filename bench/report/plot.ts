// A small plot writer: panels of measured points with quartiles and the fitted line, as one SVG that reads on light and on dark.
import { figure } from './table.ts';

export interface Panel {
  readonly title: string;
  readonly points: readonly PlotPoint[];
  /** Drawn through the points. */
  readonly curve: (x: number) => number;
}

export interface PlotPoint {
  readonly x: number;
  readonly y: number;
  /** First and third quartile. */
  readonly spread?: readonly [number, number];
}

export interface Plot {
  readonly title: string;
  readonly xLabel: string;
  readonly panels: readonly Panel[];
  /** Where it comes from, line by line. */
  readonly caption: readonly string[];
}

const width = 640;
const panelHeight = 220;
const left = 70;
const right = 20;
const top = 44;
const panelGap = 40;
const captionLine = 16;

const style = `
  text { font: 12px system-ui, sans-serif; fill: #444; }
  .title { font-size: 15px; font-weight: 600; fill: #111; }
  .caption { font-size: 11px; }
  .grid { stroke: #ccc; stroke-width: 1; }
  .curve { stroke: #8a8a8a; stroke-width: 1.5; stroke-dasharray: 5 4; fill: none; }
  .spread { stroke: #0b6bcb; stroke-width: 1.5; }
  .point { fill: #0b6bcb; }
  @media (prefers-color-scheme: dark) {
    text { fill: #b9b9b9; }
    .title { fill: #eee; }
    .grid { stroke: #444; }
    .spread { stroke: #6cb2ff; }
    .point { fill: #6cb2ff; }
  }`;

export function drawPlot({ title, xLabel, panels, caption }: Plot): string {
  const below = top + panels.length * (panelHeight + panelGap);
  const height = below + 20 + caption.length * captionLine;
  const lines = caption.map((line, index) => text(left, below + 24 + index * captionLine, line, 'class="caption"'));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeMarkup(title)}</title>
<style>${style}
</style>
${text(left, 24, title, 'class="title"')}
${panels.map((panel, index) => drawPanel(panel, top + index * (panelHeight + panelGap))).join('\n')}
${text((left + width - right) / 2, below + 4, xLabel, 'text-anchor="middle"')}
${lines.join('\n')}
</svg>
`;
}

function drawPanel({ title, points, curve }: Panel, offset: number): string {
  const xs = points.map(({ x }) => x);
  const tops = points.map(({ y, spread }) => Math.max(y, spread?.[1] ?? 0));
  const xTicks = ticksUpTo(Math.max(...xs));
  const yTicks = ticksUpTo(Math.max(...tops));
  const bottom = offset + panelHeight;
  const placeX = (x: number) => left + (x / xTicks.at(-1)!) * (width - left - right);
  const placeY = (y: number) => bottom - (y / yTicks.at(-1)!) * (panelHeight - 24);
  const ends = [Math.min(...xs), Math.max(...xs)] as const;
  return [
    text(left, offset + 12, title, ''),
    ...yTicks.map((y) => line('grid', placeX(0), placeY(y), placeX(xTicks.at(-1)!), placeY(y))),
    ...yTicks.map((y) => text(left - 8, placeY(y) + 4, label(y), 'text-anchor="end"')),
    ...xTicks.map((x) => text(placeX(x), bottom + 16, label(x), 'text-anchor="middle"')),
    line('curve', placeX(ends[0]), placeY(curve(ends[0])), placeX(ends[1]), placeY(curve(ends[1]))),
    ...points.map(({ x, y, spread = [y, y] }) =>
      line('spread', placeX(x), placeY(spread[0]), placeX(x), placeY(spread[1])),
    ),
    ...points.map(({ x, y }) => `<circle class="point" cx="${at(placeX(x))}" cy="${at(placeY(y))}" r="4"/>`),
  ].join('\n');
}

/** Round numbers from 0 to at least `highest`: steps of 1, 2 or 5 times a power of ten. */
function ticksUpTo(highest: number): number[] {
  const rough = highest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10);
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, index) => index * step);
}

const at = (place: number): string => place.toFixed(1);
const label = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : figure(value));

function line(name: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${name}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}"/>`;
}

function text(x: number, y: number, content: string, attributes: string): string {
  return `<text x="${at(x)}" y="${at(y)}" ${attributes}>${escapeMarkup(content)}</text>`;
}

const escapeMarkup = (content: string): string => content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
