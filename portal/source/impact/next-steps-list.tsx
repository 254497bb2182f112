// Steps with their commands, each of which can be copied.

import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import type { NextStep } from './next-steps.ts';

export function NextSteps({ steps }: { readonly steps: readonly NextStep[] }) {
  return (
    <>
      <h3>What to do</h3>
      <ol className="next-steps">
        {steps.map(({ words, command }) => (
          <li key={words}>
            {words}
            {command && <Command text={command} />}
          </li>
        ))}
      </ol>
    </>
  );
}

function Command({ text }: { readonly text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  async function copy(): Promise<void> {
    // A browser may refuse; the command can be selected all the same.
    await navigator.clipboard.writeText(text).then(
      () => setIsCopied(true),
      () => setIsCopied(false),
    );
  }
  return (
    <span className="command">
      <code>{text}</code>
      <Button aria-label={`Copy: ${text}`} onClick={() => void copy()}>
        {isCopied ? 'Copied' : 'Copy'}
      </Button>
    </span>
  );
}
