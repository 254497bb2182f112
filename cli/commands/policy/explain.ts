// `gordian policy explain`: what one persona may see of an operation or a coordinate, which rule of which layer says so, what would
// change it, and how to ask for access.
import type { Command } from 'commander';
import { GordianError } from '../../../kit/errors.ts';
import { didYouMean } from '../../../kit/nearest.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { askerOf } from '../../../policies/persona.ts';
import type { Asker } from '../../../policies/review/counterfactual.ts';
import { type Explanation, explain } from '../../../policies/review/explain.ts';
import { explainOperation } from '../../../policies/review/explain-operation.ts';
import { withExamples } from '../../examples.ts';
import { formatFlag, listFormats } from '../../format-flag.ts';
import { writeData, writeNote } from '../../output.ts';
import { parseVariables, readQuery } from '../../query-flags.ts';
import { gatewayFlag, requireToken, tokenFlag } from '../../service-flags.ts';
import { explainDecision } from './explain-decision.ts';
import { printExplanation } from './explanation-text.ts';
import {
  openWorkspace,
  personaNamed,
  type Workspace,
  type WorkspaceFlags,
  withWorkspaceFlags,
} from './policy-workspace.ts';

interface ExplainFlags extends WorkspaceFlags {
  readonly as?: string;
  readonly decision?: string;
  readonly url: URL;
  readonly token?: string;
  readonly coordinate?: string;
  readonly query?: string;
  readonly operation?: string;
  readonly variables?: string;
  readonly purpose?: string;
  readonly region?: string;
  readonly format: 'table' | 'json';
}

export function registerPolicyExplainCommand(policy: Command, environment: NodeJS.ProcessEnv): void {
  withExamples(
    withWorkspaceFlags(policy.command('explain'))
      .description('Say what a persona may see, which rule decides, and what would change it.')
      .option('--as <persona>', 'who asks: a persona of personas.ts')
      .option('--coordinate <Type.field>', 'one field, input field, or type whose rows are guarded')
      .option('--query <file|text>', 'a GraphQL document, or the file that holds it; - is standard input')
      .option('--operation <name>', 'which operation of the document')
      .option('--variables <json>', 'a JSON object')
      .option('--purpose <name>', 'the purpose that the request selects')
      .option('--region <name>', 'the region of the gateway that is asked')
      .option('--decision <id>', 'the decisionId of an error instead: what the audit has of the request')
      .addOption(gatewayFlag())
      .addOption(tokenFlag())
      .addOption(formatFlag(listFormats, environment))
      .action((flags: ExplainFlags) =>
        flags.decision === undefined ? explainFor(flags) : lookUp(flags.decision, flags, environment),
      ),
    'gordian policy explain --as analyst --coordinate Customer.email',
    'gordian policy explain --as app --query query.graphql --format json',
    'gordian policy explain --decision 3f2c9a7e-5d1b-4f0e-9a51-1f3f0f8a2b6c',
  );
}

async function lookUp(id: string, { url, token }: ExplainFlags, environment: NodeJS.ProcessEnv): Promise<void> {
  writeData(await explainDecision({ url, token: requireToken(token, environment) }, id));
}

async function explainFor(flags: ExplainFlags): Promise<void> {
  if (flags.as === undefined || (flags.coordinate === undefined) === (flags.query === undefined))
    throw new GordianError('BAD_USER_INPUT', 'Give --as and either --coordinate or --query, or else --decision.');
  const workspace = await openWorkspace(flags);
  const asker = askerFor(flags, workspace);
  const explanations =
    flags.query === undefined
      ? [await explainCoordinate(workspace.policy, asker, flags.coordinate!)]
      : await explainOperation(workspace.policy, workspace.schema, asker, {
          document: readQuery(flags.query),
          variables: parseVariables(flags.variables ?? '{}'),
          ...(flags.operation === undefined ? {} : { operationName: flags.operation }),
        });
  const text =
    flags.format === 'json'
      ? `${JSON.stringify({ persona: flags.as, explanations }, null, 2)}\n`
      : explanations.map(printExplanation).join('');
  writeData(text);
  writeNote(`${count(explanations, flags.as)}\n`);
}

function askerFor({ as = '', purpose, region }: ExplainFlags, { personas }: Workspace): Asker {
  const persona = personaNamed(as, personas);
  const granted = persona.claims?.purposes ?? [];
  if (purpose !== undefined && !granted.includes(purpose))
    throw new GordianError(
      'BAD_USER_INPUT',
      `The token of ${as} does not grant the purpose ${purpose}, so the gateway would refuse the request. It grants ${granted.join(', ') || 'none'}.`,
    );
  return askerOf(persona, {
    ...(purpose === undefined ? {} : { purpose }),
    ...(region === undefined ? {} : { gatewayRegion: region }),
  });
}

async function explainCoordinate(policy: CompiledPolicy, asker: Asker, coordinate: string): Promise<Explanation> {
  const known = policy.coordinates.map((rules) => rules.coordinate);
  if (known.includes(coordinate) || policy.rowsOf(coordinate) !== undefined) return explain(policy, asker, coordinate);
  const mend = coordinate.includes('.')
    ? didYouMean(coordinate, known, 'Write it as Type.field.')
    : 'No rule speaks of the rows of such a type; a field is written as Type.field.';
  throw new GordianError('BAD_USER_INPUT', `The policy knows no ${coordinate}. ${mend}`);
}

/** `analyst: 12 coordinates, 9 allowed, 2 denied, 1 masked.` */
function count(explanations: readonly Explanation[], persona: string): string {
  const by = (outcome: Explanation['outcome']) => explanations.filter((one) => one.outcome === outcome).length;
  const parts = [
    [by('allow'), 'allowed'],
    [by('deny') + by('fault'), 'denied'],
    [by('mask'), 'masked'],
    [by('row'), 'left to the row'],
  ].flatMap(([number, word]) => (number === 0 ? [] : `${number} ${word}`));
  const noun = explanations.length === 1 ? 'coordinate' : 'coordinates';
  return `${persona}: ${explanations.length} ${noun}, ${parts.join(', ')}.`;
}
