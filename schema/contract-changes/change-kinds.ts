// Every kind of change that the diff knows, and what it asks for. This table is the rule: docs/reference/contract-changes.md is
// printed from it. What consumers may rely on becoming less, or their access ending, is BREAKING and asks for a major version;
// nothing else does.
import type { Coordinate } from '../coordinates.ts';
import type { Bump, ChangeAxis, ChangeSeverity, ContractChange } from './contract-change.ts';

export interface ChangeKind {
  readonly axis: ChangeAxis;
  readonly severity: ChangeSeverity;
  readonly bump: Bump;
  /** For the reference page. */
  readonly sentence: string;
}

const schema = kindsOf('SCHEMA');
const guarantee = kindsOf('GUARANTEE');
const governance = kindsOf('GOVERNANCE');
const commercial = kindsOf('COMMERCIAL');

export const changeKinds = {
  TYPE_REMOVED: schema.breaking('A type is gone.'),
  TYPE_ADDED: schema.addition('There is a new type.'),
  TYPE_KIND_CHANGED: schema.breaking('A type has become another kind of type, such as an object that becomes a union.'),
  FIELD_REMOVED: schema.breaking('A field is gone, or hidden with `@inaccessible`.'),
  FIELD_RENAMED: schema.breaking('A field is gone, and the contract names the one that takes its place.'),
  FIELD_ADDED: schema.addition('There is a new field.'),
  FIELD_LEFT_PRODUCT: schema.warning('A field is still served, and this product no longer promises it.'),
  FIELD_JOINED_PRODUCT: schema.addition('A field that was served before is now promised by this product.'),
  FIELD_TYPE_CHANGED: schema.breaking('A field has another type.'),
  FIELD_NULLABLE: schema.breaking('A field, or an item of its list, may be null and was not.'),
  FIELD_NEVER_NULL: schema.addition('A field, or an item of its list, may no longer be null.'),
  ARGUMENT_REMOVED: schema.breaking('An argument is gone.'),
  ARGUMENT_ADDED: schema.addition('There is a new argument that may be left out.'),
  REQUIRED_ARGUMENT_ADDED: schema.breaking('There is a new argument that must be given.'),
  ARGUMENT_TYPE_CHANGED: schema.breaking('An argument has another type.'),
  ARGUMENT_REQUIRED: schema.breaking('An argument must be given, or not be null, and could be.'),
  ARGUMENT_OPTIONAL: schema.addition('An argument may be left out or be null, and could not.'),
  ARGUMENT_DEFAULT_CHANGED: schema.warning('Whoever leaves an argument out gets another value.'),
  INPUT_FIELD_REMOVED: schema.breaking('A field of an input is gone.'),
  INPUT_FIELD_ADDED: schema.addition('There is a new field of an input that may be left out.'),
  REQUIRED_INPUT_FIELD_ADDED: schema.breaking('There is a new field of an input that must be given.'),
  INPUT_FIELD_TYPE_CHANGED: schema.breaking('A field of an input has another type.'),
  INPUT_FIELD_REQUIRED: schema.breaking('A field of an input must be given, or not be null, and could be.'),
  INPUT_FIELD_OPTIONAL: schema.addition('A field of an input may be left out or be null, and could not.'),
  INPUT_FIELD_DEFAULT_CHANGED: schema.warning('Whoever leaves a field of an input out gets another value.'),
  ENUM_VALUE_REMOVED: schema.breaking('A value of an enum is gone.'),
  ENUM_VALUE_ADDED: schema.warning('An enum has a new value, which its readers may not expect.'),
  UNION_MEMBER_REMOVED: schema.breaking('A type no longer belongs to a union.'),
  UNION_MEMBER_ADDED: schema.warning('A union has a new member, which its readers may not expect.'),
  INTERFACE_REMOVED: schema.breaking('A type no longer implements an interface.'),
  INTERFACE_ADDED: schema.warning('A type implements a further interface, whose readers may not expect it.'),
  KEY_REMOVED: schema.breaking('An entity can no longer be found by a key that other subgraphs may use.'),
  KEY_ADDED: schema.addition('An entity can be found by a further key.'),
  DIRECTIVE_REMOVED: schema.breaking('A directive that operations may carry is gone.'),
  DIRECTIVE_ADDED: schema.addition('There is a new directive for operations.'),
  DIRECTIVE_LOCATION_REMOVED: schema.breaking('A directive may no longer stand where it could.'),
  DIRECTIVE_REPEATABLE_REMOVED: schema.breaking('A directive may stand only once at a place.'),
  DEPRECATED: schema.warning('A type, field, argument or value is announced to go.'),
  DEPRECATION_CHANGED: schema.warning('The replacement, the sunset or the reason of a deprecation is another.'),
  DEPRECATION_WITHDRAWN: schema.note('What was announced to go stays.'),
  DESCRIPTION_CHANGED: schema.note('A description says something else.'),

  SLA_ADDED: guarantee.addition('There is a new promise.'),
  SLA_REMOVED: guarantee.breaking('A promise is withdrawn.'),
  SLA_RELAXED: guarantee.breaking('A promise allows more than it did: a higher threshold, a lower target.'),
  SLA_TIGHTENED: guarantee.addition('A promise allows less than it did.'),
  SLA_MEASURE_CHANGED: guarantee.breaking('A promise is about something else, or in a unit that does not compare.'),
  SLA_WINDOW_CHANGED: guarantee.warning('A promise is judged over another span of time.'),
  QUALITY_RULE_ADDED: guarantee.addition('There is a new rule about the data.'),
  QUALITY_RULE_REMOVED: guarantee.warning('A rule about the data is gone.'),
  QUALITY_RULE_RELAXED: guarantee.warning('A rule lets pass what it did not.'),
  QUALITY_RULE_TIGHTENED: guarantee.addition('A rule lets pass less than it did.'),
  QUALITY_RULE_CHANGED: guarantee.warning('A rule measures something else, or compares in another way.'),
  VALUE_LIMITS_CHANGED: guarantee.warning('The length, pattern, range or list of values of a field is another.'),
  RETENTION_SHORTENED: guarantee.warning('Values are kept for less long.'),
  RETENTION_LENGTHENED: guarantee.addition('Values are kept for longer.'),
  PRODUCT_DEPRECATED: guarantee.warning('The product is announced to go.'),
  PRODUCT_RETIRED: guarantee.breaking('The product has gone.'),
  PRODUCT_STATUS_CHANGED: guarantee.addition('The product is in another state of its life.'),
  MILESTONES_CHANGED: guarantee.warning('General availability, end of support or end of life is on another day.'),
  SERVER_ADDED: guarantee.addition('The product can be read at a further place, or rests there.'),
  SERVER_REMOVED: guarantee.warning('The product can no longer be read at a place, or no longer rests there.'),
  SERVER_CHANGED: guarantee.warning('A server is described otherwise: its type, location or schema.'),
  SUPPORT_CHANGED: guarantee.note('Consumers get help in another way.'),

  CLASSIFICATION_RAISED: governance.breaking(
    'A field is classified more strictly, or as personal or secret: who could read it may not be able to.',
  ),
  CLASSIFICATION_LOWERED: governance.warning('A field is open to more callers than it was.'),
  TAGS_CHANGED: governance.note('Tags are others, and none of them opens or closes anything.'),
  DERIVATION_CLOSED: governance.breaking(
    'A field is no longer said to conceal the fields it is computed from: its readers need access to those too.',
  ),
  CONCEALMENT_DROPPED: governance.warning(
    'A field is no longer said to conceal what it is computed from, and nothing of that is in the graph.',
  ),
  DERIVATION_OPENED: governance.warning('A field is said to conceal what it is computed from.'),
  SOURCE_DEMANDED: governance.warning(
    'A field that conceals nothing is computed from a further field: its readers need access to that too.',
  ),
  SOURCES_CHANGED: governance.addition('A field is computed from something else.'),
  RESIDENCY_NARROWED: governance.breaking('Values may be used in fewer regions.'),
  RESIDENCY_WIDENED: governance.warning('Values may be used in more regions.'),
  PURPOSES_NARROWED: governance.breaking('Values may be used for fewer purposes.'),
  PURPOSES_WIDENED: governance.warning('Values may be used for more purposes.'),
  LEGAL_HOLD_SET: governance.breaking('Values are held for legal proceedings.'),
  LEGAL_HOLD_LIFTED: governance.warning('Values are no longer held for legal proceedings.'),
  ROWS_FILTERED: governance.warning('Policies may leave records out, so that totals depend on who asks.'),
  ROWS_UNFILTERED: governance.addition('Policies no longer leave records out.'),
  REPUBLICATION_FORBIDDEN: governance.breaking('Other products may no longer be built from this one.'),
  REPUBLICATION_ALLOWED: governance.addition('Other products may be built from this one.'),
  OWNER_CHANGED: governance.warning('Another team answers for the product.'),
  TEAM_CHANGED: governance.note('The team has other members or is reached otherwise.'),
  ROLE_ADDED: governance.addition('There is a further way to be given access.'),
  ROLE_REMOVED: governance.breaking('A role no longer gives access.'),
  ROLE_CHANGED: governance.warning('A role gives access to something else.'),
  APPROVERS_CHANGED: governance.note('Others decide on requests for access.'),
  INPUT_ADDED: governance.addition('The product reads a further product.'),
  INPUT_REMOVED: governance.addition('The product no longer reads another product.'),
  INPUT_CHANGED: governance.note('The product reads other versions or fields of another product.'),

  PRICE_INTRODUCED: commercial.breaking('The product costs something, and did not.'),
  PRICE_RAISED: commercial.breaking('The product costs more.'),
  PRICE_LOWERED: commercial.addition('The product costs less, or nothing.'),
  PRICE_TERMS_CHANGED: commercial.breaking('The price is in another currency or for another unit.'),
  BILLING_TAG_CHANGED: commercial.note('Costs are booked elsewhere.'),
  TERMS_CHANGED: commercial.warning('The usage or the limitations of the product are described otherwise.'),
} as const satisfies Readonly<Record<string, ChangeKind>>;

export type ChangeKindName = keyof typeof changeKinds;

/** @param before JSON, null where there was nothing
 *  @param after JSON, null where there is nothing any more */
export function changeOf(
  kind: ChangeKindName,
  coordinate: Coordinate,
  before: unknown,
  after: unknown,
  message: string,
): ContractChange {
  const { axis, severity } = changeKinds[kind];
  return { coordinate, axis, kind, severity, before, after, message };
}

function kindsOf(axis: ChangeAxis) {
  const kind = (severity: ChangeSeverity, bump: Bump) => (sentence: string) => ({ axis, severity, bump, sentence });
  return {
    breaking: kind('BREAKING', 'MAJOR'),
    warning: kind('WARNING', 'MINOR'),
    addition: kind('INFO', 'MINOR'),
    /** Of no consequence to whoever uses the product. */
    note: kind('INFO', 'PATCH'),
  };
}
