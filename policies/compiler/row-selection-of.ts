// What a whole rule reads of the row: the union of the fragments of all that it is made of.
import { mergeSelections, parseRowFragment, type RowSelection } from '../decide/row-selection.ts';
import { anatomyOf, type Rule } from '../shield.ts';

/** Empty for a rule that reads none. */
export function rowSelectionOf(rule: Rule): RowSelection {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind === 'leaf')
    return anatomy.leaf.fragment === undefined ? [] : parseRowFragment(anatomy.leaf.fragment).selection;
  return anatomy !== undefined && 'parts' in anatomy ? mergeSelections(anatomy.parts.map(rowSelectionOf)) : [];
}
