// Descriptions as people write them in schemas and contracts: plain sentences with code between backticks. Pure.

export interface ProsePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** A backtick without its fellow is only a character. */
export function proseParts(text: string): readonly ProsePart[] {
  const pieces = text.split(/`([^`]+)`/);
  return pieces.flatMap((piece, place) => (piece === '' ? [] : [{ text: piece, isCode: place % 2 === 1 }]));
}
