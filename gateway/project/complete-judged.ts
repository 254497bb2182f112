// What the projector does where rules over rows have a say: objects that may not be seen leave their list, and fields are denied
// or masked object by object. Operations without such rules meet nothing of this.
import { isNonNullType } from 'graphql';
import type { Denied, Masked } from '../../policies/decide/decisions.ts';
import { type DataValue, isRecord } from '../execute/data-record.ts';
import { closeBracket, comma, openBracket } from '../execute/json-bytes.ts';
import type { FieldShape } from '../operation/shape.ts';
import { applyMask, completeDenied, itemsOf, refuse, stepBack, takeBack, writeNull } from './complete-value.ts';
import { addError, type Complete, type Completion, requireRoom, type Walk } from './projection.ts';

/** An object with rules over rows. @param complete what writes an object that may be seen */
export function completeJudgedObject(complete: Complete, typeName: string): Complete {
  return (value, walk) => {
    if (!isRecord(value)) return refuse(walk, 'an object');
    const verdicts = walk.context.rows?.verdicts.get(value);
    if (!verdicts || verdicts.hidden) return hide(typeName, verdicts?.hidden ?? unjudged, walk);
    const around = walk.judged;
    walk.judged = verdicts;
    const completion = complete(value, walk);
    walk.judged = around;
    return completion;
  };
}

/** Never opens anything by being missing. */
const unjudged: Denied = {
  kind: 'deny',
  code: 'POLICY_UNAVAILABLE',
  layer: 'domain',
  rule: 'unjudged',
  reason: 'A rule could not be evaluated.',
  brief: 'A rule could not be evaluated.',
  requestable: false,
};

/** A refusal is silent, for it must not tell that there is something; a rule that failed is a fault to be told. */
function hide(typeName: string, { code }: Denied, walk: Walk): Completion {
  if (code !== 'POLICY_UNAVAILABLE') return 'hidden';
  addError(walk, code, `Whether you may see this ${typeName} could not be decided.`);
  return 'failed';
}

/** A field that each row opens, denies or masks. @param complete what writes the clear value, or null */
export function completeJudgedField(complete: Complete, field: FieldShape): Complete {
  return (value, walk) => {
    const verdict = walk.judged ? walk.judged.fields.get(field.slot) : unjudged;
    if (verdict === undefined) return complete(value, walk);
    return verdict.kind === 'deny'
      ? completeDenied(field, verdict)(value, walk)
      : completeMasked(complete, verdict, field, value, walk);
  };
}

function completeMasked(
  complete: Complete,
  mask: Masked,
  { type, coordinate }: FieldShape,
  value: DataValue,
  walk: Walk,
): Completion {
  const start = walk.out.length;
  const completion = complete(value, walk);
  if (completion !== 'written' || value === null || value === undefined) return completion;
  const masked = applyMask(mask, walk, start);
  if (masked === 'written') return masked;
  walk.takenBack++;
  if (!isNonNullType(type)) return writeNull(walk);
  if (masked === 'null')
    addError(walk, 'NON_NULL_VIOLATION', `The mask of ${coordinate} gave null, which it never is.`);
  return 'failed';
}

/** A list that goes on without the objects that may not be seen. @param completeItem passes `hidden` on */
export function completeFilteredList(completeItem: Complete): Complete {
  return (value, walk) => {
    const items = itemsOf(value, walk);
    if (!items) return refuse(walk, 'a list');
    const { out, steps, errors, leftOut } = walk;
    const depth = steps.length;
    leftOut[depth] = 0;
    out.byte(openBracket);
    for (let index = 0; index < items.length; index++) {
      steps[depth] = index;
      const start = out.length;
      const told = errors.length;
      if (index > leftOut[depth]!) out.byte(comma);
      const completion = completeItem(items[index], walk);
      if (completion === 'hidden') {
        takeBack(walk, start);
        errors.length = told;
        leftOut[depth]!++;
      } else if (completion !== 'written') {
        stepBack(walk, depth);
        return 'failed';
      }
      requireRoom(walk);
    }
    stepBack(walk, depth);
    out.byte(closeBracket);
    return 'written';
  };
}

/** Of such a list, an item that may be null. */
export function completeFilteredItem(complete: Complete, completeNull: Complete): Complete {
  return (value, walk) => {
    if (value === null || value === undefined) return completeNull(value, walk);
    const { length } = walk.out;
    const completion = complete(value, walk);
    if (completion === 'written' || completion === 'hidden') return completion;
    takeBack(walk, length);
    return writeNull(walk);
  };
}
