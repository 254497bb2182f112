// An error of one field as the client reads it.
import type { Path } from '../execute/fetched-data.ts';

export interface ProjectedError {
  readonly message: string;
  readonly path: Path;
  readonly extensions: { readonly code: string; readonly [key: string]: unknown };
}
