// Registers every subgraph folder with the registry over HTTP, as a domain's CI would.
import { GordianError } from '../../kit/errors.ts';
import { formatProblems } from '../../schema/problem.ts';
import { askRegistry, type RegistryAnswer, type RegistrySubmission } from '../registry-client.ts';

export interface Registration extends RegistrySubmission {
  readonly metadataUrl: string;
  readonly accessToken: string;
}

/** @throws GordianError with every problem by file and line and how to go on, NOT_READY when the registry does not answer */
export async function registerSubgraphs({ metadataUrl, accessToken, ...submission }: Registration): Promise<void> {
  const answer = await askRegistry({ url: new URL(metadataUrl), token: accessToken }, 'register', submission);
  if (!answer.ok) throw refusal(answer);
}

function refusal({ code, message, problems }: RegistryAnswer): GordianError {
  const known = refusals.find((one) => one === code) ?? 'CONTRACT_INVALID';
  const errors = problems.filter(({ severity }) => severity === 'error');
  const next =
    'Nothing was changed in the registry. Mend the files as each `fix` says and start again. Files that are as they came do not fit what another version of Gordian has registered in this state: go back to that version, or start on a new state, which leaves this one as it is: gordian start --state <folder>.';
  return new GordianError(known, [formatProblems(errors), message ?? '', next].filter(Boolean).join('\n'));
}

const refusals = ['COMPOSITION_FAILED', 'CONTRACT_INVALID', 'CHANGE_NOT_AGREED', 'CONFLICT'] as const;
