// Bytes that are not an HTTP response as this client understands it.

export class MalformedResponse extends Error {
  override readonly name = 'MalformedResponse';
}

/** The answer passes the limit that was set for it. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
}
