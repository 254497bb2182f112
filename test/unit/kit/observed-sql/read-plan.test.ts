// Which columns a plan names, as Postgres 16 and later write plans.
import { expect, test } from 'vitest';
import { type Column, type PlanNode, readPlan } from '../../../../kit/observed-sql/read-plan.ts';

const tables: Readonly<Record<string, readonly string[]>> = {
  'shop.orders': ['id', 'total', 'status', 'Odd "name"', 'note'],
  'shop.line': ['order_id', 'amount', 'position'],
};

function columnsOf(schema: string, table: string): ReadonlyMap<string, Column> {
  return new Map((tables[`${schema}.${table}`] ?? []).map((column) => [column, { schema, table, column }]));
}

const orders = { 'Relation Name': 'orders', Schema: 'shop', Alias: 'o' };
const lines = { 'Relation Name': 'line', Schema: 'shop', Alias: 'line' };

function read(plan: PlanNode) {
  const { outputs, conditions } = readPlan(plan, columnsOf);
  const named = ({ table, column }: Column) => `${table}.${column}`;
  return { outputs: outputs.map((columns) => columns.map(named)), conditions: conditions.map(named) };
}

test.each<[string, PlanNode, string[][], string[]]>([
  [
    'names without a table, where there is one only',
    {
      Output: ['sum(total)', 'count(*)'],
      'Group Key': ['o.id'],
      Plans: [{ ...orders, Filter: "(o.status <> 'note'::text)" }],
    },
    [['orders.total'], []],
    ['orders.id', 'orders.status'],
  ],
  [
    'expressions over several tables',
    {
      Output: ['(o.total - (line.amount)::note)', 'o."Odd ""name"""'],
      'Hash Cond': '(o.id = line.order_id)',
      Plans: [orders, lines],
    },
    [['orders.total', 'line.amount'], ['orders.Odd "name"']],
    ['orders.id', 'line.order_id'],
  ],
  [
    'no texts, functions or parameters',
    { Output: ["('it''s o.total'::text)", 'status(o.id)', '$1'], Plans: [orders, lines] },
    [[], ['orders.id'], []],
    [],
  ],
  [
    'what a subplan gives',
    {
      Output: ['GREATEST((InitPlan 1).col2, o.total)', '(SubPlan 2)'],
      Plans: [
        orders,
        { 'Subplan Name': 'InitPlan 1', Output: ['line.order_id', 'max(line.amount)'], Plans: [lines] },
        { 'Subplan Name': 'SubPlan 2', Output: ['line."position"'] },
      ],
    },
    [['orders.total', 'line.amount'], ['line.position']],
    [],
  ],
  [
    'a subquery that was not merged as an influence',
    {
      Output: ['(t.s + o.total)'],
      Plans: [
        orders,
        { 'Subplan Name': 'CTE t', Output: ['sum(line.amount)'], Plans: [lines] },
        { 'Node Type': 'CTE Scan', Alias: 't' },
      ],
    },
    [['orders.total']],
    ['line.amount'],
  ],
  [
    'a plan that names itself',
    { Output: ['(SubPlan 1)'], Plans: [{ 'Subplan Name': 'SubPlan 1', Output: ['(SubPlan 1)'] }] },
    [[]],
    [],
  ],
])('%s', (_, plan, outputs, conditions) => {
  expect(read(plan)).toEqual({ outputs, conditions });
});
