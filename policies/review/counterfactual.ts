// What would have to be different for a decision to be another one: not guessed from the text of the rules, but tried, with the
// decisions that serve requests. What can be tried is what the words of the vocabulary look at.
import type { Caller, CallerGrant } from '../../kit/caller.ts';
import type { Door } from '../compiler/compiled-policy.ts';
import { leavesOf } from '../compiler/inspect-rule.ts';
import type { Circumstances } from '../decide/evaluate.ts';

/** Who asks, and where. */
export interface Asker {
  readonly caller: Caller;
  readonly circumstances: Circumstances;
}

/** Something that a rule looks at and a caller has or lacks. */
export interface Input {
  /** `scope customers:pii:read` */
  readonly name: string;
  isHeld(asker: Asker): boolean;
  with(asker: Asker): Asker;
  without(asker: Asker): Asker;
}

/** One smallest set of changes that leads to another outcome; each as `with scope a` or `without role b`. */
export interface Change<Outcome> {
  readonly inputs: readonly string[];
  readonly outcome: Outcome;
}

/** More than this at once is no advice; and the tries double with each input. */
const maximumTogether = 3;

/** @returns the inputs that the rules and the mask of a door look at; each once */
export function inputsOf({ conjuncts, mask }: Door): Input[] {
  const rules = [...conjuncts.map(({ rule }) => rule), ...(mask === null ? [] : [mask.unless])];
  const inputs = rules.flatMap(leavesOf).flatMap(({ name }) => inputsNamed(name));
  return inputs.filter(({ name }, index) => inputs.findIndex((other) => other.name === name) === index);
}

/** @param decide the outcome for an asker; `current` is that of this one */
export async function smallestChanges<Outcome>(
  asker: Asker,
  inputs: readonly Input[],
  current: Outcome,
  decide: (asker: Asker) => Promise<Outcome>,
): Promise<Change<Outcome>[]> {
  const found: (Change<Outcome> & { readonly of: readonly Input[] })[] = [];
  for (const together of subsets(inputs)) {
    if (found.some(({ of }) => of.every((input) => together.includes(input)))) continue;
    const outcome = await decide(together.reduce((changed, input) => toggled(changed, input), asker));
    if (outcome !== current) found.push({ of: together, inputs: together.map(told(asker)), outcome });
  }
  return found.map(({ inputs: changed, outcome }) => ({ inputs: changed, outcome }));
}

function toggled(asker: Asker, input: Input): Asker {
  return input.isHeld(asker) ? input.without(asker) : input.with(asker);
}

function told(asker: Asker): (input: Input) => string {
  return (input) => `${input.isHeld(asker) ? 'without' : 'with'} ${input.name}`;
}

/** The small ones first. */
function subsets(inputs: readonly Input[]): Input[][] {
  const bySize: Input[][][] = [[[]]];
  for (let size = 1; size <= Math.min(maximumTogether, inputs.length); size += 1)
    bySize.push(
      bySize[size - 1]!.flatMap((smaller) =>
        inputs.slice(inputs.indexOf(smaller.at(-1)!) + 1).map((input) => [...smaller, input]),
      ),
    );
  return bySize.slice(1).flat();
}

