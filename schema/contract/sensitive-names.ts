// Guesses from a field's name what it may hold. A guess never opens a field: it is the first proposal of the scaffold,
// and the suggestion beside a finding.
import type { Sensitivity } from '../artefact.ts';

export interface SuggestedClassification {
  readonly level: Sensitivity;
  readonly tags: readonly string[];
}

type Detector = readonly [words: RegExp, suggestion: SuggestedClassification];

const pii = (kind: string): SuggestedClassification => ({ level: 'CONFIDENTIAL', tags: ['pii', `pii.${kind}`] });

// Matched against the name in lower-case words: `homePhoneNumber` -> `home phone number`.
const detectors: readonly Detector[] = [
  [/\be ?mails?\b/, pii('email')],
  [/\b(phone|mobile|msisdn|fax|telephone)s?\b/, pii('phone')],
  [/\b(iban|bic|swift|account number|sort code)s?\b/, { level: 'RESTRICTED', tags: ['pii', 'pii.iban'] }],
  [/\b(card|pan|cvv|cvc)( number)?s?\b/, { level: 'RESTRICTED', tags: ['pci'] }],
  [
    /\b(ssn|social security( number)?|national id|passport( number)?|tax id)s?\b/,
    { level: 'RESTRICTED', tags: ['pii', 'pii.identity'] },
  ],
  [/\b(date of birth|birth ?(date|day)|dob)s?\b/, pii('birthdate')],
  [/\b(first|last|given|family|full|sur|maiden) ?names?\b/, pii('name')],
  [/\b(street|postal code|postcode|zip( code)?|address|address lines?)(es)?\b/, pii('address')],
  [/\bip( address)?(es)?\b/, pii('ip')],
  [/\b(password|passwd|secret|api key|private key|credential)s?\b/, { level: 'RESTRICTED', tags: ['secret'] }],
  [/\b(salary|income|wage)s?\b/, { level: 'RESTRICTED', tags: ['pii', 'pii.finance'] }],
];

// `name` alone says whose name only together with its type.
const peopleTypes = /(Customer|Person|Contact|User|Employee|Member|Patient|Subscriber)$/;

/** Null when the name gives no reason for suspicion. */
export function suggestClassification(typeName: string, fieldName: string): SuggestedClassification | null {
  const words = wordsOf(fieldName);
  const found = detectors.find(([pattern]) => pattern.test(words));
  if (found !== undefined) return found[1];
  return words === 'name' && peopleTypes.test(typeName) ? pii('name') : null;
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
}
