// The page at the root of the portal.

import { usePortal } from '../shell/portal-context.ts';
import { Playground } from './playground.tsx';

export function PlaygroundPage() {
  return <Playground {...usePortal()} />;
}
