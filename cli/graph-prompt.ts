// Commands whose verbs ask the gateway as somebody: the options that all of them have, and how they print what they get.
import type { Command, CommandOptions } from 'commander';
import { formatFlag, listFormats } from './format-flag.ts';
import { askGraph } from './graph-client.ts';
import { type GraphFormat, type Listed, textOfList, textOfOne } from './graph-text.ts';
import { writeData } from './output.ts';
import { gatewayFlag, requireToken, tokenFlag } from './service-flags.ts';

/** Options of every verb. */
export interface GraphOptions {
  readonly url: URL;
  readonly token?: string;
  readonly format: GraphFormat;
}

export interface GraphPrompt {
  /** @param formats that it can print, the usual one first */
  verb(usage: string, description: string, formats?: readonly [string, ...string[]], options?: CommandOptions): Command;
  /** @throws GordianError with the code of the first error */
  ask<Data>(options: GraphOptions, query: string, variables: Readonly<Record<string, unknown>>): Promise<Data>;
  /** Sends a mutation and prints what it made. */
  run(options: GraphOptions, mutation: string, variables: Readonly<Record<string, unknown>>): Promise<void>;
  /** Asks for one connection and prints its nodes. @param columns by the title of the column, the field that it shows */
  list(
    options: GraphOptions,
    query: string,
    variables: Readonly<Record<string, unknown>>,
    columns: Readonly<Record<string, string>>,
  ): Promise<void>;
}

export function createGraphPrompt(parent: Command, environment: NodeJS.ProcessEnv): GraphPrompt {
  const ask: GraphPrompt['ask'] = ({ url, token }, query, variables) =>
    askGraph({ url, token: requireToken(token, environment) }, query, variables);
  return {
    ask,
    verb: (usage, description, formats = listFormats, options = {}) =>
      parent
        .command(usage, options)
        .description(description)
        .addOption(gatewayFlag())
        .addOption(tokenFlag())
        .addOption(formatFlag(formats, environment)),
    async run(options, mutation, variables) {
      const answer = await ask<Record<string, Listed>>(options, mutation, variables);
      writeData(textOfOne(answer, options.format));
    },
    async list(options, query, variables, columns) {
      const answer = await ask<Record<string, { nodes: Listed[] }>>(options, query, variables);
      writeData(textOfList(Object.values(answer)[0]!.nodes, columns, options.format));
    },
  };
}
