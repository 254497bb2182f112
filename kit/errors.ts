// The one table of error codes: HTTP status, who may read the message, what it means and how to mend it. The reference
// page docs/reference/errors.md is generated from it, and a test compares the two.

export interface ErrorEntry {
  readonly status: number;
  /** `client`: code, message and details may be shown to the caller. `operator`: only logs may hold them. */
  readonly audience: 'client' | 'operator';
  readonly meaning: string;
  readonly mend: string;
}

const client = (status: number, meaning: string, mend: string): ErrorEntry => ({
  status,
  audience: 'client',
  meaning,
  mend,
});
const operator = (status: number, meaning: string, mend: string): ErrorEntry => ({
  status,
  audience: 'operator',
  meaning,
  mend,
});

export const errorTable = {
  BAD_REQUEST: client(
    400,
    'The HTTP request is not a GraphQL request: the body is not JSON, or `query` is missing or not a string.',
    'Send a JSON object with a string `query` and, where needed, an object `variables`.',
  ),
  PAYLOAD_TOO_LARGE: client(
    413,
    'The request body is larger than this server accepts.',
    'Shorten the operation or its variables; an operator can raise the body limit in the configuration.',
  ),
  METHOD_NOT_ALLOWED: client(
    405,
    'This path does not answer this HTTP method, or a mutation came by GET.',
    'Use one of the methods in the `allow` header; send mutations by POST.',
  ),
  NOT_ACCEPTABLE: client(
    406,
    'None of the media types in the `accept` header can be produced.',
    'Accept `application/graphql-response+json` or `application/json`.',
  ),
  UNSUPPORTED_MEDIA_TYPE: client(
    415,
    'The body is not declared as JSON in UTF-8.',
    'Send `content-type: application/json`.',
  ),
  PREFLIGHT_REQUIRED: client(
    400,
    'A query came by GET without a header that shows that no page of another origin forged it.',
    'Send `graphql-require-preflight: 1` (any value), or the query by POST.',
  ),
  PERSISTED_QUERY_NOT_FOUND: client(
    400,
    'No document is known by this hash. The usual first step of automatic persisted queries; clients handle it themselves.',
    'Send the query once together with its hash.',
  ),
  PERSISTED_QUERY_NOT_SUPPORTED: client(
    400,
    'This gateway keeps no documents that clients register, or not in this version of the protocol.',
    'Send the query itself.',
  ),
  PERSISTED_QUERY_HASH_MISMATCH: client(
    400,
    'The hash that was sent with a query is not the SHA-256 of its text.',
    'Hash the exact text that is sent, in UTF-8, as lower-case hexadecimal digits.',
  ),
  DOCUMENT_NOT_TRUSTED: client(
    403,
    'The gateway runs only documents that were published to it, and this is none of them.',
    'Publish the document with the application: `gordian operation publish`. Operators: or add it to what `documents.trusted` names, and start again.',
  ),
  DOCUMENT_OF_ANOTHER_CLIENT: client(
    403,
    'The gateway runs for each client only what that client has published, and this document is published by others.',
    'Send a token of the client that has published it, or publish it for this one as well. Operators: `documents.perClient: false` lets every client run all of them.',
  ),
  GRAPHQL_PARSE_FAILED: client(
    400,
    'The operation is not valid GraphQL syntax.',
    'Correct the text at the line and column in `locations`.',
  ),
  GRAPHQL_VALIDATION_FAILED: client(
    400,
    'The operation does not fit the schema, for example it asks for a field that does not exist.',
    'Correct the part at `locations`; the playground shows the schema as you may see it.',
  ),
  OPERATION_NOT_FOUND: client(
    400,
    'The document holds no operation of the given name, or holds several and no `operationName` chooses one.',
    'Set `operationName` to one of the operations in the document.',
  ),
  OPERATION_LIMIT_EXCEEDED: client(
    400,
    'The operation is too large, too deep or too expensive; the message names the limit.',
    'Ask for less in one operation: fewer aliases, less nesting, smaller pages.',
  ),
  COST_LIMIT_EXCEEDED: client(
    400,
    'The operation may cost more than this client may spend on one, or asks for a longer list than is allowed; the message names both and the setting.',
    'Ask for smaller pages or fewer lists inside lists. Operators: docs/reference/demand-control.md says what is counted.',
  ),
  PLAN_NOT_ALLOWED: client(
    403,
    'A request asked how its operation would be planned (`extensions.gordian.explain` with `plan`), and this caller may not see how operations are divided among subgraphs. The plan is null; what else was asked is answered.',
    'Ask your identity provider for the scope `gordian:plan:read`. Operators: `explain.plans` in the configuration.',
  ),
  BAD_USER_INPUT: client(
    400,
    'An argument or variable has a value that its type or the domain does not accept.',
    'Correct the argument that the message names. Values are never repeated in messages.',
  ),
  UNAUTHENTICATED: client(
    401,
    'A token was sent and is not acceptable (expired, unsigned, wrong issuer or audience), or one is required here.',
    'Get a new token from the identity provider and send it as `authorization: Bearer <token>`.',
  ),
  KEYS_UNAVAILABLE: client(
    503,
    'The keys that prove tokens cannot be read from the identity provider, so no token can be judged. This is a fault, not a refusal.',
    'Retry later. Operators: the log says why, under the event `keys.unavailable`; the issuer must answer at `/.well-known/openid-configuration`, or at `jwksUrl` where that is set.',
  ),
  FORBIDDEN: client(
    403,
    'A policy denies this field to this caller. It is null in the data; `coordinate`, `reason` and `decisionId` say why.',
    'Ask the owner of the data product for access and quote the `decisionId`.',
  ),
  POLICY_UNAVAILABLE: client(
    503,
    'A rule could not be evaluated, so access was denied to be safe. This is a fault, not a decision.',
    'Retry later. Operators: look up the request id in the log for the rule and its error.',
  ),
  AUDIT_UNAVAILABLE: client(
    503,
    'The operation must be on record before it runs (it changes something, reads restricted data or breaks glass), and the record cannot be written. Nothing was fetched or changed.',
    'Retry later. Operators: the log says why the spool of the audit cannot be written; `audit.directory` and `audit.maxBytes` in the configuration.',
  ),
  NOT_FOUND: client(404, 'The path or the thing asked for does not exist.', 'Check the path or the identifier.'),
  CONFLICT: client(
    409,
    'The change contradicts the present state, for example something of that name exists or was changed meanwhile.',
    'Read the present state again and decide anew.',
  ),
  ACCESS_TARGET_UNKNOWN: client(
    404,
    'Access was requested for something that cannot be requested: no contract classifies it, it does not exist, or not for you.',
    'Name fields as `Customer.email`, or data products as `customers/customer-profile`, as the catalogue lists them.',
  ),
  ACCESS_LIMIT_EXCEEDED: client(
    409,
    'This person has as many open requests, or as much granted, as one person may have at once, or has broken glass as often as one person may within a day.',
    'Cancel requests that are not needed any more, give back grants, or ask for a data product instead of many fields. Ask for access instead of breaking glass again.',
  ),
  NOT_AN_APPROVER: client(
    403,
    'Only the groups that the contract names may decide about this request, grant or review, or change what it promises, and the caller is in none of them.',
    'A request lists its approvers; of a change, the message names the team and what would be lost. Ask one of them, or ask your identity provider to put you into the group.',
  ),
  SELF_APPROVAL: client(
    403,
    'Nobody decides about access of their own, or reviews a glass of their own, in whatever group and with whatever application.',
    'Ask another member of the group that the request names.',
  ),
  ALREADY_DECIDED: client(
    409,
    'The request, grant or review is closed: somebody has decided, cancelled or revoked it, or its time is over.',
    'Read its present state. What is closed stays closed; make a new request.',
  ),
  CONTRACT_MISMATCH: client(
    412,
    'The header `x-gordian-contract` pins a product to versions of its contract, and the version in force is none of them. Nothing was fetched.',
    'See what changed between the two versions, adapt the application, and pin the version in force; or ask the owner of the product.',
  ),
  STALE_DATA: client(
    503,
    'The data is older than `@fresh` accepts, or nobody knows how old it is. The field is null in the data, and was not fetched.',
    'Retry when the product has caught up, accept older data (`within`), or take what there is with a warning (`onStale: WARN`).',
  ),
  BREAK_GLASS_NOT_LIVE: client(
    403,
    'The header `x-break-glass` names a ticket for which this caller has no broken glass, or its time is over.',
    'Break glass with the mutation `breakGlass`, or leave the header out.',
  ),
  SUBGRAPH_UNAVAILABLE: client(
    503,
    'A subgraph that owns part of the answer cannot be reached, or is not asked because it failed too often or has too much to do; the other parts are in `data`.',
    'Retry later. Operators: the log says which; check that the process of the named subgraph runs and that its /ready answers.',
  ),
  SUBGRAPH_TIMEOUT: client(
    504,
    'A subgraph did not answer in its time, or before the deadline of the request; the other parts are in `data`.',
    'Retry later or ask for less. Operators: look for slow statements or lock waits in the named subgraph.',
  ),
  SUBGRAPH_BAD_RESPONSE: client(
    502,
    'A subgraph answered with something that is not a GraphQL response to what was asked.',
    'Operators: look up the request id; a proxy page or a deployment of another version is the usual cause.',
  ),
  SUBGRAPH_ERROR: client(
    502,
    'A subgraph answered, and says that it failed on this part.',
    'Operators: look up the request id in the log of the named subgraph.',
  ),
  NON_NULL_VIOLATION: client(
    502,
    'A subgraph gave null for a field that its schema promises is never null; the null moved up to the nearest nullable parent.',
    'Operators: the owner of the field must mend its data, or make the field nullable.',
  ),
  PLANNING_FAILED: client(
    500,
    'The gateway found no plan for a valid operation within its time budget.',
    'Simplify the operation. Operators: report the operation with the generation that the log names.',
  ),
  OVERLOADED: client(
    503,
    'More work of this kind is waiting already than can be done in good time, so this request was not begun.',
    'Retry after the time in the `retry-after` header. Operators: the message names the setting that holds the limit.',
  ),
  ORIGIN_NOT_ALLOWED: client(
    403,
    'A page of an origin or host that the gateway does not know tried to open a WebSocket, or to take a token of the demo.',
    'Operators: add the origin to `server.corsOrigins`; behind a proxy that changes the `host` header, the own origin too. For tokens of the demo: `playground.demoHosts`.',
  ),
  SLOW_READER: client(
    503,
    'The client of a subscription took its events more slowly than they came, so the subscription was ended.',
    'Subscribe again, and read faster or ask for less per event. Operators: `subscriptions.maxWaitingEvents` and `maxWaitingBytes`.',
  ),
  SUBSCRIPTION_OUTDATED: client(
    409,
    'The graph, or what the caller may see of it, has changed so that the events of a running subscription no longer hold all that it asks for.',
    'Subscribe again; the new subscription sees the graph as it is now.',
  ),
  RATE_LIMITED: client(
    429,
    'This client sends more operations than the gateway takes from one client.',
    'Wait for the time in the `retry-after` header. Operators: `admission.clientRate` in the configuration.',
  ),
  ERRORS_OMITTED: client(
    500,
    'The answer has more errors than are listed; the message says how many were left out, and the data is whole.',
    'Ask for smaller pages. Operators: `limits.maxErrors` in the configuration.',
  ),
  CLIENT_LEFT: client(
    499,
    'The client closed the connection before its answer was ready, so the work was stopped. Only the log shows this.',
    'Nothing, unless it is frequent: then see what makes the answers slower than clients wait.',
  ),
  NOT_READY: client(
    503,
    'The process is starting or stopping and takes no requests.',
    'Retry after the time in the `retry-after` header.',
  ),
  INTERNAL: client(
    500,
    'Something failed that the caller can do nothing about; details are only in the log.',
    'Report the request id. Operators: search the log for that request id.',
  ),
  SERVICE_TOKEN_UNAVAILABLE: operator(
    503,
    'This process could not get an access token for its own calls to other services.',
    'Check that the token URL answers and that client id and secret are right.',
  ),
  CONFIG_INVALID: operator(
    500,
    'A setting is missing, unknown or has an unusable value; every problem is listed with its key.',
    'Correct the named keys in the environment or the configuration file and start again.',
  ),
  CHANGE_NOT_AGREED: client(
    422,
    'A change of a contract breaks consumers that have not agreed to it, or nobody knows whom it breaks.',
    'Read whom each problem names. Keep what they use and deprecate it, or have them agree to the proposal; docs/reference/registry.md says what a change needs.',
  ),
  CONTRACT_INVALID: operator(
    422,
    'A data contract breaks the contract standard or contradicts the schema of its subgraph.',
    'Correct the contract at the file, line and column given, then publish again.',
  ),
  COMPOSITION_FAILED: operator(
    422,
    'The schemas of the subgraphs do not compose into one graph. The serving graph is untouched.',
    'Correct the schema at the file and line given; the first error is usually the cause of the others.',
  ),
  SUPERGRAPH_INVALID: operator(
    500,
    'The supergraph that a gateway was started on cannot be read, is not a supergraph, or does not fit the policy.',
    'Compose it again, for example with `npx gordian compose`, and start again. A gateway that is already running keeps its former supergraph.',
  ),
  SUPERGRAPH_UNTRUSTED: operator(
    500,
    'A supergraph, from the registry or kept on disk, is not signed by a key in `supergraph.publicKeysFile`, or is for another variant, or older than one that the gateway has believed. It is not served.',
    'Compare the file with `GET /registry/keys` of the metadata service. After a change of keys publish once more; after the registry went back to an earlier backup see docs/reference/gates.md. Where the keys agree, somebody has changed the supergraph on the way: find out who.',
  ),
  POLICY_INVALID: operator(
    500,
    'The policy names a coordinate that does not exist, leaves one unclassified, or is not a rule tree. The last good policy keeps serving.',
    'Correct the rule at the file and coordinate given.',
  ),
  DATABASE_UNAVAILABLE: operator(
    503,
    'The database cannot be reached, refuses the login, is starting or stopping, or has no free connection.',
    'Check that Postgres runs and that the database URL has the right host, port, role and password.',
  ),
  DATABASE_TIMEOUT: operator(
    503,
    'A statement, a lock wait or an idle transaction took longer than its limit and was cancelled.',
    'Look for the statement in the log, for locks in pg_stat_activity, and for a missing index.',
  ),
  DATABASE_ERROR: operator(
    500,
    'The database refused a statement; `sqlState` and, where it applies, the constraint are in the log.',
    'Look up the SQLSTATE; after a deployment, check that the migrations were applied.',
  ),
  MIGRATION_INVALID: operator(
    500,
    'A migration file was edited after it was applied, is missing, is misnamed, or failed; nothing of it was kept.',
    'Restore the applied file and put the change in a new file with the next number.',
  ),
  PORT_IN_USE: operator(
    500,
    'Another process listens on the port that this one needs.',
    'Stop the other process, or choose another port with the setting that the message names.',
  ),
  DIRECTORY_NOT_WRITABLE: operator(
    500,
    'A directory that must hold data cannot be written.',
    'Change its owner or mode, or choose another directory with the setting that the message names.',
  ),
  NODE_TOO_OLD: operator(
    500,
    'This version of Node lacks what Gordian uses.',
    'Install Node 20.19 or later, preferably the current long-term release.',
  ),
  DATABASE_IN_USE: operator(
    500,
    'Another running process owns this data directory.',
    'Stop the process whose id is named, or choose another data directory.',
  ),
  DATABASE_START_FAILED: operator(
    500,
    'The embedded Postgres server did not start; the end of its log is in the message.',
    'Read the named log file, or set DATABASE_URL to a Postgres server of your own.',
  ),
  SEED_FAILED: operator(
    500,
    'Loading the demo data failed half-way. The database is consistent and the next start resumes.',
    'Mend the cause that the message names and start again; no clean-up is needed.',
  ),
  CHILD_EXITED: operator(
    500,
    'A process of the stack ended unexpectedly.',
    'Read the last log lines of the named process; they hold the code of the cause.',
  ),
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export interface GordianErrorOptions {
  /** Facts for the audience of the code: JSON values, never secrets, and never row data. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only error that crosses module borders. The message says what, where, and how to mend, for the code's audience. */
export class GordianError extends Error {
  override readonly name = 'GordianError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, options: GordianErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorTable[code];
}

/** Whether message and details of this error may be shown to a caller. */
export function isForClients(error: unknown): error is GordianError {
  return error instanceof GordianError && errorEntry(error.code).audience === 'client';
}
