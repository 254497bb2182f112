// `npm run bench`: runs the sections asked for, prints each when it is done, and writes them all to bench/results.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../kit/package-files.ts';
import { readBenchOptions } from './bench-options.ts';
import { keepSection, keepSummary, machine } from './report/results-folder.ts';
import type { Section } from './section.ts';
import { audit } from './sections/audit.ts';
import { authorization } from './sections/authorization.ts';
import { cold } from './sections/cold.ts';
import { contract } from './sections/contract.ts';
import { cpu } from './sections/cpu.ts';
import { freshness } from './sections/freshness.ts';
import { growth } from './sections/growth.ts';
import { lineage } from './sections/lineage.ts';
import { lineagePage } from './sections/lineage-page.ts';
import { memory } from './sections/memory.ts';
import { peers } from './sections/peers.ts';
import { policy } from './sections/policy.ts';
import { portal } from './sections/portal.ts';
import { provenance } from './sections/provenance.ts';
import { stack } from './sections/stack.ts';
import { usage } from './sections/usage.ts';
import { whoSawSection } from './sections/who-saw.ts';
import { currentCommit } from './snapshot.ts';
import { inWorkshop } from './workshop.ts';

const sections: readonly Section[] = [
  peers,
  cold,
  policy,
  authorization,
  audit,
  usage,
  whoSawSection,
  contract,
  lineage,
  lineagePage,
  freshness,
  memory,
  growth,
  cpu,
  stack,
  provenance,
  portal,
];

const given = process.argv.slice(2);
const options = readBenchOptions(given);
const root = packageFile('.');
const commit = currentCommit(root);
const command = ['npm run bench', ...(given.length > 0 ? ['--', ...given] : [])].join(' ');
const date = new Date().toISOString();
const results = join(root, 'bench/results', options.isKept ? date.slice(0, 10) : 'local');
const folder = mkdtempSync(join(tmpdir(), 'gordian-bench-'));

let hasFailed = false;
for (const section of chosenSections()) await runSection(section);
console.log(keepSummary(results));
console.log(`Written to ${results}`);
if (hasFailed) {
  console.error(`A section failed; logs are in ${folder}`);
  process.exit(1);
}
rmSync(folder, { recursive: true });
process.exit(0);

function chosenSections(): readonly Section[] {
  if (options.sections.length === 0) return sections;
  return options.sections.map((name) => {
    const section = sections.find((one) => one.name === name);
    if (!section) throw new Error(`no section "${name}"; there are ${sections.map((one) => one.name).join(', ')}`);
    return section;
  });
}

/** One that fails does not keep the others from running. */
async function runSection(section: Section): Promise<void> {
  const before = loadavg()[0]!;
  const { count, windowMs, warmUpMs } = options.rounds;
  try {
    const result = await inWorkshop(join(folder, section.name), (workshop) =>
      section.run({ options, root, workshop, origin: [`${date.slice(0, 10)}, commit ${commit}`, command] }),
    );
    const circumstances = {
      date,
      commit,
      command,
      machine: machine(),
      loadAverage: [before, loadavg()[0]!] as const,
      rounds: `${count} interleaved rounds of ${windowMs / 1_000} s each after ${warmUpMs / 1_000} s of warm-up; medians, in brackets the quartiles; a ratio is taken within a round.`,
    };
    console.log(`${keepSection(results, section, circumstances, result)}\n`);
  } catch (error) {
    hasFailed = true;
    console.error(`The section ${section.name} failed:`, error);
  }
}
