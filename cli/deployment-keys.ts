// Names of the environment variables that carry a deployment's secrets, for the commands that run beside the processes.

/** Password of a domain's Postgres role: `CUSTOMERS_DATABASE_PASSWORD`. */
export function databasePasswordKey(subgraph: string): string {
  return `${constantCase(subgraph)}_DATABASE_PASSWORD`;
}

/** Secret of an OAuth2 client: `SUBGRAPH_CUSTOMERS_CLIENT_SECRET`. */
export function clientSecretKey(clientId: string): string {
  return `${constantCase(clientId)}_CLIENT_SECRET`;
}

function constantCase(name: string): string {
  return name.toUpperCase().replaceAll('-', '_');
}
