// Steps with their commands, each of which can be copied.

import { Command } from '../parts/command.tsx';
import type { NextStep } from './next-steps.ts';

export function NextSteps({ steps }: { readonly steps: readonly NextStep[] }) {
  return (
    <>
      <h3>What to do</h3>
      <ol className="next-steps">
        {steps.map(({ words, command }) => (
          <li key={words}>
            {words}
            <Command words={command} />
          </li>
        ))}
      </ol>
    </>
  );
}
