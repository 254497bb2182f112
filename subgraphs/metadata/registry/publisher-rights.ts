// Whose subgraphs a publisher may change. A service that is taken over changes nothing of other domains: its token names those that
// it publishes for. People change what their teams answer for.
import type { Caller } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';
import { actorKindOf, type Person } from '../access/person.ts';
import { requireProducer } from './acting.ts';
import type { Publisher } from './outcome.ts';
import { type Reporter, reporterOf } from './reporter.ts';
import type { TouchedSubgraph } from './touched-subgraphs.ts';

/** Also the domains of what it replaces: nobody takes over a subgraph of others by another contract. */
export function requireDomainsOf(
  { name: client, domains }: Reporter,
  { name, inForce, offered }: TouchedSubgraph,
): void {
  const domain = [...inForce, ...offered]
    .map((contract) => contract.domain)
    .find((one) => !mayPublishFor(domains, one));
  if (domain === undefined) return;
  throw new GordianError(
    'FORBIDDEN',
    `${client} may not change the subgraph ${name}: its token does not name the domain ${domain}. Let the identity provider give the client the domain in the claim \`domains\` ("*" for all).`,
    { details: { client, subgraph: name, domain } },
  );
}

function mayPublishFor(domains: ReadonlySet<string>, domain: string): boolean {
  return domains.has('*') || domains.has(domain);
}

/** Of the graph: a pipeline with its token, or somebody of the team. */
export function publisherOf(caller: Caller, person: Person, idempotencyKey?: string | null): Publisher {
  const reporter = reporterOf(caller.client ?? person.subject, caller.claims, 'domains');
  return {
    registeredBy: person.subject,
    actorKind: actorKindOf(person),
    idempotencyKey: idempotencyKey ?? null,
    authorize: (touched) => (person.isService ? requireDomainsOf(reporter, touched) : requireTeamsOf(person, touched)),
  };
}

/** Who answers for it now decides; of what is new, who is to answer for it. */
function requireTeamsOf(person: Person, { inForce, offered }: TouchedSubgraph): void {
  for (const { owner } of inForce.length > 0 ? inForce : offered) requireProducer(person, owner.id);
}