/** By the word of the vocabulary; a rule of another name looks at something that nobody can give or take here. */
const words: Readonly<Record<string, (...parameters: string[]) => Input[]>> = {
  isAuthenticated: () => [
    callerInput(
      'a token',
      ({ subject }) => subject !== null,
      (caller) => caller,
      (caller) => ({ ...caller, subject: null }),
    ),
  ],
  hasScope: (scope) => [memberInput('scopes', scope!, `scope ${scope}`)],
  hasAnyScope: (...scopes) => scopes.map((scope) => memberInput('scopes', scope, `scope ${scope}`)),
  hasScopeOf: (domain) => [
    callerInput(
      `some scope of ${domain}`,
      ({ scopes }) => [...scopes].some((scope) => scope.startsWith(`${domain}:`)),
      (caller) => ({ ...caller, scopes: new Set([...caller.scopes, `${domain}:`]) }),
      (caller) => ({
        ...caller,
        scopes: new Set([...caller.scopes].filter((scope) => !scope.startsWith(`${domain}:`))),
      }),
    ),
  ],
  hasRole: (role) => [memberInput('roles', role!, `role ${role}`)],
  hasAttribute: (name, value) => [
    callerInput(
      `${name} ${value}`,
      ({ claims }) => [claims[name!]].flat().includes(value),
      (caller) => ({ ...caller, claims: { ...caller.claims, [name!]: value } }),
      (caller) => ({ ...caller, claims: { ...caller.claims, [name!]: undefined } }),
    ),
  ],
  fromClient: (client) => [
    callerInput(
      `the application ${client}`,
      (caller) => caller.client === client,
      (caller) => ({ ...caller, client: client! }),
      (caller) => ({ ...caller, client: null }),
    ),
  ],
  purpose: (name) => [purposeInput(name!)],
  anyPurpose: (...names) => names.map(purposeInput),
  residency: (...regions) => regions.map(regionInput),
  granted: (target) => [
    callerInput(
      `a grant for ${target}`,
      ({ grants = [] }) => grants.some(({ targets }) => targets.includes(target!)),
      ({ grants = [], ...caller }) => ({ ...caller, grants: [...grants, grantFor(target!)] }),
      ({ grants = [], ...caller }) => ({
        ...caller,
        grants: grants.filter(({ targets }) => !targets.includes(target!)),
      }),
    ),
  ],
  breakGlass: () => [
    callerInput(
      'a broken glass',
      ({ breakGlass = null }) => breakGlass !== null,
      (caller) => ({ ...caller, breakGlass: grantFor() }),
      (caller) => ({ ...caller, breakGlass: null }),
    ),
  ],
};

/** For no time in particular. */
function grantFor(...targets: string[]): CallerGrant {
  return { id: 'tried', targets, outcome: 'ALLOW', validUntil: Number.MAX_SAFE_INTEGER };
}

function regionInput(region: string): Input {
  const isHeld: Input['isHeld'] = ({ circumstances }) => circumstances.region === region;
  const at = (asker: Asker, place: string | null): Asker => ({
    ...asker,
    circumstances: { ...asker.circumstances, region: place },
  });
  return {
    name: `a gateway in ${region}`,
    isHeld,
    with: (asker) => at(asker, region),
    without: (asker) => at(asker, null),
  };
}

function inputsNamed(rule: string): Input[] {
  const [, word = '', parameters = ''] = /^(\w+)(?:\((.*)\))?$/.exec(rule) ?? [];
  return Object.hasOwn(words, word) ? words[word]!(...parameters.split(', ')) : [];
}

function purposeInput(name: string): Input {
  return callerInput(
    `purpose ${name}`,
    (caller) => caller.purpose === name,
    (caller) => ({ ...caller, purpose: name }),
    (caller) => ({ ...caller, purpose: null }),
  );
}

function memberInput(set: 'scopes' | 'roles', member: string, name: string): Input {
  return callerInput(
    name,
    (caller) => caller[set].has(member),
    (caller) => ({ ...caller, [set]: new Set([...caller[set], member]) }),
    (caller) => ({ ...caller, [set]: new Set([...caller[set]].filter((other) => other !== member)) }),
  );
}

/** Whoever has anything has a token. */
function callerInput(
  name: string,
  isHeld: (caller: Caller) => boolean,
  give: (caller: Caller) => Caller,
  take: (caller: Caller) => Caller,
): Input {
  return {
    name,
    isHeld: ({ caller }) => isHeld(caller),
    with: (asker) => ({ ...asker, caller: { ...give(asker.caller), subject: asker.caller.subject ?? 'somebody' } }),
    without: (asker) => ({ ...asker, caller: take(asker.caller) }),
  };
}
