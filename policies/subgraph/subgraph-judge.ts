// Judges the fields of a subgraph for one request: what the gateway reads for itself is open to it, all else as the rules say for
// the caller. A rule that reads the row gets one, made by the subgraph itself.

import { GraphQLError, type GraphQLField, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import type { Caller } from '../../kit/caller.ts';
import type { Assertion } from '../../kit/gateway-assertion.ts';
import type { Log } from '../../kit/log.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, Guarded } from '../compiler/compiled-policy.ts';
import { isMachinery } from '../compiler/federation-machinery.ts';
import {
  createDecisions,
  type Decision,
  type Decisions,
  type Denied,
  decidedByCallerAlone,
  type FieldUse,
  type Verdict,
} from '../decide/decisions.ts';
import type { Circumstances, FaultListener } from '../decide/evaluate.ts';
import { faultInLog } from '../decide/fault-in-log.ts';
import { createRowReader } from './subgraph-row.ts';

/** What this needs of a resolver context: it is, or extends, the verified gateway assertion. */
export interface ProtectedContext extends Pick<Assertion, 'caller' | 'internal' | 'policyVersion'> {
  readonly log?: Pick<Log, 'error' | 'warn'>;
}

/** A field, and all that guards it. */
export interface GuardedField {
  readonly coordinate: Coordinate;
  readonly typeName: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly rules: Guarded;
  /** Who sees the objects that have it; undefined: whoever sees the field. */
  readonly rows: Guarded | undefined;
  /** What federation has added, which no rule speaks of. */
  readonly isMachinery: boolean;
  /** True when the caller alone decides, whatever the arguments. */
  readonly isPlain: boolean;
}

export function guardedField(
  policy: CompiledPolicy,
  typeName: string,
  definition: GraphQLField<unknown, unknown>,
): GuardedField {
  const coordinate = `${typeName}.${definition.name}`;
  const rules = policy.rulesOf(coordinate);
  return {
    coordinate,
    typeName,
    definition,
    rules,
    rows: policy.rowsOf(typeName),
    isMachinery: isMachinery(coordinate),
    isPlain: decidedByCallerAlone(rules.door, definition),
  };
}

export interface SubgraphJudge {
  /** At once, and true only for what is open whatever the row and the arguments. Nearly every field of an answer is. */
  isOpen(field: GuardedField, context: ProtectedContext | undefined): boolean;
  /** True, or why not; false for someone who is not the gateway. */
  judge(field: GuardedField, use: ResolverUse): Promise<boolean | GraphQLError>;
  /** What is known before there is an object: whether the field may tell its bearer anything. */
  mayTell(field: GuardedField, context: ProtectedContext, use: Omit<FieldUse, 'definition'>): Promise<boolean>;
  /** Whether the caller is not to see the object at all. */
  isHidden(typeName: string, object: unknown, context: ProtectedContext): Promise<boolean>;
}

/** The arguments of a resolver. */
export interface ResolverUse {
  readonly object: unknown;
  readonly context: ProtectedContext | undefined;
  readonly info: GraphQLResolveInfo;
}

export function createSubgraphJudge(
  policy: CompiledPolicy,
  open: GraphQLSchema,
  circumstances: Circumstances,
): SubgraphJudge {
  const readRow = createRowReader(open);
  const noteRulesOf = differenceTeller(policy.rulesDigest);
  const known = new WeakMap<ProtectedContext, Decisions>();
  const decisionsOf = (context: ProtectedContext): Decisions => {
    const decisions = known.get(context);
    if (decisions) return decisions;
    noteRulesOf(context);
    const made = createDecisions(policy, context.caller, faultLogger(context), circumstances);
    known.set(context, made);
    return made;
  };

  const decideUse = ({ isPlain, rules, definition }: GuardedField, context: ProtectedContext, use: Use) =>
    isPlain
      ? decisionsOf(context).decide(rules)
      : decisionsOf(context).decideUse(rules, { definition, args: use.args, variables: use.variables });

  const settle = async (
    deciding: Decision | Promise<Decision>,
    typeName: string,
    object: unknown,
    context: ProtectedContext,
  ): Promise<Verdict> => {
    const decision = await deciding;
    if (decision.kind !== 'unknown') return decision;
    return decision.decideOn(await readRow(typeName, object, decision.inputs, context));
  };

  const isAllowed = (guarded: Guarded, context: ProtectedContext): boolean => {
    const decision = decisionsOf(context).decide(guarded);
    return !(decision instanceof Promise) && decision.kind === 'allow';
  };

  return {
    isOpen(field, context) {
      if (context?.caller === undefined) return false;
      if (isForTheGateway(field, context)) return true;
      const { isPlain, rules, rows } = field;
      return isPlain && isAllowed(rules, context) && (rows === undefined || isAllowed(rows, context));
    },

    async judge(field, { object, context, info }) {
      // Without an assertion there is no caller, and nothing to judge by.
      if (context?.caller === undefined) return false;
      if (isForTheGateway(field, context)) return true;
      const { coordinate, typeName, rows } = field;
      const seen = rows && (await settle(decisionsOf(context).decide(rows), typeName, object, context));
      if (seen?.kind === 'deny') return refusal(coordinate, seen, context);
      const verdict = await settle(decideUse(field, context, asUsed(info)), typeName, object, context);
      return verdict.kind === 'allow' || refusal(coordinate, verdict, context);
    },

    async mayTell(field, context, use) {
      const { rows } = field;
      if (rows && (await decisionsOf(context).decide(rows)).kind === 'deny') return false;
      return (await decideUse(field, context, use)).kind !== 'deny';
    },

    async isHidden(typeName, object, context) {
      const rows = policy.rowsOf(typeName);
      if (rows === undefined) return false;
      return (await settle(decisionsOf(context).decide(rows), typeName, object, context)).kind === 'deny';
    },
  };
}

type Use = Omit<FieldUse, 'definition'>;

/** Whatever the caller may see: federation lives by it, or the assertion names it. */
export function isForTheGateway({ isMachinery, coordinate }: GuardedField, { internal }: ProtectedContext): boolean {
  return isMachinery || internal.has(coordinate);
}

/** A field that several selections ask for at one place has equal arguments in all of them. */
function asUsed({ fieldNodes, variableValues }: GraphQLResolveInfo): Use {
  return { args: fieldNodes[0]?.arguments ?? [], variables: variableValues };
}

/** A gateway that applies other rules is told of once: it is safe, for what either closes is closed, but nobody may want it. */
function differenceTeller(ours: string | undefined): (context: ProtectedContext) => void {
  const told = new Set<string>();
  return ({ policyVersion, log }) => {
    if (ours === undefined || policyVersion === ours || told.has(policyVersion)) return;
    told.add(policyVersion);
    log?.warn(
      { event: 'policy.differs', ours, gateway: policyVersion },
      'The gateway applies other rules than this subgraph; what either closes is closed.',
    );
  };
}

/** Operators read which rule failed and why; the caller only hears POLICY_UNAVAILABLE. */
function faultLogger({ log }: ProtectedContext): FaultListener {
  return (rule, cause) =>
    log?.error({ event: 'policy.fault', rule, err: faultInLog(cause) }, 'A rule failed; what it guards stays closed.');
}

function refusal(
  coordinate: Coordinate,
  verdict: Exclude<Verdict, { readonly kind: 'allow' }>,
  { caller }: ProtectedContext,
): GraphQLError {
  const { code, brief: reason } = verdict.kind === 'deny' ? verdict : unmasked(caller);
  return new GraphQLError(`${coordinate} is not open to this caller.`, { extensions: { code, coordinate, reason } });
}

/** Masking is the gateway's: it names what it is about to mask, and then the value is given to it as it is. */
function unmasked({ subject }: Caller): Pick<Denied, 'code' | 'brief'> {
  const code = subject === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  return { code, brief: 'This subgraph gives the clear value, which the caller may not have.' };
}
