// Who answers for a product and how to reach them: the sections team, support and roles.

import { checkKeys } from './check-shape.ts';
import type { OwnerTeam, Role, SupportChannel, TeamMember } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { keptOfMembers, keptOfRoles, keptOfSupport, keptOfTeams } from './kept-shapes.ts';
import { isDate } from './read-deprecation.ts';
import { ownerPlaceholder } from './scaffold.ts';
import type { YamlValue } from './yaml-document.ts';
import { child, invalid, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

/** @param ofProduct the custom properties of the contract; `ownerTeam` names the team of a list without a name */
export function readOwner(contract: Mapping, ofProduct: Mapping): OwnerTeam | null {
  const given = child(contract, 'team');
  if (given === null) return null;
  return given.items === null ? readTeam(contract, given) : readMemberList(contract, given, ofProduct);
}

function readTeam(contract: Mapping, given: YamlValue): OwnerTeam | null {
  const keys = {
    required: ['name'],
    optional: ['members', 'description', 'customProperties', ...Object.keys(keptOfTeams)],
  };
  const team = readMapping(given, keys, contract.findings);
  const name = team === null ? null : stringOf(team, 'name');
  if (team === null || name === null) return null;
  checkKeys(given, keptOfTeams, contract.findings);
  const custom = readCustomProperties(team, ['onCall']);
  const rest = { description: stringOf(team, 'description'), onCall: stringOf(custom, 'onCall') };
  return ownerNamed(
    name,
    child(team, 'name')!,
    { ...rest, members: readMembers(itemsOf(team, 'members'), team) },
    contract,
  );
}

/** The form before ODCS 3.1, in which a team had no name. */
function readMemberList(contract: Mapping, given: YamlValue, ofProduct: Mapping): OwnerTeam | null {
  const members = readMembers(given.items ?? [], contract);
  const name = stringOf(ofProduct, 'ownerTeam');
  const named = child(ofProduct, 'ownerTeam');
  if (name !== null && named !== null)
    return ownerNamed(name, named, { description: null, onCall: null, members }, contract);
  note(
    contract.findings,
    given.place,
    'OWNER_MISSING',
    'A list of people does not say which team owns the product.',
    'Write team: { name: ..., members: [...] }, or add customProperties: [{ property: ownerTeam, value: ... }].',
  );
  return null;
}

function ownerNamed(
  name: string,
  { place }: YamlValue,
  rest: Omit<OwnerTeam, 'id' | 'name'>,
  { findings }: Mapping,
): OwnerTeam | null {
  const id = kebabCase(name);
  if (name !== ownerPlaceholder && id !== '') return { id, name, ...rest };
  note(
    findings,
    place,
    'OWNER_MISSING',
    'The product has no owner.',
    'Write the name of the team that answers for it.',
  );
  return null;
}

function readMembers(items: readonly YamlValue[], { findings }: Mapping): TeamMember[] {
  const keys = {
    required: ['username'],
    optional: ['name', 'role', 'dateIn', 'dateOut', ...Object.keys(keptOfMembers)],
  };
  return items.flatMap((item) => {
    const member = readMapping(item, keys, findings);
    const username = member === null ? null : stringOf(member, 'username');
    if (member === null || username === null) return [];
    checkKeys(item, keptOfMembers, findings);
    const [name, role] = [stringOf(member, 'name'), stringOf(member, 'role')];
    return [{ username, name, role, dateIn: dateOf(member, 'dateIn'), dateOut: dateOf(member, 'dateOut') }];
  });
}

function dateOf(member: Mapping, key: string): string | null {
  const date = stringOf(member, key);
  if (date === null || isDate(date)) return date;
  invalid(member, key, `"${date}" is not a date.`, 'Write year, month and day: 2024-03-01.');
  return null;
}

export function readSupport(contract: Mapping): SupportChannel[] {
  const keys = {
    required: ['channel'],
    optional: ['url', 'description', 'tool', 'scope', ...Object.keys(keptOfSupport)],
  };
  return itemsOf(contract, 'support').flatMap((item) => {
    const support = readMapping(item, keys, contract.findings);
    const channel = support === null ? null : stringOf(support, 'channel');
    if (support === null || channel === null) return [];
    checkKeys(item, keptOfSupport, contract.findings);
    return [
      {
        channel,
        url: stringOf(support, 'url'),
        tool: stringOf(support, 'tool'),
        scope: stringOf(support, 'scope'),
        description: stringOf(support, 'description'),
      },
    ];
  });
}

export function readRoles(contract: Mapping): Role[] {
  const keys = {
    required: ['role'],
    optional: ['description', 'access', 'firstLevelApprovers', 'secondLevelApprovers', ...Object.keys(keptOfRoles)],
  };
  return itemsOf(contract, 'roles').flatMap((item) => {
    const entry = readMapping(item, keys, contract.findings);
    const role = entry === null ? null : stringOf(entry, 'role');
    if (entry === null || role === null) return [];
    checkKeys(item, keptOfRoles, contract.findings);
    const approvers = (level: string) => stringOf(entry, `${level}LevelApprovers`);
    return [
      {
        role,
        description: stringOf(entry, 'description'),
        access: stringOf(entry, 'access'),
        firstLevelApprovers: approvers('first'),
        secondLevelApprovers: approvers('second'),
      },
    ];
  });
}

function kebabCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
