// Whom the demo identity provider gives tokens to while a project is being written: its own personas, as they are now.
import { GordianError } from '../../kit/errors.ts';
import type { Persona } from '../../policies/persona.ts';
import { personas as platformPersonas } from '../../policies/personas.ts';
import { readContent } from '../commands/policy/policy-workspace.ts';

/** @returns reads them anew; while the policy cannot be read, those that were there before it broke */
export function personasOf(policyDirectory: string): () => Promise<readonly Persona[]> {
  let lastGood = platformPersonas;
  return async () => {
    try {
      const { personas } = await readContent({ policies: policyDirectory });
      lastGood = personas;
    } catch (error) {
      if (!(error instanceof GordianError)) throw error;
    }
    return lastGood;
  };
}
