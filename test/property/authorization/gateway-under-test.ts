// The gateway's own walk, from the document to the answer, with what surrounds it in a process left out: no sockets, no threads, no
// polling. What it logs is kept.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Audit, noAudit } from '../../../gateway/audit/audit.ts';
import { identifiedTypesOf } from '../../../gateway/authorize/identified-types.ts';
import { type GatewayConfig, readGatewayConfig } from '../../../gateway/config.ts';
import type { SubgraphTransport } from '../../../gateway/execute/subgraph-transport.ts';
import type { Gateway } from '../../../gateway/gateway.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import { createPersistedDocuments } from '../../../gateway/receive/persisted-documents.ts';
import { trustedForAll } from '../../../gateway/receive/trusted-documents.ts';
import { createReporter } from '../../../gateway/report/report.ts';
import type { GraphQLAnswer } from '../../../gateway/respond/respond.ts';
import { type Generation, pairUp } from '../../../gateway/supergraph/generation.ts';
import { rememberOperations } from '../../../gateway/supergraph/recent-operations.ts';
import type { ServedSupergraph } from '../../../gateway/supergraph/served-supergraph.ts';
import { noUsage } from '../../../gateway/usage/usage.ts';
import { answerOperation } from '../../../gateway/walk.ts';
import type { Caller } from '../../../kit/caller.ts';
import { ClientLeaving } from '../../../kit/leaving.ts';
import { createLog } from '../../../kit/log.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { nowhere } from '../../../policies/decide/evaluate.ts';
import { buildArtefact, type SupergraphArtefact } from '../../../schema/artefact.ts';

const usualConfig = readUsualConfig();

function readUsualConfig(): GatewayConfig {
  const file = join(mkdtempSync(join(tmpdir(), 'gordian-walk-')), 'gateway.yaml');
  writeFileSync(file, 'supergraph: { kind: file, path: none }');
  return readGatewayConfig(file, {});
}

export interface GatewayUnderTest {
  readonly ask: (asked: Asked) => Promise<GraphQLAnswer>;
  /** The log lines since they were taken last. */
  readonly takeLog: () => string;
}

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly overrides: readonly string[];
  readonly subgraphs: SubgraphTransport;
}

/** What the callers of a test hold, they bring. */
const heldByCaller = {
  of: ({ grants = [] }: Caller) => grants,
  brokenGlass: ({ breakGlass }: Caller) => breakGlass ?? undefined,
  used: () => {},
};

export interface Served {
  readonly supergraphSdl: string;
  readonly planner: Planner;
  readonly policy: CompiledPolicy;
  readonly classifications: SupergraphArtefact['classifications'];
}

/** @param audit where each operation leaves its record */
export function gatewayUnderTest(served: Served, audit: Audit = noAudit): GatewayUnderTest {
  let lines: string[] = [];
  const log = createLog({ name: 'gateway', level: 'trace', destination: { write: (line) => void lines.push(line) } });
  const reporter = createReporter(log, audit, noUsage);
  const gateway = {
    config: usualConfig,
    log,
    reporter,
    signer: { sign: async () => 'assertion' },
    demand: null,
    documents: createPersistedDocuments({ trusted: trustedForAll(new Map()), onlyTrusted: false, automaticBytes: 0 }),
    dryRun: null,
    grants: heldByCaller,
    circumstances: nowhere,
  } as unknown as Gateway;
  const generation = generationOf(served);
  return {
    async ask({ query, variables, caller, overrides, subgraphs }) {
      const report = reporter.begin('decision');
      const breakGlassTicket = caller.breakGlass ? 'ticket' : null;
      const asker = { caller, isGet: false, left: new ClientLeaving(), asksFetches: true };
      const asked = { query, variables, operationName: null };
      const answering = { ...generation, subgraphs, overrides: { decide: () => overrides } } as unknown as Generation;
      const answer = await answerOperation(gateway, answering, { ...asker, asked, breakGlassTicket }, report);
      await report.end();
      return answer;
    },
    takeLog() {
      const taken = lines.join('');
      lines = [];
      return taken;
    },
  };
}

function generationOf({ supergraphSdl, planner, policy, classifications }: Served): Generation {
  const artefact = buildArtefact({
    supergraphSdl,
    classifications: new Map(Object.entries(classifications)),
    publishedAt: new Date(0),
  });
  const recent = rememberOperations(0);
  const supergraph = {
    artefact,
    planner,
    recent,
    identified: identifiedTypesOf(artefact, planner.entityKeys),
    hold: () => async () => {},
  };
  return pairUp(supergraph as unknown as ServedSupergraph, policy);
}
