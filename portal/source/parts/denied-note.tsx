// What the viewer may not see, why, and how to ask for it.

import type { Problem } from '../graph/problem.ts';
import { Link } from '../shell/link.tsx';
import { useViewer } from '../shell/portal-context.ts';
import { hrefOf } from '../shell/routes.ts';

interface Props {
  /** What it is in words: "Who uses it". */
  readonly what: string;
  readonly problem: Pick<Problem, 'coordinate' | 'message' | 'reason'>;
}

export function DeniedNote({ what, problem: { coordinate, reason, message } }: Props) {
  const isAnonymous = useViewer().token === null;
  return (
    <div className="denied-note">
      <p>
        <strong>{what}</strong> is not shown to you: {reason ?? message}
      </p>
      {(coordinate || isAnonymous) && (
        <p className="denied-note-more">
          {coordinate && <code>{coordinate}</code>}
          {isAnonymous && 'Sign in first, or choose another persona.'}
          {coordinate && !isAnonymous && <Link to={hrefOf('access', { coordinate })}>Request access</Link>}
        </p>
      )}
    </div>
  );
}
