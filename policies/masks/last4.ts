// `+1-555-0134-7721` becomes `***7721`: enough to tell two apart that one knows. What is too short to hide anything is hidden whole.
import type { Mask } from './mask.ts';

const shownLength = 4;

export const last4: Mask = {
  name: 'last4',
  kind: 'partial',
  scalars: ['String', 'ID'],
  mayBeNull: false,
  conceal: (value) => {
    const characters = [...String(value)];
    return characters.length < 2 * shownLength ? '***' : `***${characters.slice(-shownLength).join('')}`;
  },
};
