// Turns a folder of policy sources into rules: bundled and run within this process, on the modules that run already, so that there
// is one graphql-shield and one of everything else that has an identity.
import type { PolicyRules } from './rules.ts';

export interface LoadedRules {
  readonly rules: PolicyRules;
  /** Of the bytes of the sources; names these rules in logs, and is part of the version of the policy made of them. */
  readonly digest: string;
  /** The reviewed table beside the rules (golden.txt); null when there is none. */
  readonly golden: string | null;
}

/** @throws GordianError POLICY_INVALID with each problem at its file and line */
export async function loadRules(_directory: string): Promise<LoadedRules> {
  throw new Error('not yet');
}
