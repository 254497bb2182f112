// What the exit status of `gordian` means, for scripts and continuous integration.
import { CommanderError } from 'commander';
import { type ErrorCode, GordianError } from '../kit/errors.ts';

export const exitCodes = {
  ok: 0,
  findings: 1,
  usage: 2,
  unreachable: 3,
  invalidConfig: 4,
  refused: 5,
  internal: 70,
  /** By Ctrl-C, as shells say it: 128 and the number of the signal. */
  interrupted: 130,
} as const;

const byErrorCode: Partial<Record<ErrorCode, number>> = {
  CONTRACT_INVALID: exitCodes.findings,
  CHANGE_NOT_AGREED: exitCodes.findings,
  COMPOSITION_FAILED: exitCodes.findings,
  POLICY_INVALID: exitCodes.findings,
  SUPERGRAPH_INVALID: exitCodes.findings,
  GRAPHQL_PARSE_FAILED: exitCodes.findings,
  GRAPHQL_VALIDATION_FAILED: exitCodes.findings,
  OPERATION_LIMIT_EXCEEDED: exitCodes.findings,
  PLANNING_FAILED: exitCodes.findings,
  UNAUTHENTICATED: exitCodes.refused,
  FORBIDDEN: exitCodes.refused,
  NOT_AN_APPROVER: exitCodes.refused,
  SELF_APPROVAL: exitCodes.refused,
  ALREADY_DECIDED: exitCodes.refused,
  ACCESS_LIMIT_EXCEEDED: exitCodes.refused,
  ACCESS_TARGET_UNKNOWN: exitCodes.usage,
  OPERATION_NOT_FOUND: exitCodes.usage,
  BAD_USER_INPUT: exitCodes.usage,
  NOT_FOUND: exitCodes.usage,
  NOT_READY: exitCodes.unreachable,
  DATABASE_UNAVAILABLE: exitCodes.unreachable,
  SUBGRAPH_UNAVAILABLE: exitCodes.unreachable,
  KEYS_UNAVAILABLE: exitCodes.unreachable,
  CONFIG_INVALID: exitCodes.invalidConfig,
  PORT_IN_USE: exitCodes.invalidConfig,
  DIRECTORY_NOT_WRITABLE: exitCodes.invalidConfig,
  DATABASE_IN_USE: exitCodes.invalidConfig,
  CONFLICT: exitCodes.invalidConfig,
  NODE_TOO_OLD: exitCodes.invalidConfig,
};

function exitCodeOf(code: ErrorCode): number {
  return byErrorCode[code] ?? exitCodes.internal;
}

/** Of a verb that threw. Commander throws for --help and --version as well, which are no failures. */
export function exitCodeAfter(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  return error instanceof GordianError ? exitCodeOf(error.code) : exitCodes.internal;
}
