// The governance axis: who may use the data, where and for what, who answers for it, and what it is made of.
import type { Contract, ProductInput, Role } from '../contract/contract.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { fieldGovernanceChanges } from './field-governance-changes.ts';
import { byName, inWords, pairUp } from './pair-up.ts';
import { isSame } from './plain-data.ts';

export function governanceChanges(before: Contract, after: Contract): ContractChange[] {
  const { kept } = pairUp(before.fields, after.fields);
  return [
    ...kept.flatMap(([earlier, later]) => fieldGovernanceChanges(earlier, later)),
    ...rowChanges(before, after),
    ...republicationChange(before, after),
    ...ownerChanges(before, after),
    ...roleChanges(before, after),
    ...inputChanges(before, after),
    ...tagChanges(before, after),
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

/** Those of the product and of its types; those of fields belong to their classification. */
function tagChanges(before: Contract, after: Contract): ContractChange[] {
  const types = pairUp(byName(before.objects, typeName), byName(after.objects, typeName)).kept;
  const ofTypes = types.flatMap(([earlier, later]) => tagChange(earlier.name, earlier.tags, later.tags));
  return [...tagChange(after.product, before.tags, after.tags), ...ofTypes];
}

function typeName({ name }: Contract['objects'][number]): string {
  return name;
}

function tagChange(about: string, before: readonly string[], after: readonly string[]): ContractChange[] {
  const [from, to] = [[...before].sort(), [...after].sort()];
  if (isSame(from, to)) return [];
  return [
    changeOf('TAGS_CHANGED', about, from, to, `The tags of ${about} were ${inWords(from)} and are ${inWords(to)}.`),
  ];
}
