// Works out the prices of an authorized operation, once: a number where the document says everything, a few steps where it
// depends on variables. docs/reference/demand-control.md has the rules in words.
import { type ArgumentNode, type GraphQLOutputType, getNullableType, isListType } from 'graphql';
import type { GordianError } from '../../kit/errors.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import { allFields } from '../operation/all-fields.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';
import type { ArgumentPrice } from './argument-prices.ts';
import { isConstant, type Variables } from './argument-values.ts';
import type { CostHints, FieldPath, ListHint } from './cost-hints.ts';
import { createFormula, type Formula, resultOf, type Term } from './formula.ts';
import { isSizeConstant, listSizeOf, type SizeLimits } from './list-size.ts';
import { createTariffs } from './tariff.ts';
import type { WeighedField, WeighedOperation, WeighedSelection, WeighedType } from './weighed-operation.ts';

const mutationWeight = 10;
const compositeWeight = 1;

/** One request, while the steps of the formula are worked out. */
interface Request {
  readonly variables: Variables;
  readonly problems: GordianError[];
}

/** A list somewhere below a field whose hint says how long it is. */
interface SizedBelow {
  readonly path: FieldPath;
  readonly items: Term;
}

interface Priced<What> {
  readonly weighed: What;
  /** What is to be expected of it. */
  readonly expected: Term;
}

export function weighOperation(
  authorized: AuthorizedOperation,
  hints: CostHints,
  limits: SizeLimits,
): WeighedOperation {
  const formula = createFormula<Request>();
  const constantProblems: GordianError[] = [];
  const { root, kind } = authorized.shape;
  const weight = kind === 'mutation' ? mutationWeight : 0;
  const priceSelection = createPricing(authorized, hints, limits, formula, constantProblems);
  // The root is no object that anyone fetches.
  const { weighed, expected } = priceSelection(root, 0, []);
  const total = formula.sum([weight, expected]);
  return {
    weight,
    root: weighed,
    weigh(variables) {
      const problems = [...constantProblems];
      const results = formula.run({ variables, problems });
      return { estimated: resultOf(total, results), problems, results };
    },
  };
}

type PriceSelection = (
  selection: SelectionShape,
  fieldWeight: number | null,
  sized: readonly SizedBelow[],
) => Priced<WeighedSelection>;

