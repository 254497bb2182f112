// Guesses from what a field is called, what it holds and what is said about it whether it is about a person or a secret. A guess never
// opens a field: it is the first proposal of the scaffold, and the suggestion beside a finding.
import type { Sensitivity } from '../artefact.ts';
import type { LogicalType } from './contract.ts';

export interface SuggestedClassification {
  readonly level: Sensitivity;
  readonly tags: readonly string[];
}

export interface Suspect {
  readonly typeName: string;
  readonly fieldName: string;
  /** Null when it is not known. */
  readonly logicalType: LogicalType | null;
  readonly description: string | null;
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

// Said of a field in so many words. Fewer than the names, because descriptions also speak of other things.
const descriptions: readonly Detector[] = [
  [/\be-?mail address/, pii('email')],
  [/\b(phone|mobile|telephone) number/, pii('phone')],
  [/\b(iban|bank account number)\b/, { level: 'RESTRICTED', tags: ['pii', 'pii.iban'] }],
  [/\b(credit|debit|payment) card (number|holder)|\bcard number/, { level: 'RESTRICTED', tags: ['pci'] }],
  [/\b(date of birth|birth ?date|birthday)\b/, pii('birthdate')],
  [/\b(passport|social security|national identity|tax) number/, { level: 'RESTRICTED', tags: ['pii', 'pii.identity'] }],
  [/\b(home|postal|street|billing|delivery) address/, pii('address')],
  [/\b(first|last|full|maiden) name\b|\bname of (a|the) (person|customer|contact|employee|patient)\b/, pii('name')],
  [/\bip address/, pii('ip')],
  [/\b(password|private key|api key)\b/, { level: 'RESTRICTED', tags: ['secret'] }],
];

// `name` alone says whose name only together with its type.
const peopleTypes = /(Customer|Person|Contact|User|Employee|Member|Patient|Subscriber)$/;

// Of whom or how many, and not the thing itself: `emailVerified`, `phoneCount`.
const aboutIt = /\b(count|number of|total|verified|confirmed|enabled|valid)\b/;

/** Null when nothing gives a reason for suspicion. */
export function suggestClassification(suspect: Suspect): SuggestedClassification | null {
  const { typeName, fieldName, logicalType, description } = suspect;
  const words = wordsOf(fieldName);
  if (logicalType === 'boolean' || aboutIt.test(words)) return null;
  return (
    detected(detectors, words) ??
    (words === 'name' && peopleTypes.test(typeName) ? pii('name') : null) ??
    detected(descriptions, (description ?? '').toLowerCase())
  );
}

function detected(patterns: readonly Detector[], text: string): SuggestedClassification | null {
  return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

function wordsOf(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
}
