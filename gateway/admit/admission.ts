// Admission: whether an operation may begin at all, decided before anything of it is read. Two signs of too much: so many are
// under way, or the event loop is so late that whoever is let in only makes everyone wait.
import { GordianError } from '../../kit/errors.ts';
import type { LoopLag } from './loop-lag.ts';

export interface AdmissionOptions {
  /** Operations under way at once. */
  readonly maxOperations: number;
  /** How late the event loop may be. */
  readonly maxLoopLagMs: number;
}

/** With so few under way, something else makes the loop late: a machine that is busy with other things, or one large answer. */
const fewOperations = 20;
const reportIntervalMs = 1_000;

export interface Admission {
  /**
   * Asked before a request is read; counts nothing, so whoever sends slowly keeps nobody out.
   * @throws GordianError OVERLOADED
   */
  check(): void;
  /**
   * Counts operations in; each must `leave` again.
   * @throws GordianError OVERLOADED, and then none of them is counted
   */
  enter(operations?: number): void;
  leave(operations?: number): void;
  /** Operations under way. */
  readonly underWay: number;
}

/** @param onRefusals told at most once a second how many requests were refused since */
export function createAdmission(
  { maxOperations, maxLoopLagMs }: AdmissionOptions,
  loopLag: LoopLag,
  onRefusals: (requests: number) => void = () => {},
): Admission {
  let underWay = 0;
  // Made once: to note where an error was made costs more than the rest of a refusal.
  const [tooManyUnderWay, loopTooLate] = [tooMany(maxOperations), tooLate(maxLoopLagMs)];
  const countRefusal = createRefusalCount(onRefusals);
  const refuse = (error: GordianError): never => {
    countRefusal();
    throw error;
  };
  const requireRoom = (operations: number): void => {
    if (underWay + operations > maxOperations) refuse(tooManyUnderWay);
    if (underWay >= fewOperations && loopLag.ms > maxLoopLagMs) refuse(loopTooLate);
  };
  return {
    check: () => requireRoom(1),
    enter(operations = 1) {
      requireRoom(operations);
      underWay += operations;
    },
    leave(operations = 1) {
      underWay -= operations;
    },
    get underWay() {
      return underWay;
    },
  };
}

/** A line in the log for each would be one more thing to do when there is too much to do. */
function createRefusalCount(onRefusals: (requests: number) => void): () => void {
  let refused = 0;
  const tell = (): void => {
    onRefusals(refused);
    refused = 0;
  };
  return () => {
    if (refused === 0) setTimeout(tell, reportIntervalMs).unref();
    refused++;
  };
}

function tooMany(limit: number): GordianError {
  return overloaded(
    `The gateway has as many operations under way as it may: ${limit} (setting admission.maxOperations).`,
    'admission.maxOperations',
    limit,
  );
}

function tooLate(limitMs: number): GordianError {
  return overloaded(
    `The gateway is more than ${limitMs} ms behind with its work (setting admission.maxLoopLagMs).`,
    'admission.maxLoopLagMs',
    limitMs,
  );
}

function overloaded(message: string, limit: string, allowed: number): GordianError {
  return new GordianError('OVERLOADED', message, { details: { limit, allowed, retryAfterSeconds: 1 } });
}
