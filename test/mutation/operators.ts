// How a guard can be weakened: per node of the syntax tree, the texts that may stand in its place. Every operator is general; the
// list of mutants follows from the sources alone.

/** A node of the ESTree with the places that the parser gives. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Replacement {
  /** The node that is replaced: the one that was asked about, or a part of it. */
  readonly at: SyntaxNode;
  readonly text: string;
}

export interface Surroundings {
  /** From the node outwards. */
  readonly ancestors: readonly SyntaxNode[];
  readonly textOf: (node: SyntaxNode) => string;
  /** True in the files that hold rules and nothing else: there, each entry of an object is a rule, a mask or a row. */
  readonly isContent: boolean;
}

type Operator = (node: SyntaxNode, surroundings: Surroundings) => readonly Replacement[];

export function replacementsFor(node: SyntaxNode, surroundings: Surroundings): readonly Replacement[] {
  return operators[node.type]?.(node, surroundings) ?? [];
}

const operators: Readonly<Record<string, Operator>> = {
  IfStatement: (node) => forced(node.test as SyntaxNode),
  ConditionalExpression: (node, surroundings) => (isWording(node, surroundings) ? [] : forced(node.test as SyntaxNode)),
  LogicalExpression: logical,
  UnaryExpression: (node, { textOf }) =>
    node.operator === '!' ? [{ at: node, text: textOf(node.argument as SyntaxNode) }] : [],
  BinaryExpression: comparison,
  CallExpression: call,
  ThrowStatement: (node, { ancestors }) => (isOnlyOfIf(ancestors) ? [] : [{ at: node, text: ';' }]),
  ReturnStatement: (node, { ancestors }) => (ancestors[1]?.type === 'CatchClause' ? [{ at: node, text: ';' }] : []),
  ExpressionStatement: (node) => (isCall(node.expression as SyntaxNode) ? [{ at: node, text: ';' }] : []),
  ArrayExpression: array,
  Property: (node, { isContent, ancestors }) =>
    isContent && ancestors.some(({ type, key }) => type === 'Property' && entryKeys.has(nameOf(key as SyntaxNode)))
      ? [{ at: node, text: '' }]
      : [],
  Literal: literal,
  SwitchCase: (node) =>
    node.test !== null && (node.consequent as SyntaxNode[]).length > 0 ? [{ at: node, text: '' }] : [],
};

const entryKeys: ReadonlySet<string> = new Set(['rules', 'masks', 'rows', 'inputs']);

function forced(test: SyntaxNode): Replacement[] {
  return ['true', 'false'].map((text) => ({ at: test, text }));
}

/** Both branches are words for people: which of them is chosen guards nothing. */
function isWording(node: SyntaxNode, { textOf }: Surroundings): boolean {
  return [node.consequent, node.alternate].every((branch) => {
    const { type } = branch as SyntaxNode;
    return type === 'TemplateLiteral' || (type === 'Literal' && / |^''$/.test(textOf(branch as SyntaxNode)));
  });
}

function logical(node: SyntaxNode, { textOf }: Surroundings): Replacement[] {
  if (node.operator === '??') return [];
  const [left, right] = [textOf(node.left as SyntaxNode), textOf(node.right as SyntaxNode)];
  const swapped = node.operator === '&&' ? '||' : '&&';
  return [`(${left})`, `(${right})`, `((${left}) ${swapped} (${right}))`].map((text) => ({ at: node, text }));
}

const comparisons: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
};

function comparison(node: SyntaxNode, { textOf }: Surroundings): Replacement[] {
  const [left, right] = [textOf(node.left as SyntaxNode), textOf(node.right as SyntaxNode)];
  return (comparisons[node.operator as string] ?? []).map((operator) => ({
    at: node,
    text: `(${left} ${operator} ${right})`,
  }));
}

const quantifiers: Readonly<Record<string, string>> = { every: 'some', some: 'every' };
const questions: ReadonlySet<string> = new Set(['includes', 'has', 'hasOwn', 'startsWith', 'endsWith', 'test']);
/** Words that ask for all of their parts. */
const conjunctions: ReadonlySet<string> = new Set(['and', 'chain', 'conjoin']);

function call(node: SyntaxNode, { textOf, ancestors }: Surroundings): Replacement[] {
  const callee = node.callee as SyntaxNode;
  const args = node.arguments as SyntaxNode[];
  if (callee.type === 'Identifier')
    return conjunctions.has(callee.name as string) ? withoutEach(node, args, textOf) : [];
  if (callee.type !== 'MemberExpression') return [];
  const property = callee.property as SyntaxNode;
  const name = property.name as string;
  if (Object.hasOwn(quantifiers, name)) return [{ at: property, text: quantifiers[name]! }];
  if (questions.has(name) && ancestors[0]?.operator !== '!') return [{ at: node, text: `!${textOf(node)}` }];
  if (name === 'filter') return [{ at: node, text: textOf(callee.object as SyntaxNode) }];
  if (name === 'then' && args.length === 2) return [{ at: args[1]!, text: 'undefined' }];
  return [];
}

function withoutEach(node: SyntaxNode, parts: readonly SyntaxNode[], textOf: Surroundings['textOf']): Replacement[] {
  if (parts.length < 2) return [];
  return parts.map((part) => {
    const others = parts.filter((other) => other !== part).map(textOf);
    return { at: node, text: `${textOf(node.callee as SyntaxNode)}(${others.join(', ')})` };
  });
}

function array(node: SyntaxNode, { textOf, ancestors }: Surroundings): Replacement[] {
  const elements = (node.elements as (SyntaxNode | null)[]).filter((element) => element !== null);
  const isList = elements.length > 1 || elements.some(({ type }) => type === 'SpreadElement');
  // Of a pair in a list of pairs, nothing can be left out.
  if (!isList || ancestors[0]?.type === 'ArrayExpression') return [];
  return elements.map((element) => {
    const others = elements.filter((other) => other !== element).map(textOf);
    return { at: node, text: `[${others.join(', ')}]` };
  });
}

/** Outcomes that let nobody through, and switches. */
const refusals: ReadonlySet<unknown> = new Set(['deny', 'fault', 'unknown']);

function literal(node: SyntaxNode, { ancestors }: Surroundings): Replacement[] {
  const [parent] = ancestors;
  if (parent === undefined || !isAnswer(node, parent)) return [];
  if (typeof node.value === 'boolean') return [{ at: node, text: String(!node.value) }];
  return refusals.has(node.value) ? [{ at: node, text: "'allow'" }] : [];
}

/** What something is, not what it is compared with. */
function isAnswer(node: SyntaxNode, parent: SyntaxNode): boolean {
  if (parent.type === 'Property') return parent.value === node;
  return ['ReturnStatement', 'ArrowFunctionExpression', 'ConditionalExpression', 'LogicalExpression'].includes(
    parent.type,
  );
}

function isOnlyOfIf([parent, grandparent]: readonly SyntaxNode[]): boolean {
  if (parent?.type === 'IfStatement') return true;
  return (
    parent?.type === 'BlockStatement' && (parent.body as unknown[]).length === 1 && grandparent?.type === 'IfStatement'
  );
}

function isCall(node: SyntaxNode): boolean {
  if (node.type === 'AwaitExpression') return isCall(node.argument as SyntaxNode);
  return node.type === 'CallExpression';
}

function nameOf(node: SyntaxNode): string {
  return String(node.name ?? node.value);
}
