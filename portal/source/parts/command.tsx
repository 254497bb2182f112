// A command of the command line that can be copied: what the portal does not do itself.

import { useState } from 'react';
import { Button } from './button.tsx';
import { commandLine } from './command-line.ts';

/** @param words as the command is to get them, without quotes of their own */
export function Command({ words }: { readonly words: readonly string[] }) {
  const [copied, setCopied] = useState(false);
  const line = commandLine(words);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(line);
    setCopied(true);
  }
  return (
    <div className="command">
      <code>{line}</code>
      <Button className="command-copy" onClick={() => void copy()} aria-label={`Copy ${line}`}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
