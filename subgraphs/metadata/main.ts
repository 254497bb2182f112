// The process of the metadata subgraph and registry. It checks its own data like any other domain, and reports to itself.
import { runSubgraph } from '../../kit/run-subgraph.ts';
import { checksOfDomain } from '../../schema/quality/domain-checks.ts';
import { createMetadataSubgraph } from './metadata-subgraph.ts';

// What answers from memory reads no rows, and the others would say of this process what its contract says already.
await runSubgraph({ ...createMetadataSubgraph(), quality: checksOfDomain('metadata'), observesSql: false }, process);
