// What composition and contracts allow and readers of a schema stumble over. Pure; lint-rules.ts has the table of rules.
import { readContract } from '../contract/read-contract.ts';
import { inReadingOrder, type Problem, problemAt } from '../problem.ts';
import type { SubgraphFolder } from '../subgraph-folders.ts';
import { readSubgraphSdl } from '../subgraph-sdl.ts';
import { declarationsOf } from './declarations.ts';
import type { Finding, LintedSubgraph } from './finding.ts';
import { type LintLevels, levelOf } from './lint-rules.ts';
import { namesAndWords } from './names-and-words.ts';
import { promises } from './promises.ts';
import { shapes } from './shapes.ts';

/**
 * Never throws. What does not parse is said by composition and has no findings here.
 * @param levels where the contracts of a subgraph say nothing about a rule
 */
export function lintSchema(subgraphs: readonly SubgraphFolder[], levels: LintLevels = {}): Problem[] {
  const read = subgraphs.flatMap(({ sdl, file, contracts }) => {
    const parsed = readSubgraphSdl(sdl, file).sdl;
    if (parsed === null) return [];
    return [{ parsed, contracts: contracts.flatMap((one) => readContract(one.text, one.file).contract ?? []) }];
  });
  return lintParsed(read, levels);
}

/** The same for what is read already. */
export function lintParsed(subgraphs: readonly LintedSubgraph[], levels: LintLevels = {}): Problem[] {
  return subgraphs.flatMap((subgraph) => {
    const chosen = [...subgraph.contracts.map(({ lint }) => lint), levels];
    return inReadingOrder(findingsIn(subgraph).flatMap((finding) => judged(finding, chosen)));
  });
}

function findingsIn({ parsed, contracts }: LintedSubgraph): Finding[] {
  const declarations = declarationsOf(parsed);
  return [...namesAndWords(declarations), ...shapes(parsed, declarations), ...promises(parsed, contracts)];
}

function judged({ place, ...finding }: Finding, levels: readonly LintLevels[]): Problem[] {
  const severity = levelOf(finding.code, levels);
  return severity === 'off' ? [] : [problemAt(place, { ...finding, severity })];
}
