// An error of the answer as the client reads it.
import type { Path } from '../execute/fetched-data.ts';

export interface ProjectedError {
  readonly message: string;
  /** In the client's names. */
  readonly path: Path;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}
