// Apollo's federation library, loaded as the CommonJS that it is. An `import` of a CommonJS module reads the text of all that it exports
// once more, to know the names: 200 ms of CPU, with the query planner, in every thread that plans.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const federation: typeof import('@apollo/federation-internals') = require('@apollo/federation-internals');
