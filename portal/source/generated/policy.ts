// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';

export type PolicyVerdict = 'ALLOW' | 'MASK' | 'BY_ROW' | 'DENY' | 'FAULT';

export type PolicyLayer = 'PUBLIC' | 'GUARDRAIL' | 'DERIVED' | 'DIRECTIVE' | 'DOMAIN' | 'MASK';

export type RuleOutcome = 'ALLOW' | 'DENY' | 'UNKNOWN' | 'FAULT';

export type DecisionFragment = { readonly coordinate: string; readonly classification: string; readonly product: { readonly urn: string; readonly name: string } | null; readonly policyVersion: string; readonly outcome: PolicyVerdict; readonly layer: PolicyLayer; readonly reason: string | null; readonly byGrant: PolicyVerdict | null; readonly byBreakGlass: PolicyVerdict | null; readonly rule: string | null; readonly asked: ReadonlyArray<{ readonly layer: PolicyLayer; readonly rule: string; readonly outcome: RuleOutcome; readonly yieldsToGrants: boolean }> | null; readonly mask: { readonly name: string; readonly unless: string; readonly outcome: RuleOutcome } | null; readonly rowInputs: ReadonlyArray<string> | null; readonly changes: ReadonlyArray<{ readonly inputs: ReadonlyArray<string>; readonly outcome: PolicyVerdict }> | null };

export const DecisionText = `fragment Decision on DecisionExplanation {
  coordinate
  classification
  product {
    urn
    name
  }
  policyVersion
  outcome
  layer
  reason
  byGrant
  byBreakGlass
  rule
  asked {
    layer
    rule
    outcome
    yieldsToGrants
  }
  mask {
    name
    unless
    outcome
  }
  rowInputs
  changes {
    inputs
    outcome
  }
}`;

export type PolicyMatrixData = { readonly policyMatrix: { readonly policyVersion: string; readonly computedAt: string; readonly complete: boolean; readonly personas: ReadonlyArray<{ readonly id: string; readonly label: string; readonly description: string }>; readonly rows: ReadonlyArray<{ readonly coordinate: string; readonly classification: string; readonly cells: ReadonlyArray<PolicyVerdict>; readonly argumentsDecideFor: ReadonlyArray<string>; readonly passes: string }> } | null };

export type PolicyMatrixVariables = { readonly product?: string | null | undefined };

export const PolicyMatrixDocument: TypedDocument<PolicyMatrixData, PolicyMatrixVariables> = {
  kind: 'query',
  operationName: 'PolicyMatrix',
  text: `query PolicyMatrix($product: URN) {
  policyMatrix(product: $product) {
    policyVersion
    computedAt
    complete
    personas {
      id
      label
      description
    }
    rows {
      coordinate
      classification
      cells
      argumentsDecideFor
      passes
    }
  }
}`,
};

export type ExplainForPersonaData = { readonly explainDecision: DecisionFragment | null };

export type ExplainForPersonaVariables = { readonly persona: string; readonly coordinate: string };

export const ExplainForPersonaDocument: TypedDocument<ExplainForPersonaData, ExplainForPersonaVariables> = {
  kind: 'query',
  operationName: 'ExplainForPersona',
  text: `query ExplainForPersona($persona: ID!, $coordinate: SchemaCoordinate!) {
  explainDecision(persona: $persona, coordinate: $coordinate) {
    ...Decision
  }
}

${DecisionText}`,
};

export type ExplainForMeData = { readonly explainOwnDecision: DecisionFragment | null };

export type ExplainForMeVariables = { readonly coordinate: string };

export const ExplainForMeDocument: TypedDocument<ExplainForMeData, ExplainForMeVariables> = {
  kind: 'query',
  operationName: 'ExplainForMe',
  text: `query ExplainForMe($coordinate: SchemaCoordinate!) {
  explainOwnDecision(coordinate: $coordinate) {
    ...Decision
  }
}

${DecisionText}`,
};
