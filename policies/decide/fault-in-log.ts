// What a log holds of a rule that failed. The words of an exception easily quote the row, the arguments or the caller, so they stay
// out: what kind it is and where it was thrown is enough to find the bug. What we say ourselves of a rule holds no value.

/** A rule touched what is not for it. */
export class RuleTrespass extends Error {
  override readonly name = 'RuleTrespass';
}

export interface LoggedFault {
  readonly type: string;
  readonly message?: string;
  readonly stack: string;
}

export function faultInLog(cause: unknown): LoggedFault {
  if (!(cause instanceof Error)) return { type: typeof cause, stack: '' };
  const frames = (cause.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: cause.constructor.name,
    ...(cause instanceof RuleTrespass && { message: cause.message }),
    stack: frames.join('\n'),
  };
}
