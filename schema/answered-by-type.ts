// How a subgraph tells the gateway that a field has one answer for all entities of a type: by a tag on the field, and by another on
// the fields below it that differ all the same. One entity of each type is then asked about for all of them.

/** On a field of an entity. */
export const byTypeTag = 'gordian-by-type';
/** On a field of what the tagged field gives. */
export const byRowTag = 'gordian-by-row';
