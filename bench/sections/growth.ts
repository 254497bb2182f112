// How the cost of a request grows with rows, fields, depth and subgraphs: it has to grow in a line.
import { usualConnections } from '../cases.ts';
import { requestOnce } from '../load.ts';
import { measureTasks, type Task, type Window } from '../measure.ts';
import { drawPlot } from '../report/plot.ts';
import { figure } from '../report/table.ts';
import type { Bench, Section } from '../section.ts';
import { fitExponent, fitLine, median, type Point, quantile } from '../statistics.ts';
import { startGordianAlone } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { serveWorld } from '../workshop.ts';
import { fieldNames, ownFields } from '../worlds/ladder.ts';

export const growth: Section = {
  name: 'growth',
  about: 'how the cost grows with rows, fields, depth and subgraphs',
  async run(bench) {
    const world = await serveWorld(bench.workshop, 'ladder');
    const variant = await startGordianAlone(bench.workshop, 'gordian', bench.root, world);
    const grown: Grown[] = [];
    for (const dimension of dimensions) grown.push(await grow(bench, variant, dimension));
    return {
      markdown: `Linear is an exponent near 1 and an R² near 1. The exponent is the k of (fixed cost + a·xᵏ) that explains the points best; the line is fitted by least squares.

| grows | from | to | CPU µs per request | CPU: exponent | R² of a line | answer, bytes | bytes: R² of a line |
|---|---|---|---|---|---|---|---|
${grown.map(printRow).join('')}
${grown.map(({ dimension }) => `![${dimension.name}](${pictureOf(dimension)})`).join('\n')}
`,
      data: grown.map(({ dimension, cpu, bytes }) => ({ name: dimension.name, cpu, bytes })),
      targets: [],
      pictures: Object.fromEntries(grown.map((one) => [pictureOf(one.dimension), draw(one, bench.origin)])),
    };
  },
};

interface Dimension {
  readonly name: string;
  readonly about: string;
  readonly steps: readonly number[];
  query(step: number): string;
}

const dimensions: readonly Dimension[] = [
  {
    name: 'rows',
    about: 'rows of one list; five fields, two subgraphs',
    steps: [10, 100, 300, 1_000, 2_000, 3_000],
    query: (rows) => `{ items(first: ${rows}) { id ${fieldNames.slice(0, 4).join(' ')} } }`,
  },
  {
    name: 'fields',
    about: 'fields of each of 100 rows; two subgraphs',
    steps: [5, 10, 20, 30, 45, 60],
    query: (fields) => `{ items(first: 100) { ${fieldNames.slice(0, fields).join(' ')} } }`,
  },
  {
    name: 'depth',
    about: 'entities below each of 10 rows, each fetched from the other one of two subgraphs after its parent',
    steps: [1, 2, 4, 6, 8, 10],
    query: (depth) => `{ items(first: 10) { ${rungs(depth)} } }`,
  },
  {
    name: 'subgraphs',
    about: 'subgraphs that each give one field of 50 rows',
    steps: [2, 4, 6, 8, 12, 16],
    query: (subgraphs) => `{ items(first: 50) { field1 ${ownFields.slice(0, subgraphs - 1).join(' ')} } }`,
  },
];

/** Item, rung, item, ... each in the other subgraph. */
function rungs(depth: number, isItem = true): string {
  const own = isItem ? 'field1' : 'label';
  return depth === 0 ? own : `${own} ${isItem ? 'rung' : 'item'} { ${rungs(depth - 1, !isItem)} }`;
}

interface Grown {
  readonly dimension: Dimension;
  readonly cpu: readonly (Point & { readonly spread: readonly [number, number] })[];
  readonly bytes: readonly Point[];
}

/** The steps take turns, so that what else the machine does hits the small and the large alike. */
async function grow({ options }: Bench, variant: Variant, dimension: Dimension): Promise<Grown> {
  const tasks: Task[] = [];
  for (const step of dimension.steps) {
    const query = dimension.query(step);
    const answer = await requestOnce(variant, query);
    if (JSON.parse(answer).errors) throw new Error(`errors for ${query}: ${answer.slice(0, 300)}`);
    tasks.push({ label: String(step), variant, query, answer, connections: usualConnections });
  }
  const { count, windowMs, warmUpMs } = options.rounds;
  // More and shorter windows: what comes and goes on the machine then hits every step.
  const { measured } = await measureTasks(tasks, { count: count * 2, windowMs: windowMs / 3, warmUpMs: warmUpMs / 2 });
  return {
    dimension,
    cpu: measured.map(({ variant: step, rounds }) => ({ x: Number(step), ...cpuOf(rounds) })),
    bytes: tasks.map(({ label, answer }) => ({ x: Number(label), y: Buffer.byteLength(answer) })),
  };
}

function cpuOf(rounds: readonly Window[]): { y: number; spread: readonly [number, number] } {
  const cpu = rounds.map(({ cpuMicrosPerRequest }) => cpuMicrosPerRequest);
  return { y: median(cpu), spread: [quantile(cpu, 0.25), quantile(cpu, 0.75)] };
}

function printRow({ dimension, cpu, bytes }: Grown): string {
  const ends = (points: readonly Point[]) => `${figure(points[0]!.y)} to ${figure(points.at(-1)!.y)}`;
  const cells = [
    dimension.about,
    dimension.steps[0],
    dimension.steps.at(-1),
    ends(cpu),
    fitExponent(cpu).toFixed(2),
    fitLine(cpu).rSquared.toFixed(3),
    ends(bytes),
    fitLine(bytes).rSquared.toFixed(3),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

const pictureOf = ({ name }: Dimension): string => `growth-${name}.svg`;

function draw({ dimension, cpu, bytes }: Grown, origin: readonly string[]): string {
  const cpuLine = fitLine(cpu);
  const byteLine = fitLine(bytes);
  return drawPlot({
    title: `Growth with ${dimension.name}`,
    xLabel: dimension.about,
    panels: [
      { title: 'CPU µs per request', points: cpu, curve: (x) => cpuLine.intercept + cpuLine.slope * x },
      { title: 'bytes of the answer', points: bytes, curve: (x) => byteLine.intercept + byteLine.slope * x },
    ],
    caption: [
      `CPU: ${figure(cpuLine.intercept)} µs and ${cpuLine.slope.toPrecision(3)} µs for each; R² ${cpuLine.rSquared.toFixed(3)}, exponent ${fitExponent(cpu).toFixed(2)}. Bars: quartiles of the rounds.`,
      ...origin,
    ],
  });
}
