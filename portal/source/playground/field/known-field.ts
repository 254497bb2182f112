// What the catalogue knows of a field.

import type { FieldUnderCursorData } from '../../generated/playground.ts';

export type KnownField = NonNullable<FieldUnderCursorData['field']>;
