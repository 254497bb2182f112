// The process of the metadata subgraph and registry.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { createMetadataSubgraph } from './metadata-subgraph.ts';

await runSubgraph(createMetadataSubgraph(), process);