function createPricing(
  { verdicts }: AuthorizedOperation,
  hints: CostHints,
  limits: SizeLimits,
  formula: Formula<Request>,
  constantProblems: GordianError[],
): PriceSelection {
  const tariffOf = createTariffs(hints);
  const known = new Map<SelectionShape, Map<number | null, Priced<WeighedSelection>>>();

  const priceSelection: PriceSelection = (selection, fieldWeight, sized) => {
    // What a hint above says about lists here holds for one path only.
    if (sized.length > 0) return price(selection, fieldWeight, sized);
    const ofSelection = known.get(selection) ?? new Map<number | null, Priced<WeighedSelection>>();
    known.set(selection, ofSelection);
    const priced = ofSelection.get(fieldWeight) ?? price(selection, fieldWeight, sized);
    ofSelection.set(fieldWeight, priced);
    return priced;
  };

  const price: PriceSelection = (selection, fieldWeight, sized) => {
    const types = [...allFields(selection)].map(([name, fields]) => priceType(name, fields, fieldWeight, sized));
    // Whether a step is more than another is not known yet; between numbers the dearest comes first.
    types.sort((one, other) => constantPart(other.expected) - constantPart(one.expected));
    return {
      weighed: { types: types.map(({ weighed }) => weighed) },
      expected: formula.max(types.map(({ expected }) => expected)),
    };
  };

  const priceType = (
    name: string,
    fields: readonly FieldShape[],
    fieldWeight: number | null,
    sized: readonly SizedBelow[],
  ): Priced<WeighedType> => {
    const weight = hints.weights.get(name) ?? compositeWeight;
    const priced = fields.filter(isAsked).map((field) => priceField(field, sized));
    const expected = formula.sum([fieldWeight ?? weight, ...priced.map(({ expected }) => expected)]);
    const weighed: WeighedType = {
      name,
      expected,
      weight,
      fields: priced.filter(({ weighed }) => !isFree(weighed)).map(({ weighed }) => weighed),
      typenameAs: fields.find((field) => field.name === '__typename')?.responseName ?? null,
      responseNames: fields.map(({ responseName }) => responseName).join(),
    };
    return { weighed, expected };
  };

  /** Questions about the schema ask no subgraph. */
  const isAsked = ({ slot }: FieldShape): boolean => slot >= 0 && isFetched(verdicts[slot]);

  const priceField = (field: FieldShape, above: readonly SizedBelow[]): Priced<WeighedField> => {
    const { weight, hint } = tariffOf(field);
    const items = hint ? itemsOf(field, hint) : limits.assumedListSize;
    const { own, below } = sizesOf(field.name, items, hint, above);
    const args = priceArguments(field);
    const value = field.selection ? priceSelection(field.selection, weight, below) : null;
    const values = count(field.type, own ?? limits.assumedListSize);
    const all = formula.product(values, value ? value.expected : weight!);
    // A negative weight makes a field cheaper, not the rest of the operation.
    const expected = formula.atLeastZero(formula.sum([all, args]));
    const { responseName, privateName } = field;
    const selection = value?.weighed ?? null;
    return { weighed: { responseName, privateName, expected, values, weight, args, selection }, expected };
  };

  const itemsOf = (field: FieldShape, hint: ListHint): Term => {
    const measure = ({ variables, problems }: Request): number => {
      const { items, problem } = listSizeOf(field, hint, limits, variables);
      if (problem) problems.push(problem);
      return items;
    };
    if (!isSizeConstant(field, hint)) return formula.step(measure);
    return measure({ variables: {}, problems: constantProblems });
  };

  /** Of lists in a list nobody says how long they are. */
  const count = (type: GraphQLOutputType, items: Term): Term => {
    const bare = getNullableType(type);
    return isListType(bare) ? formula.product(items, count(bare.ofType, limits.assumedListSize)) : 1;
  };

  const priceArguments = (field: FieldShape): Term => {
    const { prices } = tariffOf(field);
    if (field.args.length === 0 || prices.size === 0) return 0;
    return formula.sum(field.args.map((argument) => priceArgument(argument, prices.get(argument.name.value))));
  };

  const argumentTerms = new Map<ArgumentNode, Map<ArgumentPrice, Term>>();
  /** Many fields may share an argument, each with a type of its own. */
  const priceArgument = (argument: ArgumentNode, price: ArgumentPrice | undefined): Term => {
    if (!price) return 0;
    const known = argumentTerms.get(argument) ?? new Map<ArgumentPrice, Term>();
    argumentTerms.set(argument, known);
    const { value } = argument;
    const term =
      known.get(price) ??
      (isConstant(value) ? price(value, {}) : formula.step(({ variables }) => price(value, variables)));
    known.set(price, term);
    return term;
  };

  return priceSelection;
}

/** The length of a field's own list, if anything says so, and of the lists below it. */
function sizesOf(
  name: string,
  items: Term,
  hint: ListHint | undefined,
  above: readonly SizedBelow[],
): { readonly own: Term | null; readonly below: readonly SizedBelow[] } {
  if (above.length === 0 && !hint) return { own: null, below: [] };
  const here = above.filter(({ path }) => path[0] === name).map(({ path, items }) => ({ path: path.slice(1), items }));
  const sizedFields = hint?.sizedFields ?? [];
  const ofHint = hint && sizedFields.length === 0 ? items : null;
  return {
    own: here.find(({ path }) => path.length === 0)?.items ?? ofHint,
    below: [...here.filter(({ path }) => path.length > 0), ...sizedFields.map((path) => ({ path, items }))],
  };
}

function isFree({ weight, args, selection }: WeighedField): boolean {
  return selection === null && weight === 0 && args === 0;
}

function constantPart(term: Term): number {
  return typeof term === 'number' ? term : Number.POSITIVE_INFINITY;
}
