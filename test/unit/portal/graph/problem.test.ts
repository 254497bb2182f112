import { expect, test } from 'vitest';
import { problemsOf, problemWithin } from '../../../../portal/source/graph/problem.ts';

const problemsAt = (...paths: readonly string[]) =>
  problemsOf(paths.map((path) => ({ message: path, path: path.split('.') })));

test.each([
  ['its own', ['incident.cause', 'incident'], 'incident'],
  ['that of something in it', ['incidents', 'incident.cause'], 'incident.cause'],
  ['none of another part', ['incidents', 'incidents.cause', ''], undefined],
])('the problem of a part that is not there is %s', (_, paths, expected) => {
  expect(problemWithin(problemsAt(...paths), 'incident')?.message).toBe(expected);
});
