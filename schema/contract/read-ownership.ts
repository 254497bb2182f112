// Who answers for a product and how to reach them: the sections team, support and roles.
import type { OwnerTeam, Role, SupportChannel, TeamMember } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { ownerPlaceholder } from './scaffold.ts';
import { child, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

const annotations = ['description', 'tags', 'customProperties', 'authoritativeDefinitions', 'id'];

export function readOwner(contract: Mapping): OwnerTeam | null {
  const given = child(contract, 'team');
  if (given === null) return null;
  if (given.items !== null) {
    note(
      contract.findings,
      given.place,
      'CONTRACT_WRONG_TYPE',
      'team must be a mapping; a list of people was the form before ODCS 3.1.',
      'Write team: { name: ..., members: [...] }.',
    );
    return null;
  }
  const team = readMapping(given, { required: ['name'], optional: ['members', ...annotations] }, contract.findings);
  const name = team === null ? null : stringOf(team, 'name');
  if (team === null || name === null) return null;
  const id = kebabCase(name);
  if (name === ownerPlaceholder || id === '') {
    note(
      contract.findings,
      child(team, 'name')!.place,
      'OWNER_MISSING',
      'The product has no owner.',
      'Write the name of the team that answers for it.',
    );
    return null;
  }
  const custom = readCustomProperties(team, ['onCall']);
  return {
    id,
    name,
    description: stringOf(team, 'description'),
    onCall: stringOf(custom, 'onCall'),
    members: readMembers(team),
  };
}

function readMembers(team: Mapping): TeamMember[] {
  const keys = {
    required: ['username'],
    optional: ['name', 'role', 'dateIn', 'dateOut', 'replacedByUsername', ...annotations],
  };
  return itemsOf(team, 'members').flatMap((item) => {
    const member = readMapping(item, keys, team.findings);
    const username = member === null ? null : stringOf(member, 'username');
    if (member === null || username === null) return [];
    const [name, role, dateIn, dateOut] = ['name', 'role', 'dateIn', 'dateOut'].map((key) => stringOf(member, key)) as [
      string,
      string,
      string,
      string,
    ];
    return [{ username, name, role, dateIn, dateOut }];
  });
}

export function readSupport(contract: Mapping): SupportChannel[] {
  const keys = {
    required: ['channel'],
    optional: ['url', 'description', 'tool', 'scope', 'invitationUrl', 'customProperties', 'id'],
  };
  return itemsOf(contract, 'support').flatMap((item) => {
    const support = readMapping(item, keys, contract.findings);
    const channel = support === null ? null : stringOf(support, 'channel');
    if (support === null || channel === null) return [];
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
    optional: ['description', 'access', 'firstLevelApprovers', 'secondLevelApprovers', 'customProperties', 'id'],
  };
  return itemsOf(contract, 'roles').flatMap((item) => {
    const entry = readMapping(item, keys, contract.findings);
    const role = entry === null ? null : stringOf(entry, 'role');
    if (entry === null || role === null) return [];
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
