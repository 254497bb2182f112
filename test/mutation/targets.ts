// What is mutated, and which tests may notice.

/** Where decisions about access are made. */
export const guardedSources: readonly RegExp[] = [
  /^policies\/([^/]+\/)?[^/]+\.ts$/,
  /^gateway\/(authorize|grants|audit)\/[^/]+\.ts$/,
  /^gateway\/(authorize-operation|known-schema|operation\/without-coordinates)\.ts$/,
  /^gateway\/project\/(judge-rows|row-places|complete-judged|reject-rows)\.ts$/,
  /^gateway\/plan\/(row-inputs|internal-coordinates)\.ts$/,
];

/** Of those folders, what guards nothing: it speaks about decisions, and a mistake in it lets nobody through. */
export const unguardedSources: readonly RegExp[] = [
  // All but the table that rules are held against before they serve.
  /^policies\/review\/(?!reviewed-table)/,
  /^policies\/(persona|personas)\.ts$/,
];

/** Tests that are asked; those that do not pass unmutated are left out and named. */
export const witnesses: readonly string[] = [
  'test/unit/policies/',
  'test/unit/gateway/known-schema.test.ts',
  'test/unit/gateway/authorize/',
  'test/unit/gateway/grants/',
  'test/unit/gateway/audit/',
  'test/unit/gateway/project/',
  'test/unit/gateway/plan/',
  'test/conformance/row-rules.test.ts',
  'test/integration/policies/',
  'test/integration/access/',
  'test/integration/audit/',
  'test/property/authorization/',
];

/** Asked only about what all others let live: they take this long and longer. */
export const slowMs = 6_000;
