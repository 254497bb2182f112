// What the verbs that speak with the registry have in common: where it is, who asks, which variant, and how an answer is shown.
import type { Command } from 'commander';
import { exitCodes } from '../../exit-codes.ts';
import { writeData, writeNote } from '../../output.ts';
import { type ReportFormat, reportFormatOption } from '../../problem-report.ts';
import type { AccessFlags } from '../../registry-access.ts';
import type { RegistryAnswer } from '../../registry-client.ts';
import { clientIdFlag, registryFlag, tokenFlag, tokenUrlFlag, variantFlag } from '../../service-flags.ts';
import { reportAnswer, verdictLine } from '../registry/answer-report.ts';

export interface RegistryFlags extends AccessFlags {
  readonly variant: string;
}

export interface AnswerFlags extends RegistryFlags {
  readonly format: ReportFormat;
}

export interface ChangeFlags extends AnswerFlags {
  readonly reason?: string;
  readonly idempotencyKey?: string;
  readonly onTopOf?: number;
}

export interface GoingAheadFlags extends ChangeFlags {
  readonly force: boolean;
  readonly acceptUnknown: boolean;
}

export function registryVerb(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .addOption(registryFlag())
    .addOption(tokenFlag())
    .addOption(tokenUrlFlag())
    .addOption(clientIdFlag())
    .addOption(variantFlag());
}

/** Of verbs that write. */
export function withChangeFlags(verb: Command, environment: NodeJS.ProcessEnv): Command {
  return verb
    .option('--reason <text>', 'why; for the record')
    .option(
      '--on-top-of <registration>',
      'the registration you have seen; if another one came since: a conflict',
      Number,
    )
    .option('--idempotency-key <key>', 'the same key again gets the same answer')
    .addOption(reportFormatOption(environment));
}

/** Of verbs that can break somebody. */
export function withGoingAheadFlags(verb: Command): Command {
  return verb
    .option('--force', 'go ahead although it breaks somebody who has not agreed (scope gordian:contract:force)', false)
    .option('--accept-unknown', 'go ahead although nobody knows whom it breaks', false);
}

/** As the registry takes it. */
export function changeOf({ variant, reason, onTopOf }: ChangeFlags) {
  return { variant, ...(reason === undefined ? {} : { reason }), ...(onTopOf === undefined ? {} : { onTopOf }) };
}

export function showAnswer(answer: RegistryAnswer, format: ReportFormat): void {
  writeData(reportAnswer(answer, format));
  writeNote(`${verdictLine(answer)}\n`);
  process.exitCode = answer.ok ? exitCodes.ok : exitCodes.findings;
}
