// `claire.gute@example.com` becomes `c***@example.com`: enough to recognise an address that one knows, too little to write to.
import type { Mask } from './mask.ts';

export const email: Mask = {
  name: 'email',
  kind: 'partial',
  scalars: ['String'],
  mayBeNull: false,
  conceal: (value) => {
    const match = /^(.)[^@]*@([^@]+)$/su.exec(String(value));
    return match === null ? '***' : `${match[1]}***@${match[2]}`;
  },
};
