// What the policies say about a request: that they agree, or that people decide.

import type { RequestFragment } from '../generated/access.ts';
import { Badge } from '../parts/badge.tsx';

/** As items of a list. */
export function PolicyResults({ of }: { readonly of: RequestFragment['policyEvaluation'] }) {
  return of.map(({ policy, passed, detail }) => (
    <li key={`${policy} ${detail}`}>
      <Badge tone={passed ? 'good' : 'neutral'}>{passed ? 'policy agrees' : 'people decide'}</Badge> {detail}{' '}
      <code className="muted">{policy}</code>
    </li>
  ));
}
