// Damaged files, as they come when somebody is in a hurry: schemas and contracts that a team publishes, supergraphs that a gateway
// is given, rules that security edits. Each is refused with what is wrong and where, or works: none is accepted and broken.
// GORDIAN_MUTANTS sets how many of each kind, GORDIAN_MUTANTS_SEED which; what became of them is printed with more than usual.
import { describe, expect, test } from 'vitest';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import { GordianError } from '../../../kit/errors.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import { loadRules } from '../../../policies/reload/load-rules.ts';
import { type RuleFiles, readRuleFiles } from '../../../policies/reload/rule-files.ts';
import { matrixOf } from '../../../policies/review/matrix.ts';
import { requireReviewed } from '../../../policies/review/reviewed-table.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { preparePublication, type SubgraphSubmission } from '../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../schema/subgraph-folders.ts';
import type { Dice } from '../../support/federation/dice.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';
import { mutateText } from './mutate-text.ts';
import { diceOf, faultsOf } from './plan-everything.ts';

const usual = 4;
const count = Number(process.env.GORDIAN_MUTANTS ?? usual);
const seed = process.env.GORDIAN_MUTANTS_SEED ?? 'today';
const patience = 60_000 + count * 10_000;

const submissions: readonly SubgraphSubmission[] = readSubgraphFolders(packageFile('subgraphs')).map((folder) => ({
  ...folder,
  url: `http://127.0.0.1/${folder.name}`,
}));
const real = composeRealSupergraph();

type Outcome = 'refused' | 'accepted';

describe.each([1, 2])('with %i accidents', (accidents) => {
  const mutate = (text: string, dice: Dice) =>
    Array.from({ length: accidents }).reduce<string>((mutated) => mutateText(mutated, dice), text);

  test('a publish', { timeout: patience }, () =>
    eachMutant(`publish ${accidents}`, async (dice, name) => {
      const offered = damageOne(submissions, dice, mutate);
      const result = preparePublication(offered);
      if (!result.ok) {
        expect(result.problems, name).not.toEqual([]);
        for (const { message, file, line, column, code } of result.problems) {
          expect([message.length > 10, file.length > 3, line > 0, column > 0], `${name}: ${code} ${message}`).toEqual([
            true,
            true,
            true,
            true,
          ]);
        }
        return 'refused';
      }
      const { supergraphSdl, subgraphs } = result.publication;
      const served = new Map(subgraphs.map((subgraph) => [subgraph.name, subgraph.sdl]));
      expect(await faultsOf({ supergraphSdl, subgraphs: served }, name), name).toEqual([]);
      return 'accepted';
    }),
  );

  test('a supergraph on its way to the gateway', { timeout: patience }, () =>
    eachMutant(`supergraph ${accidents}`, async (dice, name) => {
      const supergraphSdl = mutate(real.supergraphSdl, dice);
      try {
        createPlanner(takeAccessDirectives(supergraphSdl).sdl);
      } catch (error) {
        expect((error as Error).message, name).toMatch(/\S{3}/);
        return 'refused';
      }
      expect(await faultsOf({ supergraphSdl, subgraphs: null }, name), name).toEqual([]);
      return 'accepted';
    }),
  );

  test('a rule', { timeout: patience }, async () => {
    const files = await readRuleFiles(packageFile('policies'));
    const reviewed = await compiled(files);
    await eachMutant(`rule ${accidents}`, async (dice, name) => {
      const damaged = { ...damageSource(files, dice, mutate), digest: name };
      try {
        const { policy, loaded } = await compiled(damaged);
        await requireReviewed(policy, loaded);
        // What passes decides for everybody as before, or says that it does not.
        expect((await matrixOf(policy, reviewed.loaded.personas)).rows, name).toEqual(
          (await matrixOf(reviewed.policy, reviewed.loaded.personas)).rows,
        );
        return 'accepted';
      } catch (error) {
        if (!(error instanceof GordianError)) throw error;
        expect([error.code, /\w+\.ts|golden\.txt|\w+\.\w+/.test(error.message)], `${name}: ${error.message}`).toEqual([
          'POLICY_INVALID',
          true,
        ]);
        return 'refused';
      }
    });
  });
});

async function eachMutant(kind: string, judge: (dice: Dice, name: string) => Promise<Outcome>): Promise<void> {
  const outcomes = { refused: 0, accepted: 0 };
  for (let number = 0; number < count; number++)
    outcomes[await judge(diceOf(kind, seed, number), `${seed} ${kind} ${number}`)]++;
  expect(outcomes.refused + outcomes.accepted).toBe(count);
  if (count > usual) process.stdout.write(`${kind}: ${JSON.stringify(outcomes)}\n`);
}

function damageOne(
  all: readonly SubgraphSubmission[],
  dice: Dice,
  mutate: (text: string, dice: Dice) => string,
): SubgraphSubmission[] {
  const victim = dice.pick(all);
  const isSchema = dice.chance(50);
  const contract = dice.pick(victim.contracts);
  const damaged = isSchema
    ? { ...victim, sdl: mutate(victim.sdl, dice) }
    : {
        ...victim,
        contracts: victim.contracts.map((other) =>
          other === contract ? { ...other, text: mutate(other.text, dice) } : other,
        ),
      };
  return all.map((other) => (other === victim ? damaged : other));
}

function damageSource(files: RuleFiles, dice: Dice, mutate: (text: string, dice: Dice) => string): RuleFiles {
  const [path, text] = dice.pick([...files.sources]);
  return { ...files, sources: new Map(files.sources).set(path, mutate(text, dice)) };
}

async function compiled(files: RuleFiles) {
  const loaded = await loadRules(files);
  const { schema, classifications, demands } = real;
  return { loaded, policy: compileDomainPolicy(schema, { classifications, demands }, loaded.rules) };
}
