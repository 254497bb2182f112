// What stands in the editors at this moment, as it would be sent.

import { useGraphiQL } from '@graphiql/react';
import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { type AskedOperation, withOwnName } from './asked-operation.ts';

type Editor = NonNullable<ReturnType<typeof useQueryEditor>>;

export function useQueryEditor() {
  return useGraphiQL(({ queryEditor }) => queryEditor);
}

export function useAsked(): AskedOperation {
  const query = useEditorText(useQueryEditor());
  const variables = useEditorText(useGraphiQL(({ variableEditor }) => variableEditor));
  const operationName = useGraphiQL((state) => state.operationName);
  return useMemo(
    () => withOwnName({ query, operationName, variables: readVariables(variables) }),
    [query, operationName, variables],
  );
}

function useEditorText(editor: Editor | undefined): string {
  const subscribe = useCallback(
    (changed: () => void) => {
      const watching = editor?.onDidChangeModelContent(changed);
      return () => watching?.dispose();
    },
    [editor],
  );
  return useSyncExternalStore(subscribe, () => editor?.getValue() ?? '');
}

/** What is no JSON yet is as if it were not there; GraphiQL says so when it is run. */
function readVariables(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return text.trim() === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}
