// Register, promote and roll back over HTTP, for pipelines, each with its check. Both judge alike; what the one says, the other does.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Queries } from '../../../kit/postgres.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import type { Problem } from '../../../schema/problem.ts';
import { everSecret } from '../lineage/queries/secrets.ts';
import { withoutUnknown } from './known-check.ts';
import { orNotReady } from './or-not-ready.ts';
import { type Checked, type Publisher, problemsOfGraph, type Refused } from './outcome.ts';
import { requireDomainsOf } from './publisher-rights.ts';
import { secretsIn } from './queries/history.ts';
import type { Registrar } from './register.ts';
import { type RegistryChange, readPromotion, readRegistration, readRollback } from './registration.ts';
import type { ServiceCallers } from './service-caller.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import { everybody } from './verdict/judged-change.ts';

/** The schemas and contracts of a large organisation, all at once. */
const registrationLimitBytes = 32 * 1024 * 1024;
/** Anybody who is known may check, and what waits for its turn is held in memory. */
const checkLimitBytes = 8 * 1024 * 1024;

/** Who publishes has to know whom it breaks, and all that it breaks. */
const publisherScope = 'gordian:contract:write';

export function addRegistrationRoutes(
  app: FastifyInstance,
  { database, log }: Pick<SubgraphServices, 'database' | 'log'>,
  identify: ServiceCallers,
  registrar: Registrar,
): void {
  // Before the body is read: a stranger costs no memory.
  const toCheck = {
    bodyLimit: checkLimitBytes,
    onRequest: async (request: FastifyRequest) => {
      const { name, scopes } = await identify.known(request.headers.authorization);
      request.client = name;
      request.isPublisher = scopes.includes(publisherScope);
    },
  };
  const toRegister = {
    bodyLimit: registrationLimitBytes,
    onRequest: async (request: FastifyRequest) => {
      request.reporter = await identify.reporter(request.headers.authorization, publisherScope);
      request.client = request.reporter.name;
    },
  };
  app.decorateRequest('isPublisher', false);

  const addCheck = (path: string, read: (body: unknown) => RegistryChange) =>
    app.post(path, toCheck, async ({ body, client, isPublisher }) => {
      const change = read(body);
      const isNamed = isPublisher ? everybody : (consumer: string) => consumer === client;
      const found = await orNotReady(registrar.check(change, isNamed, client));
      const checked = isPublisher ? found : withoutUnknown(found, await orNotReady(secretsOf(database, change)));
      return { ...checked, summaryMarkdown: summaryOf(checked) };
    });

  const addChange = (path: string, read: (body: unknown) => RegistryChange) =>
    app.post(path, toRegister, async (request, reply) => {
      const change = read(request.body);
      if ('force' in change && change.force) await identify(request.headers.authorization, 'gordian:contract:force');
      const outcome = await orNotReady(registrar.register(change, publisherOf(request)));
      if (!outcome.ok) return reply.code(outcome.code === 'CONFLICT' ? 409 : 422).send(refusalOf(outcome));
      const { ok, ...answer } = outcome;
      const { status, variant, registration, artefact } = answer;
      log.info(
        {
          event: 'registered',
          kind: change.kind,
          status,
          variant,
          registration,
          artefact: artefact.id,
          client: request.client,
        },
        'A registration was accepted.',
      );
      return { ...answer, summaryMarkdown: summaryOf({ ok, ...answer, problems: answer.warnings }) };
    });

  for (const [name, read] of changes) {
    addChange(`/registry/${name}`, read);
    addCheck(name === 'register' ? '/registry/check' : `/registry/${name}/check`, read);
  }
}

const changes = [
  ['register', readRegistration],
  ['promote', readPromotion],
  ['rollback', readRollback],
] as const;

function publisherOf(request: FastifyRequest): Publisher {
  const reporter = request.reporter!;
  return {
    registeredBy: reporter.name,
    actorKind: 'service',
    idempotencyKey: keyOf(request),
    authorize: (touched) => requireDomainsOf(reporter, touched),
  };
}

/** A service that does not publish knows none of them: not those of the catalogue, and not those that only a variant has. */
async function secretsOf(database: Queries, change: RegistryChange): Promise<string[]> {
  const inProd = (await everSecret(database)).map(({ coordinate }) => coordinate);
  const inVariants = await secretsIn(database, [
    { variant: change.variant, number: 'to' in change ? change.to : null },
    { variant: change.variant, number: null },
    ...('from' in change ? [{ variant: change.from, number: null }] : []),
  ]);
  return [...new Set([...inProd, ...inVariants])];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Of a check: whether it may know whom the changes break, and of every field. */
    isPublisher: boolean;
  }
}

function keyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}

function refusalOf(refused: Refused) {
  const { code, message, problems, products } = refused;
  return { code, message: message ?? counted(problems), problems, products, summaryMarkdown: summaryOf(refused) };
}

function summaryOf({
  ok,
  products,
  problems,
  newAccess,
}: Pick<Checked, 'ok' | 'products' | 'problems'> & Partial<Pick<Checked, 'newAccess'>>): string {
  return summaryMarkdown(ok, products, problemsOfGraph(products, problems), newAccess);
}

function counted(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return `The registration was refused with ${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was changed.`;
}
