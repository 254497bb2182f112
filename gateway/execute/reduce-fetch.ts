// A fetch of entities without the fields whose inputs are unknown: what does not need them, or can do without, can still be asked.
import { type DocumentNode, parse, print, stripIgnoredCharacters } from 'graphql';
import type { InputNeed, RequiredSelection } from '../plan/plan.ts';
import {
  definedVariables,
  type EntityField,
  entityFields,
  inputNames,
  keepEntityFields,
  withoutInputs,
} from '../plan/trim-fetch.ts';
import { compileAnswer } from './answer-shape.ts';
import { type CompiledFetch, compileFetch } from './compile-plan.ts';

export interface ReducedFetch {
  /** Null when nothing is left to ask. */
  readonly fetch: CompiledFetch | null;
  /** Private names of the fields that are not asked. */
  readonly lost: readonly string[];
}

const reduced = new WeakMap<CompiledFetch, Map<string, ReducedFetch>>();

/** @param missing private names of unknown inputs */
export function reduceFetch(whole: CompiledFetch, missing: readonly string[]): ReducedFetch {
  const known = reduced.get(whole) ?? new Map<string, ReducedFetch>();
  reduced.set(whole, known);
  const key = missing.join(' ');
  const made = known.get(key) ?? reduce(whole, new Set(missing));
  known.set(key, made);
  return made;
}

function reduce(whole: CompiledFetch, missing: ReadonlySet<string>): ReducedFetch {
  const { needs, answer } = whole.fetch;
  const { layout } = whole.answer;
  const dropped = needs.filter(({ inputs, optional = [] }) =>
    inputs.some((name) => missing.has(name) && !optional.includes(name)),
  );
  const kept = needs.filter((need) => !dropped.includes(need)).map((need) => withoutMissing(need, missing));
  const requires = inputsFor(whole, kept);
  const document = withoutNeeds(whole, dropped);
  const names = new Set(entityFields(document).map(responseNameOf));
  const left = answer.filter(({ responseName }) => names.has(responseName));
  // An input that no @requires names is a key: without it nothing can be asked.
  const isKeyMissing = inputNames(requires).some((name) => missing.has(name));
  if (isKeyMissing || left.every(({ keepAs }) => keepAs === '__typename')) return { fetch: null, lost: whole.brings };
  const lostNames = new Set(dropped.map(({ responseName }) => responseName));
  const lost = answer.filter(({ responseName }) => lostNames.has(responseName)).map(({ keepAs }) => keepAs);
  const text = stripIgnoredCharacters(print(document));
  const isUsed = (variable: string) => definedVariables(document).includes(variable);
  const fetch = {
    ...whole.fetch,
    document: text,
    variables: whole.fetch.variables.filter(isUsed),
    requires,
    needs: kept,
    contextInputs: whole.fetch.contextInputs.filter(({ variable }) => isUsed(variable)),
    answer: left,
  };
  const context = whole.context.filter(({ variable }) => isUsed(variable));
  const compiled = compileFetch(fetch, layout, compileAnswer(left, layout));
  return { fetch: { ...whole, ...compiled, context, round: null }, lost };
}

function withoutMissing(need: InputNeed, missing: ReadonlySet<string>): InputNeed {
  return { ...need, inputs: need.inputs.filter((name) => !missing.has(name)) };
}

/** The keys, and the inputs of the given fields. */
function inputsFor({ fetch }: CompiledFetch, kept: readonly InputNeed[]): readonly RequiredSelection[] {
  const optional = new Set(fetch.needs.flatMap(({ inputs }) => inputs));
  const needed = new Set(kept.flatMap(({ inputs }) => inputs));
  return withoutInputs(fetch.requires ?? [], (name) => optional.has(name) && !needed.has(name));
}

function withoutNeeds({ fetch }: CompiledFetch, dropped: readonly InputNeed[]): DocumentNode {
  const isDropped = (entityField: EntityField) =>
    dropped.some(({ type, responseName }) => type === entityField.type && responseName === responseNameOf(entityField));
  return keepEntityFields(parse(fetch.document, { noLocation: true }), (field) => !isDropped(field));
}

const responseNameOf = ({ field }: EntityField): string => (field.alias ?? field.name).value;
