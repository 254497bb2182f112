// The subgraphs over HTTP: one endpoint each, and every way in which an answer can be bad mapped to one masked fault.
import type { BreakerChange } from './breaker.ts';
import { type EndpointState, SubgraphEndpoint } from './subgraph-endpoint.ts';
import { type SubgraphOverrides, settingsWith } from './subgraph-settings.ts';
import type { SubgraphFault, SubgraphTransport } from './subgraph-transport.ts';

export interface HttpSubgraphs extends SubgraphTransport {
  /** How each subgraph is reached now, by its name. */
  states(): ReadonlyMap<string, EndpointState>;
  /** Waits for requests under way. */
  close(): Promise<void>;
}

export interface HttpSubgraphOptions {
  /** For all of them. */
  readonly settings: SubgraphOverrides;
  /** By name of the subgraph. */
  readonly settingsOf: Readonly<Record<string, SubgraphOverrides>>;
  /** Whoever hears of it must not throw. */
  readonly onBreakerChange: (subgraph: string, change: BreakerChange) => void;
  /** Hears of names in `settingsOf` that no subgraph has. */
  readonly onUnknownName: (name: string, known: readonly string[]) => void;
}

/**
 * @param urls by name of the subgraph
 * @throws TypeError when one is not a URL of HTTP
 */
export function createHttpSubgraphs(
  urls: ReadonlyMap<string, string>,
  { settings = {}, settingsOf = {}, onBreakerChange, onUnknownName }: Partial<HttpSubgraphOptions> = {},
): HttpSubgraphs {
  const endpoints = new Map<string, SubgraphEndpoint>();
  for (const [name, url] of urls) {
    const own = settingsWith(settings, settingsOf[name]);
    endpoints.set(name, new SubgraphEndpoint(url, own, (change) => onBreakerChange?.(name, change)));
  }
  for (const name of Object.keys(settingsOf)) if (!urls.has(name)) onUnknownName?.(name, [...urls.keys()]);
  return {
    send(request, ending) {
      return endpoints.get(request.subgraph)?.send(request, ending) ?? Promise.resolve(unknownUrl);
    },
    states: () => new Map([...endpoints].map(([name, endpoint]) => [name, endpoint.state()])),
    async close() {
      await Promise.all([...endpoints.values()].map(({ pool }) => pool.close()));
    },
  };
}

const unknownUrl: SubgraphFault = { kind: 'fault', code: 'SUBGRAPH_UNAVAILABLE', detail: 'no URL is known for it' };
