// A plan as text for people: what is fetched where, in which order, and with which inputs.
import { parse, print } from 'graphql';
import type { ContextInput, FetchNode, Plan, PlanNode, PlanStages, RequiredSelection } from './plan.ts';

export function printPlan(plan: Plan): string {
  return printStages(plan).join('\n');
}

function printStages({ node, deferred }: PlanStages): readonly string[] {
  const first = node ? printNode(node) : ['Nothing to fetch'];
  return [...first, ...deferred.flatMap((later) => [`Later, for ${later.id}`, ...indent(printStages(later))])];
}

function printNode(node: PlanNode): readonly string[] {
  if (node.kind === 'fetch') return printFetch(node, `Fetch from ${node.subgraph}`);
  if (node.kind === 'flatten')
    return printFetch(node.node, `Fetch from ${node.node.subgraph} for ${node.path.join('.')}`);
  const title = node.kind === 'sequence' ? 'In sequence' : 'In parallel';
  return [title, ...indent(node.nodes.flatMap(printNode))];
}

function printFetch(fetch: FetchNode, title: string): readonly string[] {
  const { requires, document, internalCoordinates } = fetch;
  const given = requires ? [`given ${printRequired(requires)}`] : [];
  const around = fetch.contextInputs.map(printContext);
  const internal = internalCoordinates.length > 0 ? [`reads for itself ${internalCoordinates.join(', ')}`] : [];
  return [title, ...indent([...given, ...around, ...internal, ...print(parse(document)).split('\n')])];
}

function printContext({ variable, sources }: ContextInput): string {
  const places = sources.map(({ levelsUp, types, path }) => {
    const ancestor = types?.join('|') ?? 'the object';
    return `${path.join('.')} of ${ancestor} ${levelsUp} up`;
  });
  return `with $${variable} from ${places.join(' or ')}`;
}

function printRequired(selections: readonly RequiredSelection[]): string {
  const parts = selections.map((selection) => {
    const below = selection.selections ? ` ${printRequired(selection.selections)}` : '';
    if (selection.kind === 'fragment') return `... on ${selection.types?.join('|') ?? 'any type'}${below}`;
    return (
      (selection.sendAs === selection.privateName
        ? selection.sendAs
        : `${selection.sendAs}: ${selection.privateName}`) + below
    );
  });
  return `{ ${parts.join(' ')} }`;
}

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);
