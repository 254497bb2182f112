// One of the personas of the repository, now and then with a grant or with the glass broken.
import type { CallerGrant } from '../../../kit/caller.ts';
import { callerOf, type Persona } from '../../../policies/persona.ts';
import { personas } from '../../../policies/personas.ts';
import { createDice, type Dice } from '../../support/federation/dice.ts';
import { aLongTimeAgo, aLongTimeAhead, type CallerModel } from './draw-caller.ts';

/** @param targets what grants may be for: coordinates and products */
export function drawPersona(targets: readonly string[], seed: string): CallerModel {
  const dice = createDice(`persona ${seed}`);
  const persona = dice.pick(personas);
  const isSomebody = persona.claims !== null;
  const grants = isSomebody && dice.chance(40) ? [drawGrant(dice, targets, 'g1')] : [];
  const breakGlass = isSomebody && dice.chance(8) ? drawGrant(dice, targets, 'glass') : null;
  return { ...personaModel(persona), grants, breakGlass };
}

/** Without any grant. */
export function personaModel(persona: Persona): CallerModel {
  const { subject, client, scopes, roles, purpose, claims } = callerOf(persona);
  const held = { scopes: [...scopes], roles: [...roles], grants: [], breakGlass: null };
  return { subject, client, purpose, claims, region: `${claims.region}`, ...held };
}

function drawGrant({ chance, some, below }: Dice, targets: readonly string[], id: string): CallerGrant {
  return {
    id,
    targets: some(targets, 1 + below(40)),
    outcome: chance(70) ? 'ALLOW' : 'MASK',
    validUntil: chance(85) ? aLongTimeAhead : aLongTimeAgo,
  };
}
