// What a run leaves behind: per section a page, its figures as JSON and its pictures, and over all sections of the folder the
// table of targets. A section that runs again replaces what it wrote before.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Section, SectionResult } from '../section.ts';
import { printTargets, type TargetResult } from './targets.ts';

/** Where and how a section was measured. */
export interface Circumstances {
  readonly date: string;
  readonly commit: string;
  readonly command: string;
  readonly machine: string;
  /** Of the machine over the last minute, before and after the section: over the number of cores, it had other work. */
  readonly loadAverage: readonly [number, number];
  readonly rounds: string;
}

interface KeptSection {
  readonly name: string;
  readonly about: string;
  readonly circumstances: Circumstances;
  readonly targets: readonly TargetResult[];
  readonly data: unknown;
}

export function machine(): string {
  const [first] = cpus();
  return `${cpus().length} cores (${first?.model ?? 'unknown'}), Node ${process.version}, ${process.platform}`;
}

/** @returns the page */
export function keepSection(
  folder: string,
  { name, about }: Section,
  circumstances: Circumstances,
  result: SectionResult,
): string {
  const { markdown, data, targets, pictures = {} } = result;
  const page = `# ${name}: ${about}\n\n${printCircumstances(circumstances)}\n\n${markdown}`;
  const kept: KeptSection = { name, about, circumstances, targets, data };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), page);
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(kept, null, 1)}\n`);
  for (const [file, svg] of Object.entries(pictures)) writeFileSync(join(folder, file), svg);
  return page;
}

/** @returns the page with the targets of all sections that the folder holds */
export function keepSummary(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const sections = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as KeptSection);
  const rows = sections.map(
    ({ name, about, circumstances: { date, commit, loadAverage } }) =>
      `| [${name}](${name}.md) | ${about} | ${commit} | ${date} | ${loadAverage.map((load) => load.toFixed(1)).join(' → ')} |\n`,
  );
  const page = `# Targets

${printTargets(sections.flatMap(({ targets }) => targets))}
# Sections

| section | about | commit | measured | load average |
|---|---|---|---|---|
${rows.join('')}`;
  writeFileSync(join(folder, 'README.md'), page);
  return page;
}

function printCircumstances({ date, commit, command, machine, loadAverage, rounds }: Circumstances): string {
  const [before, after] = loadAverage.map((load) => load.toFixed(1));
  return `${date}, commit ${commit}, \`${command}\`. ${machine}; client, subgraphs and gateway share the machine, whose load average was ${before} before and ${after} after. ${rounds}`;
}
