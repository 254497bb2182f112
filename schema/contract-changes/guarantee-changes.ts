// The guarantee axis: what consumers may rely on beyond the shape of the data.
import type { Contract, ContractField, LifecycleStatus, Server } from '../contract/contract.ts';
import { isoDurationSeconds } from '../contract/durations.ts';
import { type ChangeKindName, changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { byName, pairUp } from './pair-up.ts';
import { isSame, unordered } from './plain-data.ts';
import { qualityChanges } from './quality-changes.ts';
import { slaChanges } from './sla-changes.ts';

export function guaranteeChanges(before: Contract, after: Contract): ContractChange[] {
  const { kept } = pairUp(before.fields, after.fields);
  return [
    ...slaChanges(before, after),
    ...qualityChanges(before, after),
    ...kept.flatMap(([earlier, later]) => [...limitChange(earlier, later), ...retentionChange(earlier, later)]),
    ...statusChange(before, after),
    ...milestoneChange(before, after),
    ...serverChanges(before, after),
    ...supportChange(before, after),
  ];
}

function limitChange({ coordinate, limits }: ContractField, after: ContractField): ContractChange[] {
  if (isSame(unordered(limits), unordered(after.limits))) return [];
  const message = `The values of ${coordinate} are limited in another way.`;
  return [changeOf('VALUE_LIMITS_CHANGED', coordinate, limits, after.limits, message)];
}

function retentionChange(
  { coordinate, retention: before }: ContractField,
  { retention: after }: ContractField,
): ContractChange[] {
  if (before === after) return [];
  const kind = secondsOf(after) < secondsOf(before) ? 'RETENTION_SHORTENED' : 'RETENTION_LENGTHENED';
  const message = `${coordinate} was kept ${keptFor(before)} and is kept ${keptFor(after)}.`;
  return [changeOf(kind, coordinate, before, after, message)];
}

function secondsOf(retention: string | null): number {
  return retention === null ? Infinity : (isoDurationSeconds(retention) ?? Infinity);
}

function keptFor(retention: string | null): string {
  return retention === null ? 'without a limit' : `for ${retention}`;
}

function statusChange({ product, status }: Contract, after: Contract): ContractChange[] {
  if (status === after.status) return [];
  const kinds: Partial<Record<LifecycleStatus, ChangeKindName>> = {
    DEPRECATED: 'PRODUCT_DEPRECATED',
    RETIRED: 'PRODUCT_RETIRED',
  };
  const kind = kinds[after.status] ?? 'PRODUCT_STATUS_CHANGED';
  return [changeOf(kind, product, status, after.status, `${product} was ${status} and is ${after.status}.`)];
}

function milestoneChange({ product, milestones }: Contract, after: Contract): ContractChange[] {
  if (isSame(milestones, after.milestones)) return [];
  const message = `The dates in the life of ${product} are others.`;
  return [changeOf('MILESTONES_CHANGED', product, milestones, after.milestones, message)];
}

function serverChanges(before: Contract, after: Contract): ContractChange[] {
  const { removed, added, kept } = pairUp(byName(before.servers, nameOf), byName(after.servers, nameOf));
  const { product } = after;
  return [
    ...removed.map((server) =>
      changeOf('SERVER_REMOVED', product, server, null, `The server "${server.server}" is gone.`),
    ),
    ...added.map((server) => changeOf('SERVER_ADDED', product, null, server, `The server "${server.server}" is new.`)),
    ...kept
      .filter(([earlier, later]) => !isSame(withoutWords(earlier), withoutWords(later)))
      .map(([earlier, later]) =>
        changeOf('SERVER_CHANGED', product, earlier, later, `The server "${later.server}" is described otherwise.`),
      ),
  ];
}

function nameOf({ server }: Server): string {
  return server;
}

function withoutWords(server: Server): Omit<Server, 'description'> {
  return { ...server, description: null } as Omit<Server, 'description'>;
}

function supportChange({ product, support }: Contract, after: Contract): ContractChange[] {
  const [earlier, later] = [support, after.support].map((channels) =>
    channels.map((channel) => JSON.stringify(channel)).sort(),
  );
  if (isSame(earlier, later)) return [];
  return [
    changeOf('SUPPORT_CHANGED', product, support, after.support, `Consumers of ${product} get help in another way.`),
  ];
}
