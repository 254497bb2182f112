// A check as a comment on a pull request. What others wrote (names, messages) is shown as text, whatever is in it.
import type { Problem } from '../../../schema/problem.ts';
import type { ContractCheck } from './contract-check.ts';
import type { NewAccess } from './gates/access-of-new.ts';
import type { JudgedChange } from './verdict/judged-change.ts';

/** A comment has 65,536 characters at most, and nobody reads as many. */
const maxChanges = 50;
const maxProblems = 20;
const maxNewFields = 50;

/** @param newAccess as far as the reader may know of it */
export function summaryMarkdown(
  ok: boolean,
  products: readonly ContractCheck[],
  others: readonly Problem[],
  newAccess: readonly NewAccess[] = [],
): string {
  const title = ok ? 'This can be registered.' : 'This cannot be registered.';
  const parts = [...products.map(ofProduct), ...ofNewAccess(newAccess), ...ofProblems('The graph', others)];
  return [`## ${title}`, ...parts].join('\n\n').concat('\n');
}

function ofNewAccess(newAccess: readonly NewAccess[]): string[] {
  if (newAccess.length === 0) return [];
  const rows = newAccess.slice(0, maxNewFields).map(({ coordinate, openTo, passes, mask }) => {
    const who = typeof openTo === 'string' ? `**${openTo}**` : openTo.map(text).join(', ') || '**nobody**';
    const how = mask === null ? '' : ` (masked: ${text(mask)})`;
    return `| ${text(coordinate)} | ${who}${how} | ${passes.map(text).join('; ')} |`;
  });
  const more = newAccess.length > maxNewFields ? [`And ${newAccess.length - maxNewFields} more.`] : [];
  const table = ['| New | Seen by | Who passes |', '|---|---|---|', ...rows].join('\n');
  return ['**Who sees what is new**', table, ...more];
}

function ofProduct({
  product,
  version,
  previousVersion,
  requiredBump,
  changes,
  problems,
  proposal,
}: ContractCheck): string {
  const from = previousVersion === null ? 'new' : `in force: ${text(previousVersion)}`;
  return [
    `### ${text(product)} ${text(version)} (${from}; the changes ask for: ${requiredBump})`,
    ...ofChanges(changes),
    ...ofProblems('Problems', problems),
    ...(proposal === null
      ? []
      : [
          `Proposal ${text(proposal.id)}: ${proposal.state}, waiting for ${proposal.waitingFor.map(text).join(', ') || 'nobody'}.`,
        ]),
  ].join('\n\n');
}

function ofChanges(changes: readonly JudgedChange[]): string[] {
  if (changes.length === 0) return ['Nothing has changed.'];
  const rows = changes.slice(0, maxChanges).map(({ coordinate, kind, severity, verdict, affected }) => {
    const who = affected.consumers.map(({ consumer }) => text(consumer)).join(', ');
    return `| ${text(coordinate)} | ${kind} | ${severity} | ${verdict} | ${who} |`;
  });
  const more = changes.length > maxChanges ? [`And ${changes.length - maxChanges} more.`] : [];
  return [['| What | Change | Severity | Verdict | Who |', '|---|---|---|---|---|', ...rows].join('\n'), ...more];
}

function ofProblems(title: string, problems: readonly Problem[]): string[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, maxProblems).map(({ severity, code, message, fix, file, line, column }) => {
    const mend = fix === undefined ? '' : ` ${text(fix)}`;
    return `- **${severity} ${code}** ${text(file)}:${line}:${column} ${text(message)}${mend}`;
  });
  const more = problems.length > maxProblems ? [`- And ${problems.length - maxProblems} more.`] : [];
  return [[`**${title}**`, '', ...lines, ...more].join('\n')];
}

/** No markup, no link, no mention of people, no new line. */
function text(value: string): string {
  return value
    .replace(/[\\`*_{}[\]()#+!|~]/g, '\\$&')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '&#64;')
    .replace(/\s+/g, ' ');
}
