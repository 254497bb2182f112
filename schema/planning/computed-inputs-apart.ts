// Repair of the planner's input, for supergraphs in which a field with @requires is itself an input of another @requires. The planner
// may add such a field, or its inputs, to an earlier fetch of the same subgraph: there it would be computed from nothing, and the
// inputs are @external. So computed fields move to twins of their subgraphs, which resolve nothing else of the entity, and the
// subgraphs forget the inputs. The plan names the real subgraphs again.
import { type ConstDirectiveNode, type DocumentNode, parse, visit } from 'graphql';
import {
  type Composite,
  graphOf,
  isComposite,
  isContextual,
  isExternal,
  isNamed,
  stringArgument,
} from './join-directives.ts';
import { addTwin, type Computed, pinned, type Twin } from './twin-subgraphs.ts';

export interface TwinnedSupergraph {
  readonly supergraph: DocumentNode;
  /** @returns the subgraph that a name in the plan stands for */
  readonly realName: (subgraph: string) => string;
}

export function computedInputsApart(supergraph: DocumentNode): TwinnedSupergraph {
  const names = new Map<string, string>();
  const twins = twinsOf(supergraph);
  if (twins.length === 0) return { supergraph, realName: (name) => name };
  const twinned = twins.reduce((document, twin) => addTwin(document, twin, names), pinned(supergraph, twins));
  const graphs = new Set(twins.map(({ graph }) => graph));
  return { supergraph: withoutInputs(twinned, graphs), realName: (name) => names.get(name) ?? name };
}

/** One for each field that is an input, and one for the other computed fields of the subgraph. */
function twinsOf(supergraph: DocumentNode): readonly Twin[] {
  const { computed, inputs } = computedFields(supergraph);
  const isInput = ({ field }: Computed) => inputs.has(field);
  if (!computed.some(isInput)) return [];
  const others = new Map<string, Computed[]>();
  for (const one of computed.filter((one) => !isInput(one)))
    others.set(one.graph, [...(others.get(one.graph) ?? []), one]);
  const groups = [...computed.filter(isInput).map((one) => [one]), ...others.values()];
  return groups.map((fields, index) => ({
    name: `${fields[0]!.graph}__TWIN_${index}`,
    graph: fields[0]!.graph,
    fields,
  }));
}

/**
 * Inputs by name alone: a field that is taken for one and is none has a twin for nothing. What @fromContext reads belongs to one
 * subgraph by its name, so a field that needs it stays.
 */
function computedFields(supergraph: DocumentNode) {
  const computed: Computed[] = [];
  const inputs = new Set<string>();
  for (const type of supergraph.definitions.filter(isComposite)) {
    for (const field of type.fields ?? []) {
      for (const directive of field.directives ?? []) {
        const requires = stringArgument(directive, 'requires');
        if (directive.name.value !== 'join__field' || requires === null || isContextual(directive)) continue;
        computed.push({ type: type.name.value, field: field.name.value, graph: graphOf(directive) });
        visit(parse(`{${requires}}`), { Field: ({ name }) => void inputs.add(name.value) });
      }
    }
  }
  return { computed, inputs };
}

/** What subgraphs no longer compute, they need no inputs for. What they provide or promise by an interface, they keep. */
function withoutInputs(document: DocumentNode, graphs: ReadonlySet<string>): DocumentNode {
  const provided = providedFields(document);
  const forget = (type: Composite): Composite => {
    const implemented = new Set((type.directives ?? []).filter(isNamed('join__implements')).map(graphOf));
    const keyed = new Set(
      (type.directives ?? []).filter((directive) => stringArgument(directive, 'key') !== null).map(graphOf),
    );
    const isForgotten = (field: string) => (directive: ConstDirectiveNode) => {
      const graph = graphOf(directive);
      const isNeeded = implemented.has(graph) || provided.has(`${graph} ${field}`) || !keyed.has(graph);
      return graphs.has(graph) && isExternal(directive) && !isNeeded;
    };
    const fields = type.fields?.map((field) => {
      const isGone = isForgotten(field.name.value);
      return { ...field, directives: field.directives?.filter((directive) => !isGone(directive)) };
    });
    return { ...type, fields };
  };
  return { ...document, definitions: document.definitions.map((one) => (isComposite(one) ? forget(one) : one)) };
}

function providedFields(document: DocumentNode): ReadonlySet<string> {
  const provided = new Set<string>();
  visit(document, {
    Directive(node) {
      const directive = node as ConstDirectiveNode;
      const text = stringArgument(directive, 'provides');
      if (text !== null)
        visit(parse(`{${text}}`), { Field: ({ name }) => void provided.add(`${graphOf(directive)} ${name.value}`) });
    },
  });
  return provided;
}
