// The cold path: 1,000 operations that no gateway has seen, each of another structure. Parsing, validation, planning (in whatever
// threads) and compiling are what a request costs here; caches help nobody.
import { isDeepStrictEqual } from 'node:util';
import { productFields, userFields, usualConnections } from '../cases.ts';
import { applyLoad, bodyOf, type Sent } from '../load.ts';
import { interleave, measureWindow } from '../measure.ts';
import { printMeasured } from '../report/table.ts';
import type { Bench, Section } from '../section.ts';
import { startGordianAlone } from '../variants/gordian.ts';
import { startPeer } from '../variants/peers.ts';
import type { Variant } from '../variants/variant.ts';
import { type ServedWorld, serveWorld } from '../workshop.ts';

const reference = 'gordian';
const operations = 1_000;
const warmUps = 100;
const rounds = 4;

export const cold: Section = {
  name: 'cold',
  about: '1,000 operations that are all different',
  async run(bench) {
    const world = await serveWorld(bench.workshop, 'shop');
    const variants = await startAll(bench, world);
    const answers = variants.map(() => new Map<number, unknown>());
    const { measured, failed } = await interleave({
      labels: variants.map(({ name }) => name),
      rounds,
      warmUp: (index) => applyLoad(variants[index]!, usualConnections, each(operations, warmUps, new Map())),
      measure: (index, round) =>
        measureWindow(variants[index]!, () =>
          applyLoad(
            variants[index]!,
            usualConnections,
            each((round * operations) / rounds, operations / rounds, answers[index]!),
          ),
        ),
    });
    const wrong = Object.fromEntries(
      variants.flatMap(({ name }, index) => differences(name, answers[index]!, answers[0]!)),
    );
    const faults = Object.entries({ ...wrong, ...failed });
    return {
      markdown: `The first ${operations} of the kind of \`${operationNumber(700)}\`; ${warmUps} others warmed each process up. ${usualConnections} connections; every answer compared.

${printMeasured(
  measured.filter(({ variant }) => !(variant in wrong)),
  reference,
)}${faults.map(([name, fault]) => `\n${name} does not answer this case: ${fault}\n`).join('')}`,
      data: { measured, failed, wrong },
      targets: [],
    };
  },
};

const candidates = ['apollo-gateway', 'hive-js', 'hive-rust', 'mercurius'];

async function startAll({ workshop, options, root }: Bench, world: ServedWorld): Promise<Variant[]> {
  const variants = [await startGordianAlone(workshop, reference, root, world)];
  for (const name of candidates.filter((one) => options.peers.includes(one)))
    variants.push(await startPeer(workshop, name, world));
  return variants;
}

/** The operations from `start` on, each once; what they give is kept in `answers`. */
function each(start: number, count: number, answers: Map<number, unknown>): () => Sent | null {
  let next = start;
  return () => {
    if (next === start + count) return null;
    const number = next++;
    return {
      body: bodyOf(operationNumber(number)),
      take: (answer) => answers.set(number, JSON.parse(answer.toString())),
    };
  };
}

/** The bits of the number say which fields are asked for, and whether a review leads to its author and on to other products. */
function operationNumber(number: number): string {
  const chosen = (fields: readonly string[], from: number) =>
    fields.filter((_, index) => (number >> (from + index)) & 1).join(' ');
  const product = `upc ${chosen(productFields.slice(1), 0)}`;
  const user = `id ${chosen(userFields.slice(1), 5)}`;
  const inner = `product { upc ${chosen(productFields.slice(1, 4), 7)} }`;
  const author = (number >> 10) & 1 ? '' : `author { ${user} reviews { id ${inner} } }`;
  return `{ topProducts(first: 3) { ${product} reviews { id body ${author} } } }`;
}

function differences(name: string, answers: Map<number, unknown>, expected: Map<number, unknown>): [string, string][] {
  const different = [...answers].filter(([number, answer]) => !isDeepStrictEqual(answer, expected.get(number)));
  return different.length === 0 ? [] : [[name, `other data for ${different.length} of the operations`]];
}
