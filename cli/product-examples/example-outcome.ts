// What an answer says of the example that was sent. Pure. That a field is denied to whoever ran it says nothing about the example; that
// nothing at all came of it does. No values of data are told.
import type { ErrorCode } from '../../kit/errors.ts';
import type { GraphAnswer } from '../graph-client.ts';

export interface ExampleOutcome {
  readonly outcome: 'PASS' | 'FAIL' | 'ERROR';
  /** For people; null where it worked. */
  readonly detail: string | null;
}

type AnswerError = NonNullable<GraphAnswer['errors']>[number];

const denied = 'FORBIDDEN';
/** Faults of the day: the example may be as good as ever. */
const faultCodes: readonly ErrorCode[] = [
  'SUBGRAPH_UNAVAILABLE',
  'SUBGRAPH_TIMEOUT',
  'SUBGRAPH_BAD_RESPONSE',
  'SUBGRAPH_ERROR',
  'PLANNING_FAILED',
  'OVERLOADED',
  'RATE_LIMITED',
  'NOT_READY',
  'KEYS_UNAVAILABLE',
  'POLICY_UNAVAILABLE',
  'AUDIT_UNAVAILABLE',
  'UNAUTHENTICATED',
  'INTERNAL',
];
const faults: ReadonlySet<unknown> = new Set(faultCodes);

export function outcomeOfAnswer({ data, errors = [] }: GraphAnswer): ExampleOutcome {
  const broken = errors.filter(({ extensions }) => extensions?.code !== denied);
  const wrong = broken.filter(({ extensions }) => !faults.has(extensions?.code));
  if (wrong.length > 0) return { outcome: 'FAIL', detail: `It is answered with ${told(wrong)}.` };
  if (broken.length > 0) return { outcome: 'ERROR', detail: `It could not be tried: ${told(broken)}.` };
  if (hasValue(data)) return { outcome: 'PASS', detail: null };
  if (errors.length > 0) return { outcome: 'ERROR', detail: 'Whoever ran it may see nothing of what it asks for.' };
  return { outcome: 'FAIL', detail: 'It is answered with nothing: what it names is not there.' };
}

const toldAtMost = 3;

function told(errors: readonly AnswerError[]): string {
  const some = errors.slice(0, toldAtMost).map(({ path, extensions }) => {
    const code = typeof extensions?.code === 'string' ? extensions.code : 'an error without a code';
    return path === undefined ? code : `${code} at ${path.join('.')}`;
  });
  const more = errors.length - some.length;
  return `${some.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Anything but nulls and empty lists, at any depth. */
function hasValue(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.values(value).some(hasValue);
  return value !== null && value !== undefined;
}
