import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readEnvironment, readSettings, settingKinds } from '../../../kit/config.ts';
import type { GordianError } from '../../../kit/errors.ts';

const shape = {
  PORT: settingKinds.port.default(4001),
  DATABASE_URL: settingKinds.postgresUrl,
  LOG_LEVEL: settingKinds.logLevel.default('info'),
  DEMO_NOW: settingKinds.instant.optional(),
};

describe('the environment', () => {
  test('becomes typed settings, an empty value counts as absent, and other programs keep their keys', () => {
    const env = {
      GORDIAN_DATABASE_URL: 'postgres://a:b@127.0.0.1/x',
      GORDIAN_PORT: '',
      HOME: '/root',
      GORDIAN_DEMO_NOW: '2026-11-22T10:00:00Z',
    };
    expect(readEnvironment(shape, env)).toEqual({
      PORT: 4001,
      DATABASE_URL: 'postgres://a:b@127.0.0.1/x',
      LOG_LEVEL: 'info',
      DEMO_NOW: new Date('2026-11-22T10:00:00Z'),
    });
  });

  test('with mistakes is refused with all of them at once, a suggestion, an example, and no value', () => {
    const env = { GORDIAN_PROT: '1', GORDIAN_PORT: 'hunter2', GORDIAN_LOG_LEVEL: 'hunter2', GORDIAN_ZZZZ: 'hunter2' };
    const error = errorOf(() => readEnvironment(shape, env));
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message.split('\n')).toEqual([
      'These settings in the environment cannot be used:',
      expect.stringMatching(/^ {2}GORDIAN_PORT expected number.*; for example 4001$/),
      '  GORDIAN_DATABASE_URL is missing; for example postgres://role:password@127.0.0.1:5432/gordian',
      expect.stringMatching(/^ {2}GORDIAN_LOG_LEVEL .*"info".*; for example info$/),
      '  GORDIAN_PROT is not a setting; did you mean GORDIAN_PORT?',
      '  GORDIAN_ZZZZ is not a setting',
    ]);
    expect(error.message).not.toContain('hunter2');
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '40.5'],
    ['DATABASE_URL', 'mysql://a:b@c/d'],
    ['DATABASE_URL', 'hunter2'],
    ['DEMO_NOW', 'yesterday'],
  ])('%s=%s is refused without repeating it', (key, value) => {
    const env = { GORDIAN_DATABASE_URL: 'postgres://a:b@127.0.0.1/x', [`GORDIAN_${key}`]: value };
    const error = errorOf(() => readEnvironment(shape, env));
    expect(error.message).toContain(`GORDIAN_${key} `);
    expect(error.message).not.toContain(value);
  });
});

describe('a settings file', () => {
  const schema = z.strictObject({
    server: z.strictObject({ port: z.int().max(65_535).default(4000), bodyLimit: z.int().default(1) }).prefault({}),
    issuers: z.array(z.strictObject({ audience: z.string() })).default([]),
    source: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('file'), path: z.string() }),
      z.strictObject({ kind: z.literal('registry'), url: z.url() }),
    ]),
  });

  test('is read with its defaults', () => {
    const settings = readSettings(schema, { source: { kind: 'file', path: 'a' } }, 'gordian.yaml');
    expect(settings).toEqual({
      server: { port: 4000, bodyLimit: 1 },
      issuers: [],
      source: { kind: 'file', path: 'a' },
    });
  });

  test('with mistakes is refused with every key path', () => {
    const value = {
      server: { bodylimit: 5, port: 'hunter2' },
      issuers: [{}],
      source: { kind: 'file', path: 'a', url: 'hunter2' },
    };
    expect(errorOf(() => readSettings(schema, value, 'gordian.yaml')).message.split('\n')).toEqual([
      'These settings in gordian.yaml cannot be used:',
      '  server.port expected number, received string',
      '  server.bodylimit is not a setting; did you mean bodyLimit?',
      '  issuers.0.audience is missing',
      '  source.url is not a setting; did you mean url?',
    ]);
  });

  test.each([
    null,
    undefined,
    'text',
    [],
  ])('that holds %j is refused, not taken for defaults of required keys', (value) => {
    expect(errorOf(() => readSettings(schema, value, 'gordian.yaml')).code).toBe('CONFIG_INVALID');
  });
});

function errorOf(action: () => unknown): GordianError {
  try {
    action();
  } catch (error) {
    return error as GordianError;
  }
  throw new Error('Nothing was thrown.');
}
