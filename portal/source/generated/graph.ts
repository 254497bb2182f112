// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.

export type SlaStatus = 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';

export type AccessOutcome = 'ALLOW' | 'MASK' | 'DENY';

export type HealthFragment = { readonly status: SlaStatus; readonly reasons: ReadonlyArray<string> };

export const HealthText = `fragment Health on Health {
  status
  reasons
}`;

export type TrustFragment = { readonly score: number; readonly reasons: ReadonlyArray<{ readonly id: string; readonly points: number; readonly most: number; readonly text: string }> };

export const TrustText = `fragment Trust on Trust {
  score
  reasons {
    id
    points
    most
    text
  }
}`;

export type AccessFragment = { readonly outcome: AccessOutcome; readonly deniedFields: ReadonlyArray<string>; readonly maskedFields: ReadonlyArray<string>; readonly fieldsByRow: ReadonlyArray<string> };

export const AccessText = `fragment Access on AccessDecision {
  outcome
  deniedFields
  maskedFields
  fieldsByRow
}`;
