// The governance axis: who may use the data, where and for what, who answers for it, and what it is made of.
import type { Contract, ContractField, ProductInput, Role } from '../contract/contract.ts';
import { compareLevels, isPersonal, shownClassification } from '../contract/strictness.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { byName, isSame, pairNames, pairUp } from './pair-up.ts';

export function governanceChanges(before: Contract, after: Contract): ContractChange[] {
  const { kept } = pairUp(before.fields, after.fields);
  return [
    ...kept.flatMap(([earlier, later]) => fieldChanges(earlier, later)),
    ...rowChanges(before, after),
    ...republicationChange(before, after),
    ...ownerChanges(before, after),
    ...roleChanges(before, after),
    ...inputChanges(before, after),
    ...productTagChange(before, after),
  ];
}

function fieldChanges(before: ContractField, after: ContractField): ContractChange[] {
  return [
    ...classificationChange(before, after),
    ...derivationChange(before, after),
    ...sourceChange(before, after),
    ...limitChange('RESIDENCY', before, after),
    ...limitChange('PURPOSES', before, after),
    ...legalHoldChange(before, after),
  ];
}

function classificationChange(before: ContractField, after: ContractField): ContractChange[] {
  const { coordinate } = before;
  const [from, to] = [classificationOf(before), classificationOf(after)];
  if (isSame(from, to)) return [];
  const kind = isRaised(before, after)
    ? 'CLASSIFICATION_RAISED'
    : isRaised(after, before)
      ? 'CLASSIFICATION_LOWERED'
      : 'TAGS_CHANGED';
  const message =
    kind === 'TAGS_CHANGED'
      ? `The tags of ${coordinate} were ${inWords(from.tags)} and are ${inWords(to.tags)}.`
      : `${coordinate} was ${shownWithSecret(before)} and is ${shownWithSecret(after)}.`;
  return [changeOf(kind, coordinate, from, to, message)];
}

function classificationOf({ classification, tags }: ContractField) {
  return { level: classification, tags: [...tags].sort() };
}

/** Whether somebody who could read the field may not be able to any more. A field that becomes less strict and personal is raised, too. */
function isRaised(before: ContractField, after: ContractField): boolean {
  const becomes = (holds: (tags: readonly string[]) => boolean) => !holds(before.tags) && holds(after.tags);
  return compareLevels(after.classification, before.classification) > 0 || becomes(isPersonal) || becomes(isSecret);
}

function isSecret(tags: readonly string[]): boolean {
  return tags.includes('secret');
}

function shownWithSecret({ classification, tags }: ContractField): string {
  const shown = classification === null ? 'unclassified' : shownClassification({ level: classification, tags });
  return isSecret(tags) ? `${shown}, secret` : shown;
}

/** What is masked or safe to derive asks nothing of the sources; what stops being so does. */
function derivationChange(before: ContractField, after: ContractField): ContractChange[] {
  const [from, to] = [before, after].map(({ masking, safeToDerive }) => ({ masking, safeToDerive }));
  const [concealed, conceals] = [before, after].map(({ masking, safeToDerive }) => masking || safeToDerive);
  if (concealed === conceals) return [];
  const kind = conceals ? 'DERIVATION_OPENED' : 'DERIVATION_CLOSED';
  const message = `${before.coordinate} is ${conceals ? 'now' : 'no longer'} said to conceal what it is computed from.`;
  return [changeOf(kind, before.coordinate, from, to, message)];
}

function sourceChange(before: ContractField, after: ContractField): ContractChange[] {
  const [from, to] = [before, after].map(({ sources }) => sources.map(({ urn, transform }) => ({ urn, transform })));
  const inOrder = (sources: typeof from) => sources?.map((source) => JSON.stringify(source)).sort();
  if (isSame(inOrder(from), inOrder(to))) return [];
  return [
    changeOf('SOURCES_CHANGED', before.coordinate, from, to, `${before.coordinate} is computed from something else.`),
  ];
}

/** An empty list limits nothing. */
function limitChange(limit: 'RESIDENCY' | 'PURPOSES', before: ContractField, after: ContractField): ContractChange[] {
  const { coordinate } = before;
  const property = limit === 'RESIDENCY' ? 'residency' : 'purposes';
  const [from, to] = [before[property], after[property]];
  const { removed, added } = pairNames(from, to);
  if (removed.length === 0 && added.length === 0) return [];
  const narrowed = from.length === 0 || (to.length > 0 && removed.length > 0);
  const noun = limit === 'RESIDENCY' ? 'regions' : 'purposes';
  const message = `${coordinate} could be used in the ${noun} ${inWords(from)} and can be in ${inWords(to)}.`;
  return [changeOf(`${limit}_${narrowed ? 'NARROWED' : 'WIDENED'}`, coordinate, from, to, message)];
}

