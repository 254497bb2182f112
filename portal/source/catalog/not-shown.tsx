// What of a list the viewer may not see, said once instead of in each row.

import type { Problem } from '../graph/problem.ts';
import { byCoordinate } from './by-coordinate.ts';

export function NotShown({ problems }: { readonly problems: readonly Problem[] }) {
  const reasons = byCoordinate(problems);
  if (reasons.length === 0) return null;
  return (
    <div className="denied-note">
      {reasons.map(({ reason, coordinates }) => (
        <p key={reason}>
          Not shown to you: {coordinates.map(fieldName).join(', ')}. {reason}
        </p>
      ))}
    </div>
  );
}

/** `DataProduct.myAccess` as `my access`. */
function fieldName(coordinate: string): string {
  return coordinate.replace(/^.*\./, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
