// docs/guides/your-identity-provider.md: its configurations are read as the gateway would, and its tokens become callers by them.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { createAuthenticator } from '../../../../gateway/authenticate/authenticate.ts';
import { defaultClaimNames } from '../../../../gateway/authenticate/authentication-options.ts';
import { callerOfClaims } from '../../../../gateway/authenticate/caller-of-claims.ts';
import { type GatewayConfig, readGatewayConfig } from '../../../../gateway/config.ts';
import { packageFile } from '../../../../kit/package-files.ts';

const guide: string = readFileSync(packageFile('docs/guides/your-identity-provider.md'), 'utf8');

/** Of each section the configuration, and the token that stands below it, if one does. */
const examples = guide.split(/^## /m).flatMap((section) => {
  const yaml = blockOf(section, 'yaml');
  const token = blockOf(section, 'json');
  return yaml ? [{ title: section.split('\n', 1)[0]!, yaml, token: token && JSON.parse(token) }] : [];
});

test('the guide has examples', () => {
  expect(examples.map(({ title }) => title)).toEqual([
    '# Use your identity provider',
    'Keycloak',
    'Auth0',
    'Microsoft Entra ID',
    'Several at once',
  ]);
});

test.each(examples)('$title is a configuration that the gateway takes', ({ yaml }) => {
  expect(() => createAuthenticator(read(yaml).authentication)).not.toThrow();
});

test.each(examples.filter(({ token }) => token))('a token of $title becomes a caller with all its rights', ({
  yaml,
  token,
}) => {
  const { issuer, audience, claims } = read(yaml).authentication.issuers[0]!;
  expect([token.iss, [token.aud].flat()]).toEqual([issuer, expect.arrayContaining([audience])]);
  const caller = callerOfClaims({ ...token, exp: 2_000_000_000 }, { ...defaultClaimNames, ...claims }, null);
  expect(caller.subject).toMatch(/.{20}/);
  expect(caller.client).not.toBeNull();
  expect([...caller.scopes].join()).toMatch(/orders/);
  expect(caller.roles.has('analyst')).toBe(true);
  expect(caller.claims.region).toBe('EAST');
});

function blockOf(section: string, kind: string): string | undefined {
  return new RegExp(`^\`\`\`${kind}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(section)?.[1];
}

function read(yaml: string): GatewayConfig {
  const folder = mkdtempSync(join(tmpdir(), 'gordian-guide-'));
  const file = join(folder, 'gordian.yaml');
  writeFileSync(file, stringify({ supergraph: { kind: 'file', path: 'supergraph.graphql' }, ...parse(yaml) }));
  try {
    return readGatewayConfig(file, {});
  } finally {
    rmSync(folder, { recursive: true });
  }
}
