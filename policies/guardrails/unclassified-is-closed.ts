// A coordinate that no contract classifies is closed to everyone: a new field is never open by oversight.
import { deny } from '../shield.ts';
import type { Guardrail } from './guardrail.ts';

export const unclassifiedIsClosed: Guardrail = {
  name: 'unclassifiedIsClosed',
  yieldsToGrants: false,
  ruleFor: ({ classification }) => (classification === undefined ? deny : undefined),
};
