// `gordian changes`: have changes of contracts, health and incidents sent to an address, and give that up again.
import { type Command, Option } from 'commander';
import { withExamples } from '../examples.ts';
import { createGraphPrompt, type GraphOptions } from '../graph-prompt.ts';
import { type Listed, textOfOne } from '../graph-text.ts';
import { writeData } from '../output.ts';
import { addDigest } from './changes/digest.ts';
import { type Interest, interestOf, withInterest } from './changes/interest-flags.ts';

interface Subscribing extends GraphOptions, Interest {
  readonly digest: string;
  readonly timeZone: string;
}

interface NewSubscription {
  /** Not shown again. */
  readonly secret: string;
  readonly subscription: Listed;
}

const subscription =
  'id topics match minSeverity includeUpstream onlyIfIUseIt webhookUrl digest nextDigestAt createdAt endedBecause';
const subscribe = `mutation ($input: SubscribeChangesInput!) {
  subscribeChanges(input: $input) { secret subscription { ${subscription} } } }`;

export function registerChangesCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const changes = program.command('changes').description('Have changes of what you use sent to an address of yours.');
  const prompt = createGraphPrompt(changes, env);
  const { verb, ask, run, list } = prompt;
  withExamples(
    withInterest(
      verb(
        'subscribe <webhook> [match...]',
        'Send signed webhooks about types, fields or products; about all without any.',
      ),
    )
      .addOption(
        new Option('--digest <rhythm>', 'one webhook a day or a week')
          .choices(['none', 'daily', 'weekly'])
          .default('none'),
      )
      .option('--time-zone <zone>', 'by whose clocks a day begins, such as Europe/Paris', 'UTC')
      .action(async (webhookUrl: string, match: string[], { digest, timeZone, ...options }: Subscribing) => {
        const input = { webhookUrl, ...interestOf(match, options), digest: digest.toUpperCase(), timeZone };
        const { subscribeChanges: made } = await ask<{ subscribeChanges: NewSubscription }>(options, subscribe, {
          input,
        });
        writeData(textOfOne({ made: { ...made.subscription, secret: made.secret } }, options.format));
      }),
    'gordian changes subscribe https://hooks.example.com/gordian Customer.email',
    'gordian changes subscribe https://hooks.example.com/gordian --topic contract health --min-severity breaking',
    'gordian changes subscribe https://hooks.example.com/gordian --digest daily --time-zone Europe/Paris',
  );
  withExamples(
    verb('list', 'Your subscriptions, with why they ended.').action((options: GraphOptions) =>
      list(
        options,
        `{ changeSubscriptions(first: 100) { nodes { ${subscription} } } }`,
        {},
        {
          subscription: 'id',
          topics: 'topics',
          match: 'match',
          webhook: 'webhookUrl',
          digest: 'digest',
          ended: 'endedBecause',
        },
      ),
    ),
    'gordian changes list',
  );
  withExamples(
    verb('try <subscription>', 'Send a trial at once.').action((id: string, options: GraphOptions) =>
      run(options, `mutation ($id: ID!) { tryWebhook(subscription: $id) { ${subscription} } }`, { id }),
    ),
    'gordian changes try 4c1d8f00-9f0e-4f5a-8c8e-7d1d2a3b4c5d',
  );
  withExamples(
    verb('end <subscription>', 'Send nothing any more.').action((id: string, options: GraphOptions) =>
      run(options, `mutation ($id: ID!) { unsubscribeChanges(id: $id) { ${subscription} } }`, { id }),
    ),
    'gordian changes end 4c1d8f00-9f0e-4f5a-8c8e-7d1d2a3b4c5d',
  );
  addDigest(prompt);
}
