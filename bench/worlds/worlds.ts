// The worlds by name, for the process that serves one.
import { ladder } from './ladder.ts';
import { shop } from './shop.ts';
import type { World } from './world.ts';

export const worlds = { shop, ladder } satisfies Record<string, World>;

export type WorldName = keyof typeof worlds;
