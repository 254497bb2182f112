// Flags that say where Gordian's services are and who asks, the same for every verb. Each takes its default from gordian.yaml.
import { type Command, Option } from 'commander';
import type { ConfigFile, ConfigKey } from './config-file.ts';
import { parseUrl } from './url-flag.ts';

const keys = new WeakMap<Option, ConfigKey>();

/** An option that gordian.yaml may fill under this key. Do not make it mandatory: that is checked before the file is read. */
export function fromConfig(option: Option, key: ConfigKey): Option {
  keys.set(option, key);
  return option;
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

/** Gives the options of a verb that nobody typed the values of the file. */
export function fillFromConfig(verb: Command, config: ConfigFile): void {
  for (const option of verb.options) {
    const key = keys.get(option);
    const value = key && config[key];
    const name = option.attributeName();
    if (
      value === undefined ||
      (verb.getOptionValueSource(name) !== 'default' && verb.getOptionValueSource(name) !== undefined)
    )
      continue;
    const parsed: unknown = option.parseArg ? option.parseArg(value, undefined) : value;
    verb.setOptionValueWithSource(name, parsed, 'config');
  }
}
