// Which clients take an answer in parts: those that accept multipart/mixed in the format of the present draft of incremental
// delivery. docs/decisions/incremental-delivery.md says why this format and this media type.

export const incrementalMediaType = 'multipart/mixed; boundary="-"; incrementalSpec=v0.2';

/** A client that names an older format could not read ours; one that names none is taken at its word. */
export function takesIncrements(accept: string | undefined): boolean {
  return accept?.split(',').some(isRangeOfOurs) ?? false;
}

function isRangeOfOurs(range: string): boolean {
  const [type, ...rest] = range.split(';').map((part) => part.trim().toLowerCase());
  const parameters = new Map(rest.map((parameter) => parameter.split('=', 2).map(unquoted) as [string, string]));
  if (type !== 'multipart/mixed' || Number(parameters.get('q') ?? 1) === 0 || parameters.has('deferspec')) return false;
  return (parameters.get('incrementalspec') ?? 'v0.2') === 'v0.2';
}

const unquoted = (text: string) => text.trim().replace(/^"(.*)"$/, '$1');
