// Writes the reference page of error codes from the table; docs/reference/errors.md is its output.

import { errorTable } from './errors.ts';

export function errorReference(): string {
  return `# Error codes

Generated from kit/errors.ts; a test compares the two.

Every error of Gordian has one of these codes, in \`errors[].extensions.code\` of a GraphQL answer or in the log.
Codes for the *client* carry a message for whoever sent the request. Codes for the *operator* appear only in logs and at
the prompt; a client sees \`INTERNAL\` and a request id instead. In GraphQL answers with data, the HTTP status is 200
whatever the code of a part.

## For the client

${tableOf('client')}

## For the operator

${tableOf('operator')}
`;
}

function tableOf(audience: 'client' | 'operator'): string {
  const rows = Object.entries(errorTable)
    .filter(([, entry]) => entry.audience === audience)
    .map(([code, { status, meaning, mend }]) => `| \`${code}\` | ${status} | ${meaning} | ${mend} |`);
  return ['| Code | HTTP | What it means | How to mend it |', '|---|---|---|---|', ...rows].join('\n');
}
