// The SQL rules of a domain's contracts, run against a database of that domain.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../kit/package-files.ts';
import type { Database } from '../../kit/postgres.ts';
import { readContract } from '../../schema/contract/read-contract.ts';

/** By rule id: what each statement answered, and what the contract promises. */
export async function sqlRuleResults(
  database: Database,
  contractFile: string,
): Promise<Record<string, { readonly found: unknown; readonly promised: unknown }>> {
  const { contract, problems } = readContract(readFileSync(packageFile(contractFile), 'utf8'), contractFile);
  if (contract === null) throw new Error(`${contractFile} cannot be read: ${problems[0]?.message}`);
  const rules = [...contract.objects, ...contract.fields.values()].flatMap(({ quality }) => quality);
  const results = rules
    .filter((rule) => rule.type === 'sql')
    .map(async (rule) => {
      const [row] = await database.query(rule.query!);
      return [rule.id, { found: Object.values(row!)[0], promised: rule.expectation!.value }] as const;
    });
  return Object.fromEntries(await Promise.all(results));
}
