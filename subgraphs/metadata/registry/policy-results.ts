// What each policy of a registration says of one product, passed or not, so that a reader of a check sees what was looked at. Pure.
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import type { Problem } from '../../../schema/problem.ts';
import type { PolicyResult } from './contract-check.ts';

interface Policy extends Pick<PolicyResult, 'policy' | 'severity'> {
  /** Of the problems that it gives. */
  readonly codes: readonly string[];
  /** When it has nothing to say against it. */
  readonly fine: string;
}

const policies: readonly Policy[] = [
  {
    policy: 'classification',
    severity: 'INFO',
    codes: ['UNCLASSIFIED_FIELD'],
    fine: 'Every field is classified.',
  },
  {
    policy: 'version-bump',
    severity: 'INFO',
    codes: [
      'VERSION_TOO_LOW',
      'CONTRACT_VERSION_EXISTS',
      'CONTRACT_VERSION_NOT_NEWER',
      'SCHEMA_CHANGED_WITHOUT_VERSION',
    ],
    fine: 'The version is high enough for the changes.',
  },
  {
    policy: 'lifecycle',
    severity: 'INFO',
    codes: ['LIFECYCLE_STEP_FORBIDDEN'],
    fine: 'The product may be in this state.',
  },
  {
    policy: 'sunset-kept',
    severity: 'INFO',
    codes: ['REMOVED_BEFORE_SUNSET'],
    fine: 'Nothing goes before its time.',
  },
  {
    policy: 'traffic-known',
    severity: 'APPROVAL',
    codes: ['BREAKING_WITHOUT_TRAFFIC_DATA'],
    fine: 'Whom the changes break is known.',
  },
  {
    policy: 'consumers-agree',
    severity: 'APPROVAL',
    codes: ['BREAKS_CONSUMERS', 'LEAVES_PINS'],
    fine: 'Nobody breaks who has not agreed.',
  },
];

export function policyResults(problems: readonly Problem[], requiredBump: Bump): PolicyResult[] {
  return policies.map(({ policy, severity, codes, fine }) => {
    const against = problems.filter((problem) => problem.severity === 'error' && codes.includes(problem.code));
    const detail =
      against.map(({ message }) => message).join(' ') || (policy === 'version-bump' ? asked(requiredBump) : fine);
    return { policy, severity, passed: against.length === 0, detail };
  });
}

function asked(bump: Bump): string {
  return bump === 'NONE' ? 'Nothing has changed.' : `The changes ask for a ${bump.toLowerCase()} version, and have it.`;
}
