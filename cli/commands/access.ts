// `gordian access`: ask for access beyond the rules, decide about it, end it, and break glass in an emergency. The gateway is
// asked like by any other client, with a token.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { askGraph, type GraphAccess } from '../graph-client.ts';
import { parseUrl } from '../url-flag.ts';
import { type AccessList, accessLists, type Listed, mutations } from './access/operations.ts';
import { type AccessFormat, textOfList, textOfOne } from './access/print.ts';

interface Common {
  readonly url: URL;
  readonly token?: string;
  readonly format: AccessFormat;
}

interface Asking extends Common {
  readonly purpose: string;
  readonly reason: string;
  readonly for: string;
  readonly masked: boolean;
}

interface Deciding extends Common {
  readonly reason: string;
  readonly until?: string;
}

interface Breaking extends Common {
  readonly ticket: string;
  readonly reason: string;
  readonly minutes: number;
}

interface Listing extends Common {
  readonly others: boolean;
}

interface Reviewing extends Common {
  readonly verdict: string;
  readonly note: string;
}

/** What every verb of this command has in common. */
interface Prompt {
  verb(usage: string, description: string): Command;
  /** Sends a mutation and prints what it made. */
  run(common: Common, mutation: string, variables: Readonly<Record<string, unknown>>): Promise<void>;
}

export function registerAccessCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const access = program.command('access').description('Ask for access beyond the rules, decide about it, and end it.');
  const as = ({ url, token }: Common): GraphAccess => ({ url, token: token ?? requireToken(env) });
  const prompt: Prompt = {
    verb: (usage, description) =>
      access
        .command(usage)
        .description(description)
        .option('--url <url>', 'the gateway', parseUrl, new URL('http://127.0.0.1:4000'))
        .option('--token <token>', 'who you are; GORDIAN_TOKEN when it is left out')
        .addOption(new Option('--format <format>').choices(['table', 'json']).default('table')),
    run: async (common, mutation, variables) => {
      const answer = await askGraph<Record<string, Listed>>(as(common), mutation, variables);
      process.stdout.write(textOfOne(answer, common.format));
    },
  };
  addRequests(prompt);
  addDecisions(prompt);
  addEmergencies(prompt);
  prompt
    .verb('list [what]', `What there is: ${Object.keys(accessLists).join(', ')}.`)
    .option('--others', 'not your own, but what your groups decide about', false)
    .action(async (what: string | undefined, { others, ...common }: Listing) => {
      const list = parseList(what ?? 'requests');
      const answer = await askGraph<Record<string, { nodes: Listed[] }>>(as(common), list.query, { mine: !others });
      process.stdout.write(textOfList(Object.values(answer)[0]!.nodes, list.columns, common.format));
    });
}

function addRequests({ verb, run }: Prompt): void {
  verb('request <targets...>', 'Ask for fields (Customer.email) or data products (customers/customer-profile).')
    .requiredOption('--purpose <purpose>', 'what the data is for, in the words of the contract')
    .requiredOption('--reason <text>', 'why you need it')
    .option('--for <duration>', 'how long, such as P7D or PT8H', 'P7D')
    .option('--masked', 'masked fields may stay masked', false)
    .action((targets: string[], { purpose, reason, for: duration, masked, ...common }: Asking) =>
      run(common, mutations.request, {
        input: { targets, purpose, justification: reason, duration, outcome: masked ? 'MASK' : 'ALLOW' },
      }),
    );
  verb('cancel <request>', 'Take an own request back.').action((id: string, common: Common) =>
    run(common, mutations.cancel, { id }),
  );
}

function addDecisions({ verb, run }: Prompt): void {
  verb('approve <request>', 'Agree to a request, for one of the groups that the contract names.')
    .requiredOption('--reason <text>', 'why')
    .option('--until <instant>', 'the end to which you agree, when that is less than was asked for')
    .action((id: string, { reason, until, ...common }: Deciding) =>
      run(common, mutations.decide, { id, approve: true, reason, until: until ?? null }),
    );
  verb('deny <request>', 'Refuse a request.')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, { reason, ...common }: Deciding) =>
      run(common, mutations.decide, { id, approve: false, reason, until: null }),
    );
  verb('revoke <grant>', 'End a grant.')
    .requiredOption('--reason <text>', 'why')
    .action((id: string, { reason, ...common }: Deciding) => run(common, mutations.revoke, { id, reason }));
}

function addEmergencies({ verb, run }: Prompt): void {
  verb('break-glass <targets...>', 'Open fields or data products in an emergency, for minutes; owners are told.')
    .requiredOption('--ticket <ticket>', 'of the incident; send it as x-break-glass with each request')
    .requiredOption('--reason <text>', 'what happened')
    .option('--minutes <n>', 'at most 15', parseMinutes, 15)
    .action((targets: string[], { ticket, reason, minutes, ...common }: Breaking) =>
      run(common, mutations.breakGlass, { input: { targets, ticket, reason, minutes } }),
    );
  verb('end-glass <glass>', 'Close a broken glass before its time.').action((id: string, common: Common) =>
    run(common, mutations.endGlass, { id }),
  );
  verb('review-glass <glass>', 'Close the review of a glass that somebody else has broken.')
    .addOption(new Option('--verdict <verdict>').choices(['justified', 'misused']).makeOptionMandatory())
    .requiredOption('--note <text>', 'what you have found')
    .action((id: string, { verdict, note, ...common }: Reviewing) =>
      run(common, mutations.reviewGlass, { id, verdict: verdict.toUpperCase(), note }),
    );
}

function requireToken({ GORDIAN_TOKEN: token }: NodeJS.ProcessEnv): string {
  if (token) return token;
  throw new GordianError(
    'UNAUTHENTICATED',
    'Access is for somebody: send a token with --token or GORDIAN_TOKEN. For the demo: gordian token --persona analyst.',
  );
}

function parseList(what: string): AccessList {
  const list = accessLists[what];
  if (list) return list;
  throw new GordianError(
    'BAD_USER_INPUT',
    `There is no list of ${what}: it is one of ${Object.keys(accessLists).join(', ')}.`,
  );
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 15) return minutes;
  throw new InvalidArgumentError('it is a number from 1 to 15.');
}
