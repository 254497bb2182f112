// The process of the metadata subgraph and registry. It checks its own data like any other domain, and reports to itself.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { checksOfDomain } from '../../schema/quality/domain-checks.ts';
import { createMetadataSubgraph } from './metadata-subgraph.ts';

await runSubgraph({ ...createMetadataSubgraph(), quality: checksOfDomain('metadata') }, process);
