// A federation for tests: subgraphs over real HTTP, composed, and the stages of the gateway from prepare to project.
import { authorize } from '../../../gateway/authorize/authorize.ts';
import type { Authorization, Verdict } from '../../../gateway/authorize/authorized-operation.ts';
import { executePlan } from '../../../gateway/execute/execute-plan.ts';
import type { FetchedData } from '../../../gateway/execute/fetched-data.ts';
import { createHttpSubgraphs, type HttpSubgraphs } from '../../../gateway/execute/http-subgraphs.ts';
import type { SubgraphSettings } from '../../../gateway/execute/subgraph-settings.ts';
import { coerceVariables } from '../../../gateway/operation/coerce-variables.ts';
import { answerIntrospection } from '../../../gateway/operation/introspection.ts';
import { defaultOperationLimits } from '../../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../../gateway/operation/prepare-operation.ts';
import type { FieldShape, OperationShape } from '../../../gateway/operation/shape.ts';
import { shapeOperation } from '../../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import type { Plan } from '../../../gateway/plan/plan.ts';
import { cachePlans } from '../../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import { compileProjector } from '../../../gateway/project/compile-projector.ts';
import { judgeRows } from '../../../gateway/project/judge-rows.ts';
import type { Projection } from '../../../gateway/project/projection.ts';
import type { Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { type AnswerPart, deliverParts } from './answer-parts.ts';
import {
  type RecordedRequest,
  type RunningSubgraph,
  startSubgraph,
  type TestSubgraph,
  withFederationLink,
} from './subgraph-server.ts';

export interface RunOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  /** What policy would say of a field; everything is allowed without it. */
  readonly verdict?: (field: FieldShape) => Verdict | undefined;
  /** Instead of verdicts: the rules, and who asks. */
  readonly judgedBy?: { readonly policy: CompiledPolicy; readonly caller: Caller };
  /** Whether what is deferred comes in parts of its own. */
  readonly takesIncrements?: boolean;
  /** The labels of @override that hold; none without it. */
  readonly overrides?: readonly string[];
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface Run extends Pick<Projection, 'errors'> {
  /** Parsed; of the first part when what is deferred comes later. */
  readonly data: Readonly<Record<string, unknown>> | null;
  /** The parts after the first. */
  readonly parts: readonly AnswerPart[];
  readonly pending: AnswerPart['pending'];
  readonly plan: Plan;
  readonly fetched: FetchedData;
  /** What the subgraphs were asked, in the order of arrival. */
  readonly requests: readonly RecordedRequest[];
}

export interface Federation {
  readonly planner: Planner;
  readonly supergraphSdl: string;
  readonly urls: ReadonlyMap<string, string>;
  readonly http: HttpSubgraphs;
  readonly run: (query: string, options?: RunOptions) => Promise<Run>;
  readonly close: () => Promise<void>;
}

/** @param editSupergraph makes a supergraph that composition would not */
export async function startFederation(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  editSupergraph: (sdl: string) => string = (sdl) => sdl,
): Promise<Federation> {
  const requests: RecordedRequest[] = [];
  const running = await Promise.all(
    Object.entries(subgraphs).map(([name, subgraph]) => startSubgraph(name, subgraph, requests)),
  );
  const supergraphSdl = editSupergraph(compose(subgraphs, running));
  const federation = federate(supergraphSdl, new Map(running.map(({ name, url }) => [name, url])));
  return {
    ...federation,
    async run(query, options) {
      requests.length = 0;
      const run = await federation.run(query, options);
      return { ...run, requests: [...requests] };
    },
    async close() {
      await federation.close();
      await Promise.all(running.map((subgraph) => subgraph.close()));
    },
  };
}

/** @returns the gateway's stages over subgraphs that run elsewhere */
export function federate(
  supergraphSdl: string,
  urls: ReadonlyMap<string, string>,
  settings: Partial<SubgraphSettings> = {},
): Federation {
  const planner = cachePlans(createPlanner(supergraphSdl));
  const http = createHttpSubgraphs(urls, { settings });
  return {
    planner,
    supergraphSdl,
    urls,
    http,
    async run(query, options = {}) {
      const { variables = {}, deadlineMs = 5_000, signal, takesIncrements } = options;
      const prepared = prepareOperation(planner, { query, operationName: null });
      const coerced = coerceVariables(prepared, variables);
      const shape = shapeOperation(prepared, coerced, defaultOperationLimits, takesIncrements);
      const authorization = await authorizationOf(shape, coerced, options);
      const authorized = authorization.operation;
      const plan = await planner.plan(authorized, undefined, options.overrides);
      const context = { variables: coerced, subgraphs: http, headersFor: async () => ({}), deadlineMs, signal };
      const fetched = await executePlan(plan, context);
      const introspection = answerIntrospection(prepared, shape, coerced, () => true);
      const { data, errors, deferred } = compileProjector(authorized)(fetched, {
        introspection,
        rows: await judgeRows(authorization, fetched),
      });
      const later = await deliverParts(deferred, fetched.later);
      return { data: JSON.parse(data.toString()), errors, ...later, plan, fetched, requests: [] };
    },
    close: () => http.close(),
  };
}

async function authorizationOf(
  shape: OperationShape,
  variables: Readonly<Record<string, unknown>>,
  { verdict = () => undefined, judgedBy }: RunOptions,
): Promise<Authorization> {
  if (judgedBy) return authorize({ shape, variables, ...judgedBy });
  const verdicts = shape.fields.map(verdict);
  const operation = { shape, verdicts, key: verdicts.map((one) => one?.kind ?? '').join() };
  return { operation, fields: new Map(), types: new Map(), opened: new Set() };
}

export function compose(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  running: readonly Pick<RunningSubgraph, 'name' | 'url'>[],
): string {
  const composition = composeSupergraph(
    running.map(({ name, url }) => ({
      name,
      url,
      sdl: withFederationLink(subgraphs[name]!.sdl),
      file: `${name}.graphql`,
    })),
  );
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return composition.supergraphSdl;
}
