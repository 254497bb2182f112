// The page at the root of the portal.

import { usePageTitle } from '../parts/use-page-title.ts';
import { usePortal } from '../shell/portal-context.ts';
import { Playground } from './playground.tsx';

export function PlaygroundPage() {
  usePageTitle('Playground');
  return (
    <>
      <h1 className="visually-hidden">Playground</h1>
      <Playground {...usePortal()} />
    </>
  );
}
