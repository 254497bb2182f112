// Patterns for LIKE from what a user typed: a percent sign is a percent sign.

/** Matches every text that holds this one; null stays null. */
export function containing(text: string | null | undefined): string | null {
  return text == null ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}
