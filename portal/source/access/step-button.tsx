// A step that needs no words: done at once, and asked again how things stand, also when it was refused: somebody else may have been first.

import type { ReactNode } from 'react';
import type { TypedDocument } from '../graph/typed-document.ts';
import { useMutation } from '../graph/use-mutation.ts';
import { Button } from '../parts/button.tsx';

interface Props<Data> {
  readonly document: TypedDocument<Data, { readonly id: string }>;
  readonly id: string;
  readonly onChange: () => void;
  readonly children: ReactNode;
}

export function StepButton<Data>({ document, id, onChange, children }: Props<Data>) {
  const { send, sending, error } = useMutation(document);
  return (
    <>
      <Button busy={sending} onClick={() => send({ id }).then(onChange)}>
        {children}
      </Button>
      {error && (
        <p className="field-problem" role="alert">
          {error}
        </p>
      )}
    </>
  );
}
