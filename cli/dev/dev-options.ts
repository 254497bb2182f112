// What `gordian dev` is started with, and what it is while it runs.
import type { StackPorts } from '../stack/ports.ts';
import type { DevReport } from './dev-report.ts';
import type { Project } from './project.ts';
import type { RemoteSubgraph } from './remote-subgraphs.ts';

export interface DevOptions {
  readonly project: Project;
  readonly stateDirectory: string;
  readonly basePort: number;
  readonly chosenPorts: ReadonlyMap<string, number>;
  readonly databaseUrl: string | null;
  readonly activityPerMinute: number;
  readonly inheritedEnvironment: Readonly<Record<string, string>>;
  /** The only subgraphs that run here; all of the project when empty. */
  readonly only: readonly string[];
  /** Where those are that somebody runs himself. */
  readonly attached: ReadonlyMap<string, string>;
  readonly remote: readonly RemoteSubgraph[];
  /** Signs what the gateway says to subgraphs elsewhere; one of this project when null. */
  readonly gatewayKeyFile: string | null;
  /** Domains whose data is thrown away before anything starts. */
  readonly reset: readonly string[];
  readonly report: DevReport;
  readonly signal?: AbortSignal;
}

export interface DevSession {
  readonly url: string;
  readonly ports: StackPorts;
  status(): string;
  /** Starts the process of a subgraph anew. @throws GordianError NOT_FOUND */
  restart(name: string): Promise<void>;
  /** Throws away what a domain keeps, and migrates and seeds it anew. @throws GordianError NOT_FOUND */
  reset(name: string): Promise<void>;
  stop(): Promise<void>;
}
