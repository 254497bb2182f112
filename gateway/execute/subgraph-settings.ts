// How one subgraph is asked: how long, how often at a time, and when not at all for a while. In the configuration, `execution`
// holds these for all subgraphs, and `execution.subgraphs.<name>` what differs for one.

export interface SubgraphSettings {
  /** For one request, from the moment it is to be sent to the last byte of its answer. */
  readonly timeoutMs: number;
  /** For a connection to be made. */
  readonly connectTimeoutMs: number;
  /** Requests under way at a time; each has a connection of its own. */
  readonly maxConcurrent: number;
  /** Requests that wait for one of those to end; beyond, a request fails at once. */
  readonly queueLimit: number;
  /** How long a request may wait there. */
  readonly waitMs: number;
  /** A larger answer is cut off. */
  readonly responseBytes: number;
  /** Whether identical queries of one caller that are under way at the same time become one request. */
  readonly shareIdenticalQueries: boolean;
  readonly breaker: BreakerSettings;
}

/** A subgraph that mostly fails is not asked for a while; then one request tries whether it is back. */
export interface BreakerSettings {
  readonly enabled: boolean;
  /** Share of requests of the window that failed, from which the subgraph is not asked: 0.5 is half of them. */
  readonly failureRate: number;
  /** Requests that the window must hold before its failure rate means anything. */
  readonly minimumRequests: number;
  readonly windowMs: number;
  /** How long the subgraph is not asked. */
  readonly openMs: number;
}

export const defaultSubgraphSettings: SubgraphSettings = {
  timeoutMs: 10_000,
  connectTimeoutMs: 2_000,
  maxConcurrent: 128,
  queueLimit: 1_000,
  waitMs: 1_000,
  responseBytes: 10 * 1024 * 1024,
  shareIdenticalQueries: false,
  breaker: { enabled: true, failureRate: 0.5, minimumRequests: 20, windowMs: 10_000, openMs: 5_000 },
};

/** What somebody wants to be different. */
export type SubgraphOverrides = Partial<Omit<SubgraphSettings, 'breaker'>> & {
  readonly breaker?: Partial<BreakerSettings>;
};

export function settingsWith(all: SubgraphOverrides, own: SubgraphOverrides = {}): SubgraphSettings {
  const breaker = { ...defaultSubgraphSettings.breaker, ...all.breaker, ...own.breaker };
  return { ...defaultSubgraphSettings, ...all, ...own, breaker };
}
