// A command of the command line that can be copied: what the portal does not do itself.

import { useState } from 'react';
import { Button } from './button.tsx';

export function Command({ children }: { readonly children: string }) {
  const [copied, setCopied] = useState(false);
  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(children);
    setCopied(true);
  }
  return (
    <div className="command">
      <code>{children}</code>
      <Button className="command-copy" onClick={() => void copy()} aria-label={`Copy ${children}`}>
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
