// The field under the cursor of the query editor, as the cursor moves and the text changes.

import { useGraphiQL } from '@graphiql/react';
import { useEffect, useState } from 'react';
import { useQueryEditor } from '../use-asked.ts';
import { coordinateAt } from './coordinate-at.ts';

/** A cursor that is held down passes many fields that nobody wants to know of. */
const STILL_MS = 120;

export function useCursorCoordinate(): string | null {
  const editor = useQueryEditor();
  const schema = useGraphiQL((state) => state.schema);
  const [coordinate, setCoordinate] = useState<string | null>(null);

  useEffect(() => {
    if (!editor || !schema) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = () => {
      const position = editor.getPosition();
      const model = editor.getModel();
      // On nothing in particular, the field before stays: nobody wants to lose it by looking at it.
      if (position && model)
        setCoordinate((before) => coordinateAt(schema, model.getValue(), model.getOffsetAt(position)) ?? before);
    };
    const lookSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(look, STILL_MS);
    };
    look();
    const watching = [editor.onDidChangeCursorPosition(lookSoon), editor.onDidChangeModelContent(lookSoon)];
    return () => {
      clearTimeout(timer);
      for (const each of watching) each.dispose();
    };
  }, [editor, schema]);

  return coordinate;
}
