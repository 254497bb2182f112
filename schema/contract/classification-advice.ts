// What to write for a field that nobody has classified.
import { suggestClassification } from './sensitive-names.ts';

export function suggestionFor(typeName: string, fieldName: string): string {
  const suggestion = suggestClassification(typeName, fieldName);
  if (suggestion === null) return 'Add classification: public, internal, confidential or restricted.';
  const { level, tags } = suggestion;
  return `Its name suggests classification: ${level.toLowerCase()}, tags: [${tags.join(', ')}].`;
}
