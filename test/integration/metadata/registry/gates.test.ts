// The gates of a publish in the thread that runs them in production: the same findings as in this thread, and an offer that hangs or
// kills it is refused while the next one finds another.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { readRuleFiles } from '../../../../policies/reload/rule-files.ts';
import { scaffoldContract } from '../../../../schema/contract/scaffold.ts';
import type { SubgraphSubmission } from '../../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';
import type { Examination, Examined } from '../../../../subgraphs/metadata/registry/gates/examine.ts';
import {
  type Gates,
  gatesInThisThread,
  startGateThread,
} from '../../../../subgraphs/metadata/registry/gates/gate-thread.ts';
import { attackedSubgraphs } from '../../../support/attacked-supergraph.ts';
import { compiledTree } from '../../../support/compiled-tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-gates-'));
const tree = compiledTree();
let inThread: Gates;

beforeAll(() => {
  inThread = startGateThread({ workerFile: workerThatDies(), limitMs: 60_000, memoryMb: 1_024 });
});

afterAll(async () => {
  await inThread?.stop();
  rmSync(folder, { recursive: true });
});

/** The worker of production, but for an offer with this name. */
function workerThatDies(): URL {
  const worker = pathToFileURL(join(tree, 'subgraphs/metadata/registry/gates/gate-worker.js'));
  return workerOf(
    'dies',
    `await import('${worker}');
    parentPort.on('message', ({ offered: [{ name }] }) => name === 'dies' && process.exit(3));`,
  );
}

function workerThatHangs(): URL {
  return workerOf(
    'hangs',
    `import { threadData } from '${pathToFileURL(join(tree, 'kit/thread.js'))}';
    threadData();
    parentPort.on('message', () => {
      parentPort.postMessage({ kind: 'risk', problem: { code: 'UNPLANNABLE_TYPE', message: 'It hangs.' } });
      for (;;);
    });`,
  );
}

function workerOf(name: string, script: string): URL {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, `import { parentPort } from 'node:worker_threads';\n${script}`);
  return pathToFileURL(file);
}

function offerOf(offered: readonly SubgraphSubmission[], more: Partial<Examination> = {}): Examination {
  return { before: [], inForce: [], offered, after: offered, servedSdl: null, rules: null, ...more };
}

const ourSubgraphs = readSubgraphFolders(packageFile('subgraphs')).map((one) => ({
  ...one,
  url: `http://${one.name}`,
}));

function withContract(name: string, sdl: string): SubgraphSubmission {
  const file = `${name}/schema.graphql`;
  const scaffold = scaffoldContract({ sdl, file, product: `${name}/things`, owner: `Team ${name}` });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  const text = scaffold.text.replaceAll(/classification: \w+/g, 'classification: internal');
  return { name, url: `http://${name}`, file, sdl, contracts: [{ file: `${name}/contract.yaml`, text }] };
}

const codesOf = (examined: Examined) =>
  (examined.ok ? examined.warnings : examined.problems).map(({ severity, code }) => `${severity} ${code}`);

describe('the thread of the gates', () => {
  it('says of our own subgraphs what this thread says, and what they would open to whom', async () => {
    const rules = await readRuleFiles(packageFile('policies'));
    const [catalog, ...others] = ourSubgraphs;
    const before = [
      { ...catalog!, sdl: catalog!.sdl.replace(/^ {2}"The shelf.*\n {2}subCategory: String!$/m, '') },
      ...others,
    ];
    const offer = offerOf([catalog!], { before, inForce: before, after: ourSubgraphs, rules });
    const [there, here] = [await inThread.examine(offer), await gatesInThisThread.examine(offer)];
    expect(JSON.stringify(plain(there))).toBe(JSON.stringify(plain(here)));
    expect(there).toMatchObject({
      ok: true,
      newAccess: [{ coordinate: 'Product.subCategory', product: 'catalog/product-catalog', passes: expect.any(Array) }],
    });
  });

  it('refuses a type that no gateway can plan, with its owners and what to do', async () => {
    const attacked = Object.entries(attackedSubgraphs()).map(([name, sdl]) => withContract(name, `${link}${sdl}`));
    const examined = await inThread.examine(offerOf(attacked));
    expect(examined).toMatchObject({
      ok: false,
      stage: 'composition',
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'UNPLANNABLE_TYPE',
          severity: 'error',
          file: 'a/schema.graphql',
          message:
            'No gateway can answer small operations on I: there are more ways to answer it than can be weighed: {root{x{x{x{id}}}}} I belongs to Team a (a/things), Team b (b/things), Team c (c/things).',
          fix: expect.stringContaining('Let one subgraph alone resolve the fields that lead back to I'),
          related: [
            expect.objectContaining({ file: 'b/schema.graphql' }),
            expect.objectContaining({ file: 'c/schema.graphql' }),
          ],
        }),
      ]),
    });
  });

  it('is replaced when it dies, and the offer that killed it is refused', async () => {
    const [first] = ourSubgraphs;
    expect(codesOf(await inThread.examine(offerOf([{ ...first!, name: 'dies' }])))).toEqual([
      'error EXAMINATION_GAVE_UP',
    ]);
    expect((await inThread.examine(offerOf(ourSubgraphs))).ok).toBe(true);
  });

  it('is replaced when it does not come back, and what was under way is said', async () => {
    const impatient = startGateThread({ workerFile: workerThatHangs(), limitMs: 2_000, memoryMb: 1_024 });
    expect(await impatient.examine(offerOf(ourSubgraphs))).toMatchObject({
      ok: false,
      problems: [{ code: 'UNPLANNABLE_TYPE', message: 'It hangs.' }],
    });
    await impatient.stop();
  });

  it('takes an offer that needs too much memory down alone', async () => {
    const small = startGateThread({ workerFile: workerThatDies(), limitMs: 60_000, memoryMb: 24 });
    const examined = await small.examine(offerOf(ourSubgraphs));
    expect(examined).toMatchObject({ ok: false, problems: [{ code: 'EXAMINATION_GAVE_UP' }] });
    await small.stop();
  });
});

describe('warnings of the lint', () => {
  it('are about what is new only', async () => {
    const sdl = `${link}"Reads."\ntype Query {\n  "Things."\n  things: [String!]\n  old: String\n}\n`;
    const [before, after] = [
      withContract('things', sdl),
      withContract('things', sdl.replace('old', 'newer: Int\n  old')),
    ];
    const examined = await gatesInThisThread.examine(offerOf([after], { before: [before], inForce: [before] }));
    const lint = examined.ok ? examined.warnings.filter(({ code }) => code === 'DESCRIPTION_MISSING') : [];
    expect(lint.map(({ message }) => message)).toEqual(['The field Query.newer has no description.']);
  });
});

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])\n';

/** Parsed schemas cannot be written; they come from the same text. */
function plain(examined: Examined): object {
  if (!examined.ok) return examined;
  const { publication, warnings, ...examinedElse } = examined;
  // How long a plan takes is no finding about the graph.
  const others = { ...examinedElse, warnings: warnings.filter(({ code }) => code !== 'SLOW_TO_PLAN') };
  const { subgraphs, classifications, ...rest } = publication;
  const texts = subgraphs.map(({ parsed, ...subgraph }) => ({ ...subgraph, types: [...parsed.types.keys()] }));
  const comparisons = others.comparisons.map(({ before, after, ...one }) => [one, before?.contract, after?.contract]);
  return { ...others, ...rest, comparisons, texts, classifications: [...classifications] };
}
