// The subgraphs over HTTP: one endpoint each, and every way in which an answer can be bad mapped to one masked fault.
import type { BreakerChange } from './breaker.ts';
import { type EndpointState, SubgraphEndpoint } from './subgraph-endpoint.ts';
import { defaultSubgraphSettings, type SubgraphSettings } from './subgraph-settings.ts';
import type { SubgraphFault, SubgraphTransport } from './subgraph-transport.ts';

export interface HttpSubgraphs extends SubgraphTransport {
  /** How each subgraph is reached now, by its name. */
  states(): ReadonlyMap<string, EndpointState>;
  /** Waits for requests under way. */
  close(): Promise<void>;
}

export interface HttpSubgraphOptions {
  readonly settings: Partial<SubgraphSettings>;
  /** By name of the subgraph; wins over `settings`. */
  readonly settingsOf: Readonly<Record<string, Partial<SubgraphSettings>>>;
  /** Whoever hears of it must not throw. */
  readonly onBreakerChange: (subgraph: string, change: BreakerChange) => void;
}

/**
 * @param urls by name of the subgraph
 * @throws TypeError when one is not a URL of HTTP
 */
export function createHttpSubgraphs(
  urls: ReadonlyMap<string, string>,
  { settings = {}, settingsOf = {}, onBreakerChange = () => {} }: Partial<HttpSubgraphOptions> = {},
): HttpSubgraphs {
  const endpoints = new Map<string, SubgraphEndpoint>();
  for (const [name, url] of urls) {
    const all = { ...defaultSubgraphSettings, ...settings, ...settingsOf[name] };
    endpoints.set(name, new SubgraphEndpoint(url, all, (change) => onBreakerChange(name, change)));
  }
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
