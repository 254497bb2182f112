// A sentence of the gateway or of a contract, in which backticks mark what is code: names of arguments, commands.

import { Fragment } from 'react';

export function WithCode({ text }: { readonly text: string }) {
  return text.split(/`([^`]+)`/).map((part, place) => {
    const isCode = place % 2 === 1;
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name, and never change their places.
    return <Fragment key={place}>{isCode ? <code>{part}</code> : part}</Fragment>;
  });
}
