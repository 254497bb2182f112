// Arithmetic that is done once as far as the operation says everything, and per request for what depends on variables. Each
// step is worked out once, however many paths lead to it: an operation may have very many more paths than fields.

/** A number, or a step whose result each request works out anew. */
export type Term = number | Step;

export interface Step {
  readonly index: number;
}

/** The results of all steps for one request. */
export type Results = readonly number[];

/** @typeParam Request what steps may look at, besides each other */
export interface Formula<Request> {
  step(compute: (request: Request, results: Results) => number): Step;
  sum(terms: readonly Term[]): Term;
  product(one: Term, other: Term): Term;
  max(terms: readonly Term[]): Term;
  atLeastZero(term: Term): Term;
  /** Works out all steps, each after those that it needs. */
  run(request: Request): Results;
}

export function createFormula<Request>(): Formula<Request> {
  const computations: ((request: Request, results: Results) => number)[] = [];

  const step: Formula<Request>['step'] = (compute) => ({ index: computations.push(compute) - 1 });

  /** @param reduce of what it made of the constants and the results of the steps */
  const combine = (terms: readonly Term[], reduce: (values: readonly number[]) => number): Term => {
    const known = reduce(terms.filter((term) => typeof term === 'number'));
    const steps = terms.filter((term) => typeof term !== 'number');
    if (steps.length === 0) return known;
    return step((_, results) => reduce([known, ...steps.map(({ index }) => results[index]!)]));
  };

  return {
    step,
    sum: (terms) => combine(terms, (values) => values.reduce((total, value) => total + value, 0)),
    product: (one, other) => (one === 0 || other === 0 ? 0 : combine([one, other], multiply)),
    max: (terms) => combine(terms, (values) => Math.max(...values)),
    atLeastZero: (term) =>
      typeof term === 'number' ? Math.max(0, term) : combine([0, term], (values) => Math.max(...values)),
    run(request) {
      const results: number[] = [];
      for (const compute of computations) results.push(compute(request, results));
      return results;
    },
  };
}

export function resultOf(term: Term, results: Results): number {
  return typeof term === 'number' ? term : results[term.index]!;
}

/** Infinity times nothing is nothing. */
function multiply(values: readonly number[]): number {
  return values.includes(0) ? 0 : values.reduce((product, value) => product * value, 1);
}
