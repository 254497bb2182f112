// Loaders of incidents, made per request.
import DataLoader from 'dataloader';
import { groupInKeyOrder } from '../../../kit/in-key-order.ts';
import { createLoaderByArguments } from '../../../kit/loader-by-arguments.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { type IncidentRow, incidentsOfProducts, type StepRow, stepsOfIncidents } from './queries.ts';
import { incidentUrn } from './record-change.ts';

export type IncidentLoaders = ReturnType<typeof createIncidentLoaders>;

export interface ProductIncidents {
  readonly open: boolean;
  readonly limit: number;
}

export function createIncidentLoaders(database: Queries) {
  return {
    ofProduct: createLoaderByArguments<number, ProductIncidents, IncidentRow[]>(async (ids, args) =>
      groupInKeyOrder(ids, await incidentsOfProducts(database, ids, args), (row) => row.productId),
    ),
    /** By the id of the incident. */
    steps: new DataLoader<string, StepRow[]>(async (ids) =>
      groupInKeyOrder(
        ids.map(incidentUrn),
        await stepsOfIncidents(database, ids.map(incidentUrn)),
        (row) => row.target,
      ),
    ),
  };
}
