// Flags that say where Gordian's services are and who asks, the same for every verb. Each takes its default from gordian.yaml.
import { type Command, Option } from 'commander';
import { GordianError } from '../kit/errors.ts';
import type { ConfigFile, ConfigKey } from './config-file.ts';
import { requireSafePlace } from './safe-places.ts';
import { parseUrl } from './url-flag.ts';

const keys = new WeakMap<Option, ConfigKey>();

/** An option that gordian.yaml may fill under this key. Do not make it mandatory: that is checked before the file is read. */
function fromConfig(option: Option, key: ConfigKey): Option {
  keys.set(option, key);
  return option;
}

export function isFilledFromConfig(option: Option): boolean {
  return keys.has(option);
}

export const gatewayFlag = () =>
  fromConfig(
    new Option('--url <url>', 'the gateway')
      .argParser(parseUrl)
      .default(new URL('http://127.0.0.1:4000'), 'http://127.0.0.1:4000'),
    'gateway',
  );

export const registryFlag = () =>
  fromConfig(
    new Option('--registry <url>', 'the metadata service')
      .argParser(parseUrl)
      .default(new URL('http://127.0.0.1:4006'), 'http://127.0.0.1:4006'),
    'registry',
  );

export const tokenFlag = () => new Option('--token <token>', 'who you are; GORDIAN_TOKEN when it is left out');

export const tokenUrlFlag = () =>
  fromConfig(new Option('--token-url <url>', 'OAuth2 token endpoint, in place of a token'), 'tokenUrl');

export const clientIdFlag = () =>
  fromConfig(
    new Option('--client-id <id>', 'OAuth2 client; its secret is read from GORDIAN_CLIENT_SECRET').default('registrar'),
    'clientId',
  );

export const variantFlag = () =>
  fromConfig(new Option('--variant <name>', 'dev, staging, prod or a name of yours').default('prod'), 'variant');

/** @throws GordianError UNAUTHENTICATED */
export function requireToken(given: string | undefined, environment: NodeJS.ProcessEnv): string {
  const token = given ?? environment.GORDIAN_TOKEN;
  if (token) return token;
  throw new GordianError(
    'UNAUTHENTICATED',
    'This is for somebody: send a token with --token or GORDIAN_TOKEN. For the demo: gordian token --persona analyst.',
  );
}

/** Gives the options of a verb that nobody typed the values of the file, which is read for no other verb. */
export function fillFromConfig(verb: Command, readConfig: () => ConfigFile): void {
  const open = verb.options.filter((option) => isFilledFromConfig(option) && !isTyped(verb, option));
  if (open.length === 0) return;
  const config = readConfig();
  for (const option of open) {
    const value = config[keys.get(option)!];
    if (value === undefined) continue;
    const parsed: unknown = option.parseArg ? option.parseArg(value, undefined) : value;
    verb.setOptionValueWithSource(option.attributeName(), parsed, 'config');
  }
}

/** @throws GordianError CONFIG_INVALID */
export function requireSafePlaces(verb: Command, environment: NodeJS.ProcessEnv): void {
  for (const option of verb.options.filter(isPlace)) {
    const place: unknown = verb.getOptionValue(option.attributeName());
    const from = verb.getOptionValueSource(option.attributeName()) === 'config' ? ' (from the configuration file)' : '';
    if (place !== undefined) requireSafePlace(String(place), `${option.long}${from}`, environment);
  }
}

function isPlace(option: Option): boolean {
  const key = keys.get(option);
  return key === 'registry' || key === 'gateway' || key === 'tokenUrl';
}

function isTyped(verb: Command, option: Option): boolean {
  return verb.getOptionValueSource(option.attributeName()) === 'cli';
}
