// Options of the editors that GraphiQL leaves to whoever embeds it: long lines wrap, so that nothing hides to the right
// on a narrow screen, the type is a little smaller, and comments can be read on dark ground as well.

import { useGraphiQL, useMonaco } from '@graphiql/react';
import { useEffect } from 'react';

const OPTIONS = { wordWrap: 'on', fontSize: 14 } as const;

/** GraphiQL's own, in which comments have a contrast of 4.4 to 1. */
const DARK_THEME = {
  name: 'graphiql-DARK',
  data: {
    base: 'vs-dark',
    inherit: true,
    colors: { 'editor.background': '#ffffff00', 'scrollbar.shadow': '#ffffff00', focusBorder: '#74b4f2' },
    rules: [
      { token: 'comment', foreground: '7fae6b' },
      { token: 'argument.identifier.gql', foreground: '908aff' },
    ],
  },
} as const;

export function EditorOptions() {
  const editors = useGraphiQL(({ queryEditor, variableEditor, responseEditor }) => [
    queryEditor,
    variableEditor,
    responseEditor,
  ]);

  const monaco = useMonaco((state) => state.monaco);

  useEffect(() => {
    if (editors.length > 0)
      monaco?.editor.defineTheme(DARK_THEME.name, { ...DARK_THEME.data, rules: [...DARK_THEME.data.rules] });
  }, [monaco, editors]);

  useEffect(() => {
    for (const editor of editors) editor?.updateOptions(OPTIONS);
  }, [editors]);

  return null;
}
