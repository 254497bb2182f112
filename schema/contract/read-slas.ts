// The `slaProperties` section. Target and window are ours: the standard has neither, so they are customProperties.
import { nearest } from '../../kit/nearest.ts';
import { problemAt } from '../problem.ts';
import { checkKeys } from './check-shape.ts';
import type { Contract, Sla, SlaKind } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { isoDurationSeconds, secondsIn } from './durations.ts';
import { keptOfSlas } from './kept-shapes.ts';
import { isMilestone, readMilestones } from './read-milestones.ts';
import {
  child,
  choiceOf,
  type Findings,
  invalid,
  itemsOf,
  type Mapping,
  note,
  numberOf,
  readMapping,
  stringOf,
} from './yaml-mapping.ts';

const kinds: Readonly<Record<string, SlaKind>> = {
  freshness: 'FRESHNESS',
  latency: 'LATENCY',
  availability: 'AVAILABILITY',
  errorRate: 'ERROR_RATE',
  completeness: 'COMPLETENESS',
  throughput: 'THROUGHPUT',
  frequency: 'FREQUENCY',
  timeOfAvailability: 'TIME_OF_AVAILABILITY',
  retention: 'RETENTION',
  timeToDetect: 'TIME_TO_DETECT',
  timeToNotify: 'TIME_TO_NOTIFY',
  timeToRepair: 'TIME_TO_REPAIR',
};

const timed: readonly SlaKind[] = ['FRESHNESS', 'LATENCY', 'TIME_TO_DETECT', 'TIME_TO_NOTIFY', 'TIME_TO_REPAIR'];

const keys = {
  required: ['property', 'value'],
  optional: ['id', 'unit', 'element', 'driver', 'description', 'customProperties', ...Object.keys(keptOfSlas)],
};

export function readServiceLevels(contract: Mapping): Pick<Contract, 'slas' | 'milestones'> {
  const given = itemsOf(contract, 'slaProperties').flatMap((item) => readMapping(item, keys, contract.findings) ?? []);
  for (const { value } of given) checkKeys(value, keptOfSlas, contract.findings);
  const measured = given.filter((sla) => !isMilestone(sla));
  return { slas: readEach(measured, contract.findings), milestones: readMilestones(given) };
}

function readEach(given: readonly Mapping[], findings: Findings): Sla[] {
  const ids = new Set<string>();
  return given.flatMap((mapping) => {
    const sla = readSla(mapping);
    if (sla === null) return [];
    if (!ids.has(sla.id)) {
      ids.add(sla.id);
      return [sla];
    }
    note(findings, mapping.place, 'CONTRACT_DUPLICATE', `The SLA "${sla.id}" is given twice.`, 'Give each its own id.');
    return [];
  });
}

function readSla(sla: Mapping): Sla | null {
  const kind = readKind(sla);
  const id = readId(sla);
  const threshold = kind === null ? null : readThreshold(sla, kind);
  const unit = kind === null ? null : readUnit(sla, kind);
  const objective = readObjective(sla, kind);
  if (id === null || kind === null || threshold === null || unit === null) return null;
  return {
    id,
    kind,
    threshold,
    unit,
    thresholdSeconds: readSeconds(sla, kind, threshold, unit),
    element: readElement(sla, kind),
    driver: stringOf(sla, 'driver'),
    description: stringOf(sla, 'description'),
    ...objective,
    place: (child(sla, 'element') ?? sla).place,
  };
}

/** The standard lets authors promise whatever they like. What we cannot measure is kept in the text, and said so. */
function readKind(sla: Mapping): SlaKind | null {
  const property = stringOf(sla, 'property');
  if (property === null || nearest(property, Object.keys(kinds)) !== null) return choiceOf(sla, 'property', kinds);
  sla.findings.push(
    problemAt(child(sla, 'property')!.place, {
      code: 'SLA_NOT_MEASURED',
      severity: 'warning',
      message: `Nobody measures the promise "${property}"; it is kept as text.`,
      fix: `Promise one of ${Object.keys(kinds).join(', ')}, or move it into the description.`,
    }),
  );
  return null;
}

/** By itself an id says what is promised of what, so that the order of promises does not matter. */
function readId(sla: Mapping): string | null {
  const id = stringOf(sla, 'id') ?? defaultId(sla);
  if (/^[A-Za-z0-9_-]+$/.test(id)) return id;
  invalid(sla, 'id', `"${id}" cannot be an id.`, 'Use letters, digits, "-" and "_".');
  return null;
}

