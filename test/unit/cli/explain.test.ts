// `gordian explain` knows every code that any source gives: errors, problems, hints of the composition, kinds of changes, verdicts.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { knownCodes } from '../../../cli/known-codes.ts';
import { errorTable } from '../../../kit/errors.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { compositionCodes } from '../../../schema/composition-codes.ts';
import { changeKinds } from '../../../schema/contract-changes/change-kinds.ts';
import { runGordian } from '../../support/run-gordian.ts';

const folders = ['kit', 'schema', 'policies', 'gateway', 'subgraphs', 'cli'];

/** As sources write the code of a problem; `CODE` as the value of a member that says which problem it is. */
function codesInSources(): string[] {
  const files = folders.flatMap((folder) =>
    readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`),
  );
  return files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(packageFile(file), 'utf8').matchAll(/(\bcode: |note\(|ProblemAt\()[^;\n]*/g)])
    .flatMap(([text]) => [...text.matchAll(/'([A-Z]+_[A-Z_]+)'/g)])
    .map(([, code]) => code!);
}

function verdicts(): string[] {
  const schema = readFileSync(packageFile('subgraphs/metadata/schema.graphql'), 'utf8');
  return [.../enum UsageVerdict \{([^}]*)\}/.exec(schema)![1]!.matchAll(/^ {2}([A-Z_]+)/gm)].map(([, code]) => code!);
}

/** Of log lines, not of anything that is given to people. */
const ofLogs = ['ERRORS_OMITTED'];

describe('gordian explain', () => {
  it.each([
    ['errors', Object.keys(errorTable)],
    ['problems in the sources', codesInSources()],
    ['kinds of changes', Object.keys(changeKinds)],
    ['verdicts of usage', verdicts()],
    ['codes of the composition', [...compositionCodes().keys()]],
  ])('knows all %s', (_, codes) => {
    const known = knownCodes();
    expect(codes.length).toBeGreaterThan(2);
    expect([...new Set(codes)].filter((code) => !known.has(code) && !ofLogs.includes(code))).toEqual([]);
  });

  it('says what a code means and what to do', async () => {
    const { stdout } = await runGordian(['explain', 'subgraph_timeout']);
    expect(stdout).toMatch(/^SUBGRAPH_TIMEOUT \(HTTP 504, shown to clients\)\n\n.+\n\nWhat to do: .+\n$/s);
  });

  it('says of a problem how bad it is, and where to read on', async () => {
    const { stdout } = await runGordian(['explain', 'UNCLASSIFIED_FIELD']);
    expect(stdout).toMatch(
      /^UNCLASSIFIED_FIELD\n\nA field has no .+\n\nSeverity: error\nMore: docs\/reference\/problems.md\n$/,
    );
  });

  it('guesses what was meant', async () => {
    await expect(runGordian(['explain', 'SUBGRAF_TIMEOUT'])).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: 'SUBGRAF_TIMEOUT is no code of Gordian. Did you mean "SUBGRAPH_TIMEOUT"?',
    });
  });
});
