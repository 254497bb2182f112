// Buttons that hand a text to the viewer: into the clipboard, or as a file. Nothing leaves the page.

import { useState } from 'react';
import { Button } from '../../parts/button.tsx';

export function CopyButton({ text }: { readonly text: string }) {
  const [said, setSaid] = useState<{ readonly text: string; readonly word: string } | null>(null);
  const say = (word: string) => setSaid({ text, word });
  return (
    <>
      <Button
        onClick={() =>
          navigator.clipboard.writeText(text).then(
            () => say('Copied.'),
            () => say('The browser does not allow it: select the text.'),
          )
        }
      >
        Copy
      </Button>
      <span role="status" className="muted">
        {said?.text === text && said.word}
      </span>
    </>
  );
}

export function DownloadButton({ text, file }: { readonly text: string; readonly file: string }) {
  return <Button onClick={() => download(text, file)}>Download {file}</Button>;
}

export function download(text: string, file: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  // Once the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
