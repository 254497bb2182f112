// docker-compose.yml held against the code, as far as that goes without an engine: services, commands, variables, ports.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { secretKeys } from '../../cli/commands/secrets.ts';
import { readSubgraphSettings } from '../../kit/subgraph-settings.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly configs?: readonly { readonly source: string }[];
}

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
  volumes: object;
};
const services = Object.entries(compose.services);
const ours = services.filter(([name]) => name !== 'postgres');
const subgraphs = readSubgraphFolders(join(root, 'subgraphs')).map(({ name }) => name);

/** What the metadata process reads beside the settings of every subgraph. */
const metadataSettings = {
  ISSUER: z.string(),
  AUDIENCE: z.string(),
  JWKS_URL: z.string(),
  AUDIT_KEY: z.string(),
  WEBHOOK_KEY: z.string(),
  SIGNING_KEY_FILE: z.string(),
};

describe('docker-compose.yml', () => {
  test('has a service for every subgraph folder', () => {
    expect(Object.keys(compose.services)).toEqual(
      expect.arrayContaining([...subgraphs, 'gateway', 'identity', 'provision', 'publish', 'postgres']),
    );
  });

  test('runs every process of ours from one image', () => {
    expect(new Set(ours.map(([, service]) => `${service.image} ${service.build}`))).toEqual(
      new Set(['gordian:local .']),
    );
    expect(existsSync(join(root, 'Dockerfile'))).toBe(true);
  });

  test.each(ours)('%s runs a script that is compiled from a source', (_name, service) => {
    const source = service.command![0]!.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(existsSync(join(root, source)), source).toBe(true);
  });

  test.each(subgraphs)('%s gets settings that its process accepts', (name) => {
    const environment = Object.fromEntries(
      Object.entries(compose.services[name]!.environment!).map(([key, value]) => [key, stated(String(value))]),
    );
    const more = name === 'metadata' ? metadataSettings : {};
    expect(() => readSubgraphSettings(environment, more)).not.toThrow();
  });

  test('asks only for variables that "gordian secrets" prints', () => {
    const asked = new Set([...text.matchAll(/\$\{([A-Z_]+)(?![A-Z_]*:-)/g)].map((match) => match[1]!));
    expect([...asked].sort()).toEqual([...secretKeys(subgraphs), 'GORDIAN_DEMO_NOW', 'REGISTRY_KEYS'].sort());
  });

  test('publishes nothing but the gateway, and that on loopback', () => {
    expect(services.flatMap(([, { ports = [] }]) => ports)).toEqual(['127.0.0.1:4000:4000']);
  });

  test('waits only for services that exist', () => {
    const awaited = services.flatMap(([, service]) => Object.keys(service.depends_on ?? {}));
    expect(awaited.filter((name) => !(name in compose.services))).toEqual([]);
  });

  test('holds no secret', () => {
    const secrets = services
      .flatMap(([, { environment = {} }]) => Object.entries(environment))
      .filter(([key]) => /PASSWORD|SECRET/.test(key));
    expect(secrets.filter(([, value]) => !/^\$\{[A-Z_]+(:\?[^}]*)?\}$/.test(String(value)))).toEqual([]);
  });
});

/** A value as compose would hand it over once the variables are set. */
function stated(value: string): string {
  return value.replace(/\$\{GORDIAN_DEMO_NOW\}/, '2026-01-01T00:00:00Z').replace(/\$\{[^}]+\}/g, 'secret');
}
