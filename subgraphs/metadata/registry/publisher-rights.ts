// Whose subgraphs a publisher may change, or take something from. A service that is taken over changes nothing of other domains: its
// token names those that it publishes for. People change what their teams answer for.
import type { Caller } from '../../../kit/caller.ts';
import { GordianError } from '../../../kit/errors.ts';
import { actorKindOf, type Person } from '../access/person.ts';
import { shortened } from './gates/tell-losses.ts';
import type { Publisher } from './outcome.ts';
import { type Reporter, reporterOf } from './reporter.ts';
import type { TouchedSubgraph } from './touched-subgraphs.ts';

/** Also the domains of what it replaces: nobody takes over a subgraph of others by another contract. */
export function requireDomainsOf({ name: client, domains }: Reporter, touched: TouchedSubgraph): void {
  if (domains.has('*')) return;
  refuseUnreadable(touched);
  const { name, inForce, offered } = touched;
  const domain = [...inForce, ...offered].map((contract) => contract.domain).find((one) => !domains.has(one));
  if (domain === undefined) return;
  throw new GordianError(
    'FORBIDDEN',
    `${client} may not ${deedTo(touched)}: its token does not name the domain ${domain}. Let the identity provider give the client the domain in the claim \`domains\` ("*" for all).`,
    { details: { client, subgraph: name, domain } },
  );
}

/** Whoever may change everything can mend it; for all others it is nobody's. */
function refuseUnreadable({ name, unreadable }: TouchedSubgraph): void {
  const [file] = unreadable;
  if (file === undefined) return;
  throw new GordianError(
    'FORBIDDEN',
    `The subgraph ${name} may not be changed: nobody can tell whose it is, because ${file}, which is in force, cannot be read. A service that publishes for all domains (\`domains\`: "*") can register it anew.`,
    { details: { subgraph: name, file } },
  );
}

function deedTo({ name, losses }: TouchedSubgraph): string {
  return losses.length === 0 ? `change the subgraph ${name}` : `take from the subgraph ${name} (${shortened(losses)})`;
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
function requireTeamsOf(person: Person, touched: TouchedSubgraph): void {
  refuseUnreadable(touched);
  const { name, inForce, offered } = touched;
  const contracts = inForce.length > 0 ? inForce : offered;
  const foreign = contracts.find(({ owner }) => !person.groups.includes(owner.id));
  if (foreign === undefined) return;
  const { domain, owner } = foreign;
  throw new GordianError(
    'NOT_AN_APPROVER',
    `${person.subject} may not ${deedTo(touched)}: only the team ${owner.id} may, which answers for it in the domain ${domain}. Ask one of the team to publish this, or leave that as it is.`,
    { details: { subgraph: name, domain, team: owner.id } },
  );
}
