import { expect, test } from 'vitest';
import { optionsWith } from '../../../../portal/source/parts/option.ts';

const any = { value: '', label: 'Any' };
const open = { value: 'OPEN', label: 'Open' };

test.each([
  ['one of them', 'OPEN', [any, open]],
  ['nothing, whether it is offered or not', '', [any, open]],
  ['what is not offered', 'GONE', [any, open, { value: 'GONE', label: 'GONE' }]],
])('a select of %s shows it as chosen', (_, chosen, options) => {
  expect(optionsWith(chosen, [any, open])).toEqual(options);
});