function defaultId(sla: Mapping): string {
  const parts = [child(sla, 'property')?.plain, child(sla, 'element')?.plain];
  return parts
    .filter((part) => typeof part === 'string')
    .join('-')
    .replaceAll('.', '-');
}

function readThreshold(sla: Mapping, kind: SlaKind): number | null {
  const value = child(sla, 'value')?.plain;
  if (kind !== 'TIME_OF_AVAILABILITY' || typeof value !== 'string') return numberOf(sla, 'value');
  const hour = hourOf(value);
  if (hour === null)
    invalid(
      sla,
      'value',
      `"${value}" is not a time of the day.`,
      'Write the hour as a number, or "06:30", or "06:30+02:00".',
    );
  return hour;
}

/** `06:30+02:00` is half past four in UTC. */
function hourOf(text: string): number | null {
  const parts = /^([01]\d|2[0-3]):([0-5]\d)(?:Z|([+-])([01]\d):([0-5]\d))?$/.exec(text);
  if (parts === null) return null;
  const [, hours, minutes, sign, offsetHours = 0, offsetMinutes = 0] = parts;
  const offset = Number(offsetHours) + Number(offsetMinutes) / 60;
  const hour = Number(hours) + Number(minutes) / 60 - (sign === '-' ? -offset : offset);
  return (hour + 24) % 24;
}

const usualUnits: Partial<Record<SlaKind, string>> = {
  AVAILABILITY: 'percent',
  ERROR_RATE: 'percent',
  COMPLETENESS: 'percent',
  TIME_OF_AVAILABILITY: 'h',
};

function readUnit(sla: Mapping, kind: SlaKind): string | null {
  const unit = stringOf(sla, 'unit') ?? usualUnits[kind] ?? null;
  if (unit === null)
    note(
      sla.findings,
      sla.place,
      'CONTRACT_MISSING_KEY',
      'This promise needs a unit.',
      'Add "unit:", such as m or percent.',
    );
  return unit;
}

function readSeconds(sla: Mapping, kind: SlaKind, threshold: number, unit: string): number | null {
  const seconds = secondsIn(threshold, unit);
  if (seconds === null && timed.includes(kind)) {
    invalid(sla, 'unit', `"${unit}" is not a unit of time.`, 'One of: ms, s, m (minutes), h, d.');
  }
  if (threshold <= 0 && timed.includes(kind))
    invalid(sla, 'value', 'The threshold must be more than 0.', 'Write a positive number.');
  return seconds;
}

function readElement(sla: Mapping, kind: SlaKind): string | null {
  const element = stringOf(sla, 'element');
  if (element !== null && !/^[A-Za-z_]\w*(\.\w+)?$/.test(element)) {
    invalid(sla, 'element', `"${element}" is not a coordinate.`, 'Write Type or Type.field as in the schema section.');
    return null;
  }
  if (element === null && kind === 'FRESHNESS') {
    note(
      sla.findings,
      sla.place,
      'CONTRACT_MISSING_KEY',
      'A freshness SLA needs the element that tells the age of a record.',
      'Add "element: Type.updatedAt".',
    );
  }
  return element;
}

/** A single late answer would break the promise that none ever is, for the whole of its window. */
const usualTargets: Partial<Record<SlaKind, number>> = { LATENCY: 0.99 };

function readObjective(sla: Mapping, kind: SlaKind | null): Pick<Sla, 'target' | 'window' | 'windowSeconds'> {
  const custom = readCustomProperties(sla, ['target', 'window']);
  const usual = (kind && usualTargets[kind]) ?? 1;
  const target = child(custom, 'target') === null ? usual : (numberOf(custom, 'target') ?? usual);
  if (target <= 0 || target > 1)
    invalid(custom, 'target', `The target ${target} is not a share.`, 'Write 0.995 for 99.5 percent.');
  const window = stringOf(custom, 'window') ?? 'P30D';
  const windowSeconds = isoDurationSeconds(window);
  if (windowSeconds === null || windowSeconds === 0)
    invalid(custom, 'window', `"${window}" is not an ISO-8601 duration.`, 'Such as P30D or PT1H.');
  return { target, window, windowSeconds: windowSeconds ?? 0 };
}
