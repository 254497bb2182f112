// The operations of a client's sources, as every verb about them reads them.
import { type CollectedOperations, collectOperations } from '../../schema/operation/collect-operations.ts';
import { inReadingOrder } from '../../schema/problem.ts';
import { readTextFile } from '../text-files.ts';
import { graphqlTextsOf, isClientSource } from './graphql-texts.ts';
import { matchFiles } from './match-files.ts';

/** @param wanted files, folders and patterns. @throws GordianError CONFIG_INVALID for what cannot be read */
export function readOperations(wanted: readonly string[]): CollectedOperations {
  const found = matchFiles(wanted, isClientSource).map((file) => graphqlTextsOf(file, readTextFile(file)));
  const { operations, problems } = collectOperations(found.flatMap(({ texts }) => texts));
  return { operations, problems: inReadingOrder([...found.flatMap((one) => one.problems), ...problems]) };
}
