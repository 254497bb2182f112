// The rule by which a customer's decision is recorded: once per idempotency key, one at a time per customer.
import { GordianError } from '../../kit/errors.ts';
import type { Database } from '../../kit/postgres.ts';
import { badInput, idempotencyKeyInput } from '../../kit/user-input.ts';
import {
  addDecision,
  type ConsentDecisionRow,
  decisionByKey,
  lockCustomer,
  type NewConsentDecision,
} from './queries.ts';

/** @returns false when this key had been recorded before, with the same decision */
export async function recordConsent(database: Database, input: NewConsentDecision): Promise<boolean> {
  const decision = checked(input);
  return database.transaction(async (transaction) => {
    if (!(await lockCustomer(transaction, decision.customerId))) {
      throw new GordianError('NOT_FOUND', 'input.customerId names no customer.', {
        details: { field: 'input.customerId' },
      });
    }
    const earlier = await decisionByKey(transaction, decision.customerId, decision.idempotencyKey);
    if (earlier) return refuseIfDifferent(earlier, decision);
    await addDecision(transaction, decision);
    return true;
  });
}

function checked(input: NewConsentDecision): NewConsentDecision {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(input.textVersion)) {
    throw badInput('input.textVersion', 'must be a year and a month, such as 2026-01');
  }
  return { ...input, idempotencyKey: idempotencyKeyInput('input.idempotencyKey', input.idempotencyKey) };
}

function refuseIfDifferent(earlier: ConsentDecisionRow, decision: NewConsentDecision): false {
  const same = (['purpose', 'granted', 'source', 'textVersion'] as const).every(
    (key) => earlier[key] === decision[key],
  );
  if (same) return false;
  throw new GordianError('CONFLICT', 'input.idempotencyKey was used for another decision; choose a new key.', {
    details: { field: 'input.idempotencyKey' },
  });
}
