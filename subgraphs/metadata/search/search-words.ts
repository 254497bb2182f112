// The words of names and of searches, and why one fits the other. Pure.

/** More than anybody looks for at once. */
const maxTokens = 8;
const maxTokenLength = 40;

/** `Customer.lifetimeValue` and `customers/customer-profile` as words in lower case, separated by blanks. */
export function wordsOf(name: string): string {
  return name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** What is looked for, word by word; nothing but letters and digits is left. */
export function tokensOf(text: string): string[] {
  const words = wordsOf(text).split(' ').filter(Boolean);
  return [...new Set(words.map((word) => word.slice(0, maxTokenLength)))].slice(0, maxTokens);
}

export interface FoundText {
  readonly words: string;
  readonly tags: readonly string[];
  readonly description: string | null;
}

/** For people: one reason for each word that was looked for. */
export function whyFound(tokens: readonly string[], { words, tags, description }: FoundText): string[] {
  const inDescription = wordsOf(description ?? '').split(' ');
  return tokens.map((token) => {
    if (words.split(' ').some((word) => fits(token, word))) return `the name has "${token}"`;
    const tag = tags.find((candidate) =>
      wordsOf(candidate)
        .split(' ')
        .some((word) => fits(token, word)),
    );
    if (tag !== undefined) return `the tag ${tag}`;
    if (inDescription.some((word) => fits(token, word))) return `the description has "${token}"`;
    return `the name is similar to "${token}"`;
  });
}

/** Nearly as the database compares: a word that begins alike, or differs in its ending only. */
function fits(token: string, word: string): boolean {
  return word.startsWith(token) || word.startsWith(stem(token));
}

function stem(token: string): string {
  return token.length > 4 ? token.replace(/(ies|es|s|ing|ed|y)$/, '') : token;
}
