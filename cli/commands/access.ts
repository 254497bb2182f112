// `gordian access`: ask for access beyond the rules, decide about it, end it, and break glass in an emergency. The gateway is
// asked like by any other client, with a token.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { type AccessList, accessLists, mutations } from './access/operations.ts';

interface Asking extends GraphOptions {
  readonly purpose: string;
  readonly reason: string;
  readonly for: string;
  readonly masked: boolean;
}

interface Deciding extends GraphOptions {
  readonly reason: string;
  readonly until?: string;
}

interface Breaking extends GraphOptions {
  readonly ticket: string;
  readonly reason: string;
  readonly minutes: number;
}

interface Listing extends GraphOptions {
  readonly others: boolean;
}

interface Reviewing extends GraphOptions {
  readonly verdict: string;
  readonly note: string;
}

export function registerAccessCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const access = program.command('access').description('Ask for access beyond the rules, decide about it, and end it.');
  const prompt = createGraphPrompt(access, env);
  addRequests(prompt);
  addDecisions(prompt);
  addEmergencies(prompt);
  withExamples(
    prompt
      .verb('list [what]', `What there is: ${Object.keys(accessLists).join(', ')}.`)
      .option('--others', 'not your own, but what your groups decide about', false)
      .action((what: string | undefined, { others, ...options }: Listing) => {
        const { query, columns } = parseList(what ?? 'requests');
        return prompt.list(options, query, { mine: !others }, columns);
      }),
    'gordian access list',
    'gordian access list grants',
    'gordian access list requests --others --format json',
  );
}

function addRequests({ verb, run }: GraphPrompt): void {
  withExamples(
    verb('request <targets...>', 'Ask for fields (Customer.email) or data products (customers/customer-profile).')
      .requiredOption('--purpose <purpose>', 'what the data is for, in the words of the contract')
      .requiredOption('--reason <text>', 'why you need it')
      .option('--for <duration>', 'how long, such as P7D or PT8H', 'P7D')
      .option('--masked', 'masked fields may stay masked', false)
      .action((targets: string[], { purpose, reason, for: duration, masked, ...options }: Asking) =>
        run(options, mutations.request, {
          input: { targets, purpose, justification: reason, duration, outcome: masked ? 'MASK' : 'ALLOW' },
        }),
      ),
    'gordian access request Customer.email --purpose support --reason "Ticket K-1042"',
    'gordian access request customers/customer-profile --purpose analytics --reason "Churn study" --for P30D',
  );
  withExamples(
    verb('cancel <request>', 'Take an own request back.').action((id: string, options: GraphOptions) =>
      run(options, mutations.cancel, { id }),
    ),
    'gordian access cancel 7f9c2ba4-e88f-427d-8e5d-6b3f5d1e9a00',
  );
}

function addDecisions({ verb, run }: GraphPrompt): void {
  withExamples(
    verb('approve <request>', 'Agree to a request, for one of the groups that the contract names.')
      .requiredOption('--reason <text>', 'why')
      .option('--until <instant>', 'the end to which you agree, when that is less than was asked for')
      .action((id: string, { reason, until, ...options }: Deciding) =>
        run(options, mutations.decide, { id, approve: true, reason, until: until ?? null }),
      ),
    'gordian access approve 7f9c2ba4-e88f-427d-8e5d-6b3f5d1e9a00 --reason "Needed for the case" --until 2026-12-01T00:00:00Z',
  );
  withExamples(
    verb('deny <request>', 'Refuse a request.')
      .requiredOption('--reason <text>', 'why')
      .action((id: string, { reason, ...options }: Deciding) =>
        run(options, mutations.decide, { id, approve: false, reason, until: null }),
      ),
    'gordian access deny 7f9c2ba4-e88f-427d-8e5d-6b3f5d1e9a00 --reason "The masked value is enough"',
  );
  withExamples(
    verb('revoke <grant>', 'End a grant.')
      .requiredOption('--reason <text>', 'why')
      .action((id: string, { reason, ...options }: Deciding) => run(options, mutations.revoke, { id, reason })),
    'gordian access revoke 1b4e28ba-2fa1-41d2-883f-0016d3cca427 --reason "The case is closed"',
  );
}

function addEmergencies({ verb, run }: GraphPrompt): void {
  withExamples(
    verb('break-glass <targets...>', 'Open fields or data products in an emergency, for minutes; owners are told.')
      .requiredOption('--ticket <ticket>', 'of the incident; send it as x-break-glass with each request')
      .requiredOption('--reason <text>', 'what happened')
      .option('--minutes <n>', 'at most 15', parseMinutes, 15)
      .action((targets: string[], { ticket, reason, minutes, ...options }: Breaking) =>
        run(options, mutations.breakGlass, { input: { targets, ticket, reason, minutes } }),
      ),
    'gordian access break-glass Customer.phone --ticket INC-88 --reason "Fraud under way" --minutes 10',
  );
  withExamples(
    verb('end-glass <glass>', 'Close a broken glass before its time.').action((id: string, options: GraphOptions) =>
      run(options, mutations.endGlass, { id }),
    ),
    'gordian access end-glass 9a3b1c5d-1f00-4c57-9c1e-1f5d0a9b7e11',
  );
  withExamples(
    verb('review-glass <glass>', 'Close the review of a glass that somebody else has broken.')
      .addOption(new Option('--verdict <verdict>').choices(['justified', 'misused']).makeOptionMandatory())
      .requiredOption('--note <text>', 'what you have found')
      .action((id: string, { verdict, note, ...options }: Reviewing) =>
        run(options, mutations.reviewGlass, { id, verdict: verdict.toUpperCase(), note }),
      ),
    'gordian access review-glass 9a3b1c5d-1f00-4c57-9c1e-1f5d0a9b7e11 --verdict justified --note "Calls were made"',
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
