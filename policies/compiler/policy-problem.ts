// A finding in a policy file: where, what is wrong, and how to mend it. Any finding keeps the whole policy from serving.
import { GordianError } from '../../kit/errors.ts';

export interface PolicyProblem {
  /** `policies/domains/customers.ts` */
  readonly file: string;
  /** The coordinate or type that the file speaks of. */
  readonly coordinate: string;
  readonly message: string;
  readonly mend: string;
}

export function policyInvalid(problems: readonly PolicyProblem[]): GordianError {
  const lines = problems.map(({ file, coordinate, message, mend }) => `${file}: ${coordinate}: ${message} ${mend}`);
  return new GordianError('POLICY_INVALID', `The policy does not compile.\n${lines.join('\n')}`, {
    details: { problems },
  });
}
