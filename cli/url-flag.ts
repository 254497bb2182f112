// A URL as commands take it.
import { InvalidArgumentError } from 'commander';

/** For commander's options. */
export function parseUrl(text: string): URL {
  if (URL.canParse(text)) return new URL(text);
  throw new InvalidArgumentError('that is not a URL.');
}