function legalHoldChange(
  { coordinate, legalHold: before }: ContractField,
  { legalHold: after }: ContractField,
): ContractChange[] {
  if (before === after) return [];
  return after
    ? [changeOf('LEGAL_HOLD_SET', coordinate, before, after, `${coordinate} is held for legal proceedings.`)]
    : [
        changeOf(
          'LEGAL_HOLD_LIFTED',
          coordinate,
          before,
          after,
          `${coordinate} is no longer held for legal proceedings.`,
        ),
      ];
}

function rowChanges({ product, rowFiltered: before }: Contract, { rowFiltered: after }: Contract): ContractChange[] {
  if (before === after) return [];
  return after
    ? [changeOf('ROWS_FILTERED', product, before, after, `Policies may leave records of ${product} out.`)]
    : [changeOf('ROWS_UNFILTERED', product, before, after, `Policies no longer leave records of ${product} out.`)];
}

function republicationChange(
  { product, republicationForbiddenAt: before }: Contract,
  after: Contract,
): ContractChange[] {
  const [was, is] = [before !== null, after.republicationForbiddenAt !== null];
  if (was === is) return [];
  const message = is
    ? `No other product may be built from ${product} any more.`
    : `Other products may be built from ${product}.`;
  const kind = is ? 'REPUBLICATION_FORBIDDEN' : 'REPUBLICATION_ALLOWED';
  const [from, to] = [was, is].map((forbidden) => (forbidden ? 'forbidden' : 'allowed'));
  return [changeOf(kind, product, from, to, message)];
}

function ownerChanges({ product, owner: before }: Contract, { owner: after }: Contract): ContractChange[] {
  if (before.id !== after.id)
    return [
      changeOf(
        'OWNER_CHANGED',
        product,
        before.name,
        after.name,
        `${product} belonged to ${before.name} and belongs to ${after.name}.`,
      ),
    ];
  const team = ({ onCall, members }: Contract['owner']) => ({
    onCall,
    members: members.map((member) => JSON.stringify(member)).sort(),
  });
  if (isSame(team(before), team(after))) return [];
  return [
    changeOf(
      'TEAM_CHANGED',
      product,
      before,
      after,
      `The team ${after.name} has other members or is reached otherwise.`,
    ),
  ];
}

function roleChanges(before: Contract, after: Contract): ContractChange[] {
  const { removed, added, kept } = pairUp(byName(before.roles, roleName), byName(after.roles, roleName));
  const { product } = after;
  return [
    ...removed.map((role) =>
      changeOf('ROLE_REMOVED', product, role, null, `The role ${role.role} no longer gives access to ${product}.`),
    ),
    ...added.map((role) =>
      changeOf('ROLE_ADDED', product, null, role, `The role ${role.role} gives access to ${product}.`),
    ),
    ...kept.flatMap(([earlier, later]) => keptRole(earlier, later, product)),
  ];
}

function keptRole(before: Role, after: Role, product: string): ContractChange[] {
  const approvers = ({ firstLevelApprovers, secondLevelApprovers }: Role) => [
    firstLevelApprovers,
    secondLevelApprovers,
  ];
  return [
    ...(before.access === after.access
      ? []
      : [
          changeOf(
            'ROLE_CHANGED',
            product,
            before.access,
            after.access,
            `The role ${after.role} gives access to something else.`,
          ),
        ]),
    ...(isSame(approvers(before), approvers(after))
      ? []
      : [
          changeOf(
            'APPROVERS_CHANGED',
            product,
            approvers(before),
            approvers(after),
            `Others decide who is given the role ${after.role}.`,
          ),
        ]),
  ];
}

function roleName({ role }: Role): string {
  return role;
}

function inputChanges(before: Contract, after: Contract): ContractChange[] {
  const { removed, added, kept } = pairUp(byName(before.inputs, inputName), byName(after.inputs, inputName));
  const { product } = after;
  return [
    ...removed.map((input) =>
      changeOf('INPUT_REMOVED', product, shown(input), null, `${product} no longer reads ${input.product}.`),
    ),
    ...added.map((input) => changeOf('INPUT_ADDED', product, null, shown(input), `${product} reads ${input.product}.`)),
    ...kept
      .filter(([earlier, later]) => !isSame(shown(earlier), shown(later)))
      .map(([earlier, later]) =>
        changeOf(
          'INPUT_CHANGED',
          product,
          shown(earlier),
          shown(later),
          `${product} reads other versions or fields of ${later.product}.`,
        ),
      ),
  ];
}

function inputName({ product }: ProductInput): string {
  return product;
}

function shown({ product, version, fields }: ProductInput) {
  return { product, version, fields: [...fields].sort() };
}

function productTagChange({ product, tags: before }: Contract, { tags: after }: Contract): ContractChange[] {
  const [from, to] = [[...before].sort(), [...after].sort()];
  if (isSame(from, to)) return [];
  return [
    changeOf('TAGS_CHANGED', product, from, to, `The tags of ${product} were ${inWords(from)} and are ${inWords(to)}.`),
  ];
}

function inWords(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}
