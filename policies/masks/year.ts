// `1984-05-17` becomes `1984-01-01`, and an instant the first of its year. What is no date becomes null.
import type { Mask } from './mask.ts';

export const year: Mask = {
  name: 'year',
  kind: 'general',
  scalars: ['Date', 'DateTime'],
  mayBeNull: true,
  conceal: (value) => {
    const match = /^(\d{4})-\d{2}-\d{2}(T)?/i.exec(String(value));
    if (match === null) return null;
    return match[2] === undefined ? `${match[1]}-01-01` : `${match[1]}-01-01T00:00:00.000Z`;
  },
};
