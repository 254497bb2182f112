// Texts that Postgres can hold: JSON brings more than that. A NUL is in none of them, and half of a surrogate pair is no character.
import { z } from 'zod';

const unstorable = /\0|\p{Surrogate}/u;

export const storableText = z.string().refine((text) => !unstorable.test(text), 'holds what is no character');

/** Of such a text within JSON as `JSON.stringify` writes it: it escapes a surrogate only where it stands alone. */
export const unstorableEscape = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;
