// A check as a comment: whatever others wrote in names and messages stays text.
import { expect, test } from 'vitest';
import { changeOf } from '../../../../schema/contract-changes/change-kinds.ts';
import type { ContractCheck } from '../../../../subgraphs/metadata/registry/contract-check.ts';
import { summaryMarkdown } from '../../../../subgraphs/metadata/registry/summary-markdown.ts';
import { nobody } from '../../../../subgraphs/metadata/registry/verdict/judged-change.ts';

const hostile = '</td><script>alert(1)</script> @everyone | [x](javascript:1) `a`\n## no';
const consumer = { consumer: hostile, operations: [], requests: 1, lastSeen: null, pin: null };

function checked(changes: number): ContractCheck {
  const change = changeOf('FIELD_REMOVED', 'Person.nick', {}, null, hostile);
  const judged = { ...change, verdict: 'BREAKS_CONSUMERS' as const, affected: { ...nobody, consumers: [consumer] } };
  const problem = {
    code: 'BREAKS_CONSUMERS',
    severity: 'error' as const,
    message: hostile,
    fix: hostile,
    file: 'a.yaml',
    line: 5,
    column: 1,
  };
  return {
    product: 'people/persons',
    version: '2.0.0',
    previousVersion: '1.0.0',
    requiredBump: 'MAJOR',
    changes: Array.from({ length: changes }, () => judged),
    policies: [],
    problems: [problem],
    proposal: null,
  };
}

test('names and messages bring no markup, mention or row of their own', () => {
  const text = summaryMarkdown(false, [checked(1)], []);
  expect(text).not.toMatch(/<script|@everyone|\]\(|[^\\]`/);
  expect(text.split('\n').filter((line) => line.startsWith('## '))).toEqual(['## This cannot be registered.']);
  const [row] = text.split('\n').filter((line) => line.startsWith('| Person'));
  expect(row!.replaceAll('\\|', '').split('|')).toHaveLength(7);
});

test('what nobody would read is counted', () => {
  const text = summaryMarkdown(true, [checked(70)], []);
  expect(text).toContain('## This can be registered.');
  expect(text.split('\n').filter((line) => line.startsWith('| Person'))).toHaveLength(50);
  expect(text).toContain('And 20 more.');
});

test('who sees what is new is a table, with what nobody or everybody sees in bold', () => {
  const field = { product: 'people/persons', passes: ['derived hasScope(people:pii:read)'], mask: null };
  const text = summaryMarkdown(
    true,
    [],
    [],
    [
      { ...field, coordinate: 'Person.phone', openTo: ['steward', 'app'], mask: 'last four' },
      { ...field, coordinate: 'Person.shoe', openTo: [], passes: [] },
      { ...field, coordinate: 'Person.hat', openTo: 'everybody', passes: [] },
      ...Array.from({ length: 50 }, (_, index) => ({ ...field, coordinate: `Person.f${index}`, openTo: [hostile] })),
    ],
  );
  expect(text).toContain('| Person.phone | steward, app (masked: last four) | derived hasScope\\(people:pii:read\\) |');
  expect(text).toContain('| Person.shoe | **nobody** |  |');
  expect(text).toContain('| Person.hat | **everybody** |  |');
  expect(text).toContain('And 3 more.');
  expect(text).not.toMatch(/<script|@everyone/);
});
