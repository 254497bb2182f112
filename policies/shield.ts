// The only importer of graphql-shield and graphql-middleware. Both are loaded as CommonJS: the ES module build is a second
// set of classes (rules of one are not recognised by the other, and the field stays open), and it does not start on Node 23
// and later, where util.isUndefined is gone.
import { createRequire } from 'node:module';
import type * as Middleware from 'graphql-middleware';
import type * as Shield from 'graphql-shield';

const require = createRequire(import.meta.url);

/** What graphql-shield calls at run time and newer versions of Node no longer have. */
const nodeUtil: { isUndefined?: (value: unknown) => boolean } = require('node:util');
nodeUtil.isUndefined ??= (value) => value === undefined;

const shieldModule: typeof Shield = require('graphql-shield');
const middlewareModule: typeof Middleware = require('graphql-middleware');

export const { shield, rule, inputRule, and, or, not, chain, race, allow, deny } = shieldModule;
export const { applyMiddleware } = middlewareModule;
