// How long the check of a contract takes: a product of 500 fields, and its next version with a change in every type. In this process, as
// the registry and the command line do it; the first check is that of a process which has not done it before.
import { readContract } from '../../schema/contract/read-contract.ts';
import { scaffoldContract } from '../../schema/contract/scaffold.ts';
import { diffContracts, type ProductVersion } from '../../schema/contract-changes/diff-contracts.ts';
import { checkContracts, preparePublication } from '../../schema/publication.ts';
import { readSubgraphSdl } from '../../schema/subgraph-sdl.ts';
import type { Section } from '../section.ts';

const types = 50;
const fieldsOfType = 10;
const repetitions = 21;

interface Candidate {
  readonly sdl: string;
  readonly text: string;
}

export const contract: Section = {
  name: 'contract',
  about: `what the check of a contract of ${types * fieldsOfType} fields costs`,
  async run() {
    const [before, after] = [candidate('Int'), candidate('Int!')];
    const figures = [
      measure('read the contract', () => readContract(after.text, 'contract.yaml')),
      measure('read it and compare it with its schema', () => checkContracts([submissionOf(after)])),
      measure('compare two versions that are read', diffOf(before, after)),
      measure('check: read, compare with the schema, compose, compare with the version before', () =>
        check(before, after),
      ),
    ];
    const [whole] = figures.slice(-1);
    return {
      markdown: `A product of ${types} types with ${fieldsOfType} fields each; its next version changes one field of every type. CPU ms.

| what | first | median of ${repetitions} |
|---|---|---|
${figures.map(({ what, first, median }) => `| ${what} | ${first.toFixed(0)} ms | ${median.toFixed(0)} ms |`).join('\n')}
`,
      data: figures,
      targets: [{ target: 'contract', measured: whole!.median, note: `the first takes ${whole!.first.toFixed(0)} ms` }],
    };
  },
};

/** @param type of the last field of every type */
function candidate(type: string): Candidate {
  const fields = Array.from(
    { length: fieldsOfType - 2 },
    (_, index) => `  field${index}(first: Int = 20): String`,
  ).join('\n');
  const typesOfProduct = Array.from(
    { length: types },
    (_, index) => `type Thing${index} @key(fields: "id") {\n  id: ID!\n${fields}\n  last: ${type}\n}`,
  );
  const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])';
  const sdl = [link, ...typesOfProduct, 'type Query { thing: Thing0 }', ''].join('\n');
  const scaffold = scaffoldContract({ sdl, file: 'schema.graphql', product: 'things/things', owner: 'Things' });
  if (!scaffold.ok) throw new Error(JSON.stringify(scaffold.problems));
  return { sdl, text: scaffold.text };
}

function submissionOf({ sdl, text }: Candidate) {
  return {
    name: 'things',
    url: 'http://127.0.0.1:1',
    file: 'schema.graphql',
    sdl,
    contracts: [{ file: 'contract.yaml', text }],
  };
}

function versionOf({ sdl, text }: Candidate): ProductVersion {
  const [read, parsed] = [readContract(text, 'contract.yaml'), readSubgraphSdl(sdl, 'schema.graphql')];
  if (read.contract === null || parsed.sdl === null) throw new Error(JSON.stringify(read.problems));
  return { contract: read.contract, sdl: parsed.sdl };
}

function diffOf(before: Candidate, after: Candidate): () => void {
  const [earlier, later] = [versionOf(before), versionOf(after)];
  return () => {
    const changes = diffContracts(earlier, later);
    if (changes.length !== types) throw new Error(`${changes.length} changes where ${types} were made`);
  };
}

function check(before: Candidate, after: Candidate): void {
  const result = preparePublication([submissionOf(after)]);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { parsed, contracts } = result.publication.subgraphs[0]!;
  diffContracts(versionOf(before), { contract: contracts[0]!, sdl: parsed });
}

function measure(what: string, work: () => unknown) {
  const taken = Array.from({ length: repetitions + 1 }, () => cpuMsOf(work));
  const [first, ...others] = taken;
  return { what, first: first!, median: others.sort((a, b) => a - b)[Math.floor(repetitions / 2)]! };
}

function cpuMsOf(work: () => unknown): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1_000;
}
