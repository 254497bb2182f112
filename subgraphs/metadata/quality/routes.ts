// Quality over HTTP: the processes of the domains ask what to run and report what came of it, and results of other engines are
// delivered. Callers bring a service token with the scope, which names the domains on whose products they report.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import type { SubgraphServices } from '../../../kit/serve-subgraph.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { productOfCheck } from '../../../schema/quality/check-id.ts';
import { productIdByUrn } from '../freshness/queries.ts';
import { type Reporter, reportsOn, requireReportsOn } from '../registry/reporter.ts';
import type { ServiceCallers } from '../registry/service-caller.ts';
import type { ForeignResult } from './ingest/foreign-result.ts';
import { readGreatExpectations } from './ingest/great-expectations.ts';
import { type Engine, matchResults } from './ingest/match-results.ts';
import { readSoda } from './ingest/soda.ts';
import { checksOfProducts, claimChecks } from './queries/checks.ts';
import { recordResults } from './record-results.ts';
import { type Delivered, type Delivery, maxResults, notA, type Refusal, readReport } from './result-report.ts';

/** A process has so many checks at once, for so long: it runs them one after the other, each within half a minute. */
const claimLimit = 5;
const leaseMs = 5 * 60_000;
const deliveryLimitBytes = 5 * 1024 * 1024;

const claim = z.strictObject({ products: z.array(z.string().min(1).max(200)).min(1).max(100) });

const readers: Readonly<Record<Engine, (body: unknown) => (ForeignResult | null)[]>> = {
  gx: readGreatExpectations,
  soda: readSoda,
};

export function addQualityRoutes(
  app: FastifyInstance,
  { database, clock }: Pick<SubgraphServices, 'database' | 'clock'>,
  identify: ServiceCallers,
): void {
  const allowed = {
    // Before the body is read: a stranger costs no memory.
    onRequest: async (request: { headers: { authorization?: string }; reporter: Reporter | null }) => {
      request.reporter = await identify.reporter(request.headers.authorization, 'gordian:quality:write');
    },
    bodyLimit: deliveryLimitBytes,
  };

  app.post('/api/v1/quality/claims', allowed, async (request) => {
    const read = claim.safeParse(request.body);
    if (!read.success) throw notA('claim of checks: { products: [id] }', read.error);
    for (const product of read.data.products) requireReportsOn(request.reporter!, product);
    const now = clock.now();
    const leasedUntil = new Date(now.getTime() + leaseMs);
    const productUrns = read.data.products.map(productUrn);
    return { run: await claimChecks(database, { productUrns, now, leasedUntil, limit: claimLimit }) };
  });

  for (const path of ['/api/v1/quality/results', '/api/v1/quality/ingest/odcs']) {
    app.post(path, allowed, async (request) => {
      const { results, refused } = readReport(request.body);
      const reporter = request.reporter!;
      const isOwn = ({ result }: Delivered) => reportsOn(reporter, productOfCheck(result.check));
      const foreign = results
        .filter((one) => !isOwn(one))
        .map((one) => refusalOf(one, 'The token does not name the domain of the product.'));
      return record(results.filter(isOwn), [...refused, ...foreign], reporter);
    });
  }

  app.post<{ Params: { engine: string }; Querystring: { product?: string } }>(
    '/api/v1/quality/ingest/:engine',
    allowed,
    async (request) => {
      const engine = engineNamed(request.params.engine);
      const product = requireProduct(request.query.product);
      requireReportsOn(request.reporter!, product);
      const found = readers[engine](request.body);
      if (found.length > maxResults)
        throw new GordianError(
          'BAD_USER_INPUT',
          `A delivery holds at most ${maxResults} results; this has ${found.length}.`,
        );
      const productId = await productIdByUrn(database, productUrn(product));
      if (productId === null) throw new GordianError('NOT_FOUND', 'No such product is registered.');
      const { results, refused } = matchResults(engine, await checksOfProducts(database, [productId]), found);
      return record(results, refused, request.reporter!);
    },
  );

  async function record(
    delivered: readonly Delivered[],
    refused: readonly Refusal[],
    { name: reportedBy }: Reporter,
  ): Promise<Delivery> {
    const results = delivered.map(({ result }) => result);
    const report = { reportedBy, now: clock.now() };
    const unknown = new Set(await database.transaction((transaction) => recordResults(transaction, results, report)));
    const missing = delivered.filter(({ result }) => unknown.has(result.check));
    const refusals = missing.map((one) => refusalOf(one, 'No contract in force has this check.'));
    return {
      recorded: delivered.length - missing.length,
      refused: [...refused, ...refusals].sort((one, other) => one.index - other.index),
    };
  }
}

function refusalOf({ index, result }: Delivered, reason: string): Refusal {
  return { index, check: result.check, reason };
}

function engineNamed(name: string): Engine {
  if (name === 'gx' || name === 'soda') return name;
  throw new GordianError('NOT_FOUND', 'Results are taken of gx, soda and odcs.');
}

function requireProduct(product: string | undefined): string {
  if (product) return product;
  throw new GordianError('BAD_USER_INPUT', 'Say whose results these are: ?product=<domain>/<product>.');
}
