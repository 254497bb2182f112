// Whether the explorer draws or lists: what the address says, and else a list where a drawing would be too narrow to read.

import { setSearch, useLocation } from '../shell/use-location.ts';

export type ShownAs = 'graph' | 'list';

const narrow = matchMedia('(max-width: 700px)');

export function useShownAs(): [ShownAs, (as: ShownAs) => void] {
  const asked = useLocation().search.get('as');
  const shownAs = asked === 'graph' || asked === 'list' ? asked : narrow.matches ? 'list' : 'graph';
  return [shownAs, (as) => setSearch({ as }, { replace: true })];
}
