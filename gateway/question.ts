// What a client asks of the gateway, over whatever transport.
import type { Caller } from '../kit/caller.ts';
import type { Leaving } from '../kit/leaving.ts';
import type { MetadataHeaders } from './metadata-of-answer.ts';
import type { ExplainedPart } from './receive/explained-parts.ts';
import type { GraphQLRequest } from './receive/graphql-request.ts';
import type { PropagatedHeaders } from './receive/propagated-headers.ts';

export interface Question extends Asker {
  readonly asked: GraphQLRequest;
}

/** Who asks, and how. */
export interface Asker {
  readonly caller: Caller;
  readonly isGet: boolean;
  /** Aborts when the client closes the connection before it has its answer. */
  readonly left: Leaving;
  /** Whether the answer is to say what it cost. */
  readonly asksCost?: boolean;
  /** Whether the answer is to say what was fetched for it. */
  readonly asksFetches?: boolean;
  /** Whether what is deferred may come in parts of its own; otherwise it comes with the rest. */
  readonly takesIncrements?: boolean;
  /** What subgraphs receive of the request's headers; nothing by default. */
  readonly propagated?: PropagatedHeaders;
  /** The search whose findings the client tries. */
  readonly search?: string | null;
  /** How much the answer is to say of what stands behind it, and under which contracts it may be given. */
  readonly metadata?: MetadataHeaders;
  /** The ticket under which the caller has broken glass, when it asks in an emergency. */
  readonly breakGlassTicket?: string | null;
}

/** About an operation that is not to be run. */
interface Explaining {
  readonly asked: { readonly explain: ReadonlySet<ExplainedPart> };
}

export type ExplainingQuestion = Question & Explaining;

export function isExplaining<Asked extends Pick<Question, 'asked'>>(question: Asked): question is Asked & Explaining {
  return (question.asked.explain ?? null) !== null;
}
