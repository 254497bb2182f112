// The table of what the lint of schemas looks for. docs/reference/gates.md shows it; a test compares the two.

export type LintLevel = 'off' | 'warning' | 'error';

export interface LintRule {
  /** Unless a contract or gordian.yaml says otherwise. */
  readonly level: LintLevel;
  readonly finds: string;
}

export const lintRules = {
  TYPE_NAME_CASE: { level: 'warning', finds: 'A type is not named in PascalCase: `order_line`.' },
  FIELD_NAME_CASE: {
    level: 'warning',
    finds: 'A field, argument or input field is not named in camelCase: `PlacedAt`.',
  },
  ENUM_VALUE_CASE: { level: 'warning', finds: 'A value of an enum is not named in CAPITALS: `shipped`.' },
  FIELD_NAMED_AS_VERB: {
    level: 'warning',
    finds: 'A field of Query is named for what the client does, not for what it gets: `getOrder`.',
  },
  DESCRIPTION_MISSING: {
    level: 'warning',
    finds: 'A type, field, argument or value has no description. `@external` fields are described by their owner.',
  },
  DESCRIPTION_SAYS_NOTHING: { level: 'warning', finds: 'A description only repeats the name.' },
  DEPRECATION_WITHOUT_REASON: { level: 'warning', finds: '`@deprecated` does not say what to use in its place.' },
  ENUM_OF_ONE: { level: 'warning', finds: 'An enum has one value or none that is not deprecated: it says nothing.' },
  TYPE_UNUSED: { level: 'warning', finds: 'Nothing in the subgraph leads to a type, and no other subgraph can.' },
  KEY_NULLABLE: { level: 'warning', finds: 'A field of a `@key` may be null: such an entity cannot be found again.' },
  ID_TYPE: { level: 'warning', finds: 'The `id` of an entity is not an `ID`.' },
  ROOT_FIELD_NON_NULL: {
    level: 'warning',
    finds: 'A field of Query, Mutation or Subscription is never null: when it fails, the whole answer is lost.',
  },
  CONNECTION_SHAPE: {
    level: 'warning',
    finds:
      'A `...Connection` type lacks `edges` or `nodes`, or `pageInfo: PageInfo!`, or a field that returns one cannot be asked for `first` and `after`.',
  },
  OWNER_UNREACHABLE: {
    level: 'warning',
    finds: 'A contract names neither a channel of support nor who is on call: nobody knows whom to ask.',
  },
  CLASSIFIED_TOO_LOW: {
    level: 'warning',
    finds: 'A field is named or described as a person or a secret, and its contract neither protects it nor tags it.',
  },
} as const satisfies Readonly<Record<string, LintRule>>;

export type LintCode = keyof typeof lintRules;

/** Of some rules; `*` for all that are not named. */
export type LintLevels = Readonly<Partial<Record<LintCode | '*', LintLevel>>>;

export const lintLevels = ['off', 'warning', 'error'] as const satisfies readonly LintLevel[];

export const lintCodes = Object.keys(lintRules) as readonly LintCode[];

export function isLintCode(code: string): code is LintCode | '*' {
  return code === '*' || Object.hasOwn(lintRules, code);
}

/** @param levels the first that speaks of the rule wins */
export function levelOf(code: LintCode, levels: readonly LintLevels[]): LintLevel {
  for (const level of levels) {
    const chosen = level[code] ?? level['*'];
    if (chosen !== undefined) return chosen;
  }
  return lintRules[code].level;
}
