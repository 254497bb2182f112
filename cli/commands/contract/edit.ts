// `gordian contract bump|classify|deprecate`: edits of a contract file that leave every other byte as it is.
import { type Command, InvalidArgumentError } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import type { Sensitivity } from '../../../schema/artefact.ts';
import { unclassifiedFields } from '../../../schema/contract/classification-advice.ts';
import type { Contract } from '../../../schema/contract/contract.ts';
import {
  type ContractEdit,
  classificationEdit,
  deprecationEdit,
  editContract,
  versionEdit,
} from '../../../schema/contract/edit-contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { isDate } from '../../../schema/contract/read-deprecation.ts';
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import { diffContracts } from '../../../schema/contract-changes/diff-contracts.ts';
import { lowestVersion, nextVersion } from '../../../schema/contract-changes/required-bump.ts';
import { formatProblems, hasErrors } from '../../../schema/problem.ts';
import { withExamples } from '../../examples.ts';
import { writeData, writeNote } from '../../output.ts';
import { readTextFile, writeTextFile } from '../../text-files.ts';
import { readProductVersion } from './product-version.ts';

export function registerEdits(contract: Command): void {
  withExamples(
    contract
      .command('bump')
      .description('Raise the version in a contract file: to the one given, or to what the changes ask for.')
      .argument('<file>', 'the contract')
      .argument('[version]', 'a version, or major, minor or patch')
      .option('--since <old>', 'what the changes are to: a contract file, or HEAD:subgraphs/orders/contract.yaml')
      .action(bump),
    'gordian contract bump subgraphs/orders/contract.yaml minor',
    'gordian contract bump subgraphs/orders/contract.yaml --since HEAD:subgraphs/orders/contract.yaml',
  );
  withExamples(
    contract
      .command('classify')
      .description(
        'Classify a field in a contract file; without a field, propose what to write for those without a classification.',
      )
      .argument('<file>', 'the contract')
      .argument('[field]', 'such as Customer.email')
      .argument('[level]', 'public, internal, confidential or restricted', parseLevel)
      .option('--tag <tags...>', 'such as pii and pii.email', [])
      .option('--apply', 'write the proposals, with a tag that asks for a review', false)
      .action(classify),
    'gordian contract classify subgraphs/customers/contract.yaml Customer.email restricted --tag pii pii.email',
    'gordian contract classify subgraphs/customers/contract.yaml --apply',
  );
  withExamples(
    contract
      .command('deprecate')
      .description('Announce in a contract file that a field will go.')
      .argument('<file>', 'the contract')
      .argument('<field>', 'such as Customer.phone')
      .option('--replaced-by <field>', 'what to use in its place')
      .option('--sunset <date>', 'the day from which it may be gone, such as 2027-01-31', parseDay)
      .action(deprecate),
    'gordian contract deprecate subgraphs/customers/contract.yaml Customer.phone --replaced-by Customer.contact --sunset 2027-01-31',
  );
}

function bump(file: string, version: string | undefined, { since }: { readonly since?: string }): void {
  const current = contractIn(file).version;
  const next = version === undefined ? versionSince(file, since) : named(version, current);
  edit(file, [versionEdit(next)]);
  writeNote(`${file}: version ${current} is now ${next}.\n`);
}

function named(version: string, current: string): string {
  const bumps: Readonly<Record<string, Bump>> = { major: 'MAJOR', minor: 'MINOR', patch: 'PATCH' };
  const wanted = Object.hasOwn(bumps, version) ? bumps[version] : undefined;
  return wanted === undefined ? version : lowestVersion(current, wanted);
}

/** The lowest version that the changes since the old contract allow. */
function versionSince(file: string, since: string | undefined): string {
  if (since === undefined)
    throw new GordianError('BAD_USER_INPUT', 'Say which version, or major, minor or patch, or --since <old contract>.');
  const [before, after] = [readProductVersion(since), readProductVersion(file)];
  return nextVersion(before.contract, after.contract, diffContracts(before, after));
}

interface ClassifyOptions {
  readonly tag: readonly string[];
  readonly apply: boolean;
}

function classify(
  file: string,
  field: string | undefined,
  level: Sensitivity | undefined,
  options: ClassifyOptions,
): void {
  if (field === undefined) propose(file, options.apply);
  else if (level !== undefined) decide(file, field, level, options.tag);
  else throw new GordianError('BAD_USER_INPUT', `Say how ${field} is classified: ${levels.join(', ').toLowerCase()}.`);
}

function decide(file: string, field: string, level: Sensitivity, tags: readonly string[]): void {
  edit(file, [classificationEdit(field, level, tags)]);
  writeNote(`${file}: ${field} is ${level}.\n`);
}

function propose(file: string, apply: boolean): void {
  const proposals = unclassifiedFields(contractIn(file));
  for (const { coordinate, level, tags } of proposals)
    writeData(`${coordinate} ${level.toLowerCase()} [${tags.join(', ')}]\n`);
  if (apply)
    edit(
      file,
      proposals.map(({ coordinate, level, tags }) => classificationEdit(coordinate, level, tags)),
    );
  const done = apply ? 'written; confirm each and remove its tag' : 'proposed; write them with --apply';
  writeNote(`${file}: ${proposals.length} ${proposals.length === 1 ? 'classification' : 'classifications'} ${done}.\n`);
}

interface DeprecateOptions {
  readonly replacedBy?: string;
  readonly sunset?: string;
}

function deprecate(file: string, field: string, { replacedBy, sunset }: DeprecateOptions): void {
  edit(file, [deprecationEdit(field, { replacement: replacedBy ?? null, sunset: sunset ?? null })]);
  writeNote(`${file}: ${field} is announced to go. Write @deprecated(reason:) into the schema as well.\n`);
}

/** @throws GordianError CONTRACT_INVALID when one of the edits cannot be made; then the file is as it was */
function edit(file: string, edits: readonly ContractEdit[]): void {
  const text = edits.reduce((sofar, change) => {
    const result = editContract(sofar, file, change);
    if (!result.ok) throw new GordianError('CONTRACT_INVALID', formatProblems(result.problems));
    return result.text;
  }, readTextFile(file));
  writeTextFile(file, text, { replace: true });
}

function contractIn(file: string): Contract {
  const { contract, problems } = readContract(readTextFile(file), file);
  if (contract === null || hasErrors(problems)) throw new GordianError('CONTRACT_INVALID', formatProblems(problems));
  return contract;
}

const levels: readonly Sensitivity[] = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'];

function parseLevel(text: string): Sensitivity {
  const level = levels.find((candidate) => candidate === text.toUpperCase());
  if (level !== undefined) return level;
  throw new InvalidArgumentError(`it is one of ${levels.join(', ').toLowerCase()}.`);
}

function parseDay(text: string): string {
  if (isDate(text)) return text;
  throw new InvalidArgumentError('write year, month and day: 2027-01-31.');
}
