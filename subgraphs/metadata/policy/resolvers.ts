// GraphQL over the policy that serves. Who may ask is in policies/domains/metadata.ts.
import { GordianError } from '../../../kit/errors.ts';
import type { Explanation } from '../../../policies/review/explain.ts';
import type { MatrixRow } from '../../../policies/review/matrix.ts';
import type { MetadataContext } from '../context.ts';
import { type ExplanationInForce, explainForPersona, explainOwnInForce } from './explain-in-force.ts';
import { type MatrixInForce, matrixInForce } from './matrix-in-force.ts';

type Context = MetadataContext;

const verdicts = { allow: 'ALLOW', mask: 'MASK', row: 'BY_ROW', deny: 'DENY', fault: 'FAULT' } as const;
const cellVerdicts: Readonly<Record<string, string>> = { ...verdicts, '-': verdicts.deny };

const upper = (text: string) => text.toUpperCase();

/** A row knows its personas by their places only. */
interface ServedRow extends MatrixRow {
  readonly personas: readonly string[];
}

export const policyResolvers = {
  Query: {
    async policyMatrix(_: unknown, { product = null }: { product?: string | null }, { caller, loaders }: Context) {
      const [graph, isKnown] = await Promise.all([loaders.access.policedGraph(), loaders.access.knownTo(caller)]);
      if (graph === null) throw new GordianError('NOT_READY', 'Nothing is registered yet that rules could speak of.');
      return matrixInForce(graph, { productUrn: product, isKnown, now: loaders.now });
    },
    explainDecision: (_: unknown, asked: { persona: string; coordinate: string }, context: Context) =>
      explainForPersona(asked.persona, asked.coordinate, context),
    explainOwnDecision: (_: unknown, { coordinate }: { coordinate: string }, context: Context) =>
      explainOwnInForce(coordinate, context),
  },
  PolicyMatrix: {
    rows: ({ rows, personas }: MatrixInForce): ServedRow[] => {
      const ids = personas.map(({ id }) => id);
      return rows.map((row) => ({ ...row, personas: ids }));
    },
  },
  PolicyRow: {
    cells: ({ cells }: ServedRow) => cells.map((cell) => cellVerdicts[cell.replace('*', '')]),
    argumentsDecideFor: ({ cells, personas }: ServedRow) => personas.filter((_, index) => cells[index]!.endsWith('*')),
  },
  DecisionExplanation: {
    product: ({ productUrn }: ExplanationInForce, _: object, { loaders: { catalogue } }: Context) =>
      productUrn && catalogue.productByUrn.load(productUrn),
    outcome: ({ outcome }: Explanation) => verdicts[outcome],
    layer: ({ layer }: Explanation) => upper(layer),
    reason: ({ brief }: Explanation) => brief,
    byGrant: ({ byGrant }: Explanation) => byGrant && verdicts[byGrant],
    byBreakGlass: ({ byBreakGlass }: Explanation) => byBreakGlass && verdicts[byBreakGlass],
  },
  AskedRule: {
    layer: ({ layer }: Explanation['asked'][number]) => upper(layer),
    outcome: ({ outcome }: Explanation['asked'][number]) => upper(outcome),
  },
  AskedMask: {
    outcome: ({ outcome }: NonNullable<Explanation['mask']>) => upper(outcome),
  },
  DecisionChange: {
    outcome: ({ outcome }: Explanation['changes'][number]) => verdicts[outcome],
  },
};
