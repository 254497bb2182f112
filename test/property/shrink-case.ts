// Makes a failing case small: parts of the operation, of the variables and of the supergraph are taken away as long as it still fails.
import { parse, validate } from 'graphql';
import { createDifferential, type Differential, type DifferentialCase } from './differential.ts';
import { printSupergraph } from './drawn/print-supergraph.ts';
import { smallerModels } from './drawn/shrink-model.ts';
import type { SupergraphModel } from './drawn/supergraph-model.ts';
import { smallerQueries } from './shrink-operation.ts';

export interface FailingCase {
  readonly model: SupergraphModel;
  readonly one: DifferentialCase;
}

/** @param budgetMs after which the smallest found so far is good enough */
export async function shrinkCase(failing: FailingCase, budgetMs: number): Promise<FailingCase> {
  const end = Date.now() + budgetMs;
  let smallest = failing;
  for (let before = ''; before !== JSON.stringify(smallest) && Date.now() < end; ) {
    before = JSON.stringify(smallest);
    smallest = await shrinkOperation(smallest, end);
    smallest = await shrinkModel(smallest, end);
  }
  return smallest;
}

async function shrinkOperation({ model, one }: FailingCase, end: number): Promise<FailingCase> {
  const differential = createDifferential(printSupergraph('', model));
  let smallest = one;
  for (let isSmaller = true; isSmaller && Date.now() < end; ) {
    isSmaller = false;
    for (const candidate of smallerCases(smallest)) {
      if (!(await stillFails(differential, candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return { model, one: smallest };
}

function smallerCases(one: DifferentialCase): DifferentialCase[] {
  return [
    ...smallerQueries(one.query).map((query) => ({ ...one, query })),
    ...Object.keys(one.variables).map((dropped) => ({
      ...one,
      variables: Object.fromEntries(Object.entries(one.variables).filter(([name]) => name !== dropped)),
    })),
    ...(one.overrides?.length ? [{ ...one, overrides: [] }] : []),
  ];
}

async function shrinkModel({ model, one }: FailingCase, end: number): Promise<FailingCase> {
  let smallest = model;
  for (let at = 0; Date.now() < end; ) {
    const candidates = smallerModels(smallest);
    if (at >= candidates.length) break;
    const candidate = candidates[at]!();
    // What comes after the part that went stands now where it stood.
    if (JSON.stringify(candidate) !== JSON.stringify(smallest) && (await failsOver(candidate, one)))
      smallest = candidate;
    else at++;
  }
  return { model: smallest, one };
}

async function failsOver(model: SupergraphModel, one: DifferentialCase): Promise<boolean> {
  try {
    return await stillFails(createDifferential(printSupergraph('', model)), one);
  } catch {
    return false;
  }
}

async function stillFails({ schema, run }: Differential, one: DifferentialCase): Promise<boolean> {
  if (validate(schema, parse(one.query)).length > 0) return false;
  return (await run(one)).kind === 'different';
}
