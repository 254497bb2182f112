// What it costs to ask an example, as the gateway weighs it for this viewer: it is asked about, and not run.

import { useEffect, useState } from 'react';
import { type Cost, explain } from '../playground/before-run/explain.ts';
import { usePortal, useViewer } from '../shell/portal-context.ts';
import { type Example, variablesIn } from './runnable-operation.ts';

const number = new Intl.NumberFormat('en');

/** Empty where the gateway does not tell. */
export function ExampleCost({ example }: { readonly example: Example }) {
  const cost = useCost(example);
  if (!cost) return null;
  const { estimated, allowed } = cost;
  return (
    <span className="muted" title="One point for each object that may be fetched, unless the schema says otherwise">
      Costs up to {number.format(estimated)} {estimated === 1 ? 'point' : 'points'}
      {allowed !== null && ` of the ${number.format(allowed)} that you may spend at once`}
    </span>
  );
}

function useCost({ document, variables }: Example): Cost | null {
  const portal = usePortal();
  const { identity } = useViewer();
  const [cost, setCost] = useState<Cost | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is denied to an identity costs it nothing.
  useEffect(() => {
    const gone = new AbortController();
    setCost(null);
    costOf()
      .then(setCost)
      .catch(() => {});
    return () => gone.abort();

    async function costOf(): Promise<Cost> {
      const operation = { query: document, variables: variablesIn(variables ?? '') };
      return (await explain(portal, operation, gone.signal, ['cost'])).cost;
    }
  }, [portal, identity, document, variables]);
  return cost;
}
