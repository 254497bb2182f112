// The `slaProperties` section. Target and window are ours: the standard has neither, so they are customProperties.
import type { Sla, SlaKind } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { isoDurationSeconds, secondsIn } from './durations.ts';
import type { YamlValue } from './yaml-document.ts';
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
  required: ['id', 'property', 'value', 'unit'],
  optional: [
    'element',
    'driver',
    'description',
    'valueExt',
    'scheduler',
    'schedule',
    'customProperties',
    'authoritativeDefinitions',
  ],
};

export function readSlas(contract: Mapping): Sla[] {
  const ids = new Set<string>();
  return itemsOf(contract, 'slaProperties').flatMap((item) => {
    const sla = readSla(item, contract.findings);
    if (sla === null) return [];
    if (!ids.has(sla.id)) {
      ids.add(sla.id);
      return [sla];
    }
    note(
      contract.findings,
      item.place,
      'CONTRACT_DUPLICATE',
      `The SLA "${sla.id}" is given twice.`,
      'Give each its own id.',
    );
    return [];
  });
}

function readSla(value: YamlValue, findings: Findings): Sla | null {
  const sla = readMapping(value, keys, findings);
  if (sla === null) return null;
  const id = readId(sla);
  const kind = choiceOf(sla, 'property', kinds);
  const threshold = numberOf(sla, 'value');
  const unit = stringOf(sla, 'unit');
  const objective = readObjective(sla);
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
    place: (child(sla, 'element') ?? value).place,
  };
}

function readId(sla: Mapping): string | null {
  const id = stringOf(sla, 'id');
  if (id === null || /^[A-Za-z0-9_-]+$/.test(id)) return id;
  invalid(sla, 'id', `"${id}" cannot be an id.`, 'Use letters, digits, "-" and "_".');
  return null;
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

function readObjective(sla: Mapping): Pick<Sla, 'target' | 'window' | 'windowSeconds'> {
  const custom = readCustomProperties(sla, ['target', 'window']);
  const target = child(custom, 'target') === null ? 1 : (numberOf(custom, 'target') ?? 1);
  if (target <= 0 || target > 1)
    invalid(custom, 'target', `The target ${target} is not a share.`, 'Write 0.995 for 99.5 percent.');
  const window = stringOf(custom, 'window') ?? 'P30D';
  const windowSeconds = isoDurationSeconds(window);
  if (windowSeconds === null || windowSeconds === 0)
    invalid(custom, 'window', `"${window}" is not an ISO-8601 duration.`, 'Such as P30D or PT1H.');
  return { target, window, windowSeconds: windowSeconds ?? 0 };
}
