// Check and register over HTTP, for pipelines. Both judge alike; what the one says, the other does.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import type { Problem } from '../../../schema/problem.ts';
import { orNotReady } from './or-not-ready.ts';
import { type Checked, problemsOfGraph, type Refused } from './outcome.ts';
import type { Registrar } from './register.ts';
import { readRegistration } from './registration.ts';
import type { RegistryScope, ServiceCallers } from './service-caller.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import { everybody } from './verdict/judged-change.ts';

/** The schemas and contracts of a large organisation, all at once. */
const registrationLimitBytes = 32 * 1024 * 1024;

export function addRegistrationRoutes(
  app: FastifyInstance,
  { log }: Pick<SubgraphServices, 'log'>,
  identify: ServiceCallers,
  registrar: Registrar,
): void {
  const route = (scope: RegistryScope | null) => ({
    bodyLimit: registrationLimitBytes,
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: FastifyRequest) => {
      request.client = await identify(request.headers.authorization, scope);
    },
  });

  app.post('/registry/check', route(null), async (request) => {
    const checked = await orNotReady(registrar.check(readRegistration(request.body), everybody));
    return { ...checked, summaryMarkdown: summaryOf(checked) };
  });

  app.post('/registry/register', route('gordian:contract:write'), async (request, reply) => {
    const registration = readRegistration(request.body);
    if (registration.force) await identify(request.headers.authorization, 'gordian:contract:force');
    const publisher = { registeredBy: request.client, actorKind: 'service' as const, idempotencyKey: keyOf(request) };
    const outcome = await orNotReady(registrar.register(registration, publisher));
    if (!outcome.ok) return reply.code(outcome.code === 'CONFLICT' ? 409 : 422).send(refusalOf(outcome));
    log.info(
      { event: 'registered', status: outcome.status, artefact: outcome.artefact.id, client: request.client },
      'A registration was accepted.',
    );
    const { ok, ...answer } = outcome;
    return { ...answer, summaryMarkdown: summaryOf({ ok, ...answer, problems: answer.warnings }) };
  });
}

function keyOf({ headers }: FastifyRequest): string | null {
  const key = headers['idempotency-key'];
  return typeof key === 'string' ? key : null;
}

function refusalOf(refused: Refused) {
  const { code, message, problems, products } = refused;
  return { code, message: message ?? counted(problems), problems, products, summaryMarkdown: summaryOf(refused) };
}

function summaryOf({ ok, products, problems }: Pick<Checked, 'ok' | 'products' | 'problems'>): string {
  return summaryMarkdown(ok, products, problemsOfGraph(products, problems));
}

function counted(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return `The registration was refused with ${errors} ${errors === 1 ? 'error' : 'errors'}; nothing was changed.`;
}
