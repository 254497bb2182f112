// The playground page: GraphiQL with our fetcher, our first tabs, and our panel under the result.

import './monaco-workers.ts';
import { GraphiQL, HISTORY_PLUGIN } from 'graphiql';
import { useEffect, useState } from 'react';
import type { PortalConfig } from '../portal-config.ts';
import type { Session } from '../session/session.ts';
import { useTheme } from '../theme.ts';
import { createAnswerLog } from './answer-log.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { AnswerWindow } from './answer-window.tsx';
import { EditorOptions } from './editor-options.tsx';
import { exampleTabs } from './example-queries.ts';
import { forgetAnswersWithIdentity } from './forget-answers.ts';
import { createFetcher } from './gateway-fetcher.ts';
import './graphiql-style.ts';
import { RunAgain } from './run-again.tsx';
import { LinkOpener } from './saved/link-opener.tsx';
import { SAVED_QUERIES_PLUGIN } from './saved/saved-queries-plugin.tsx';
import { TabBar } from './tab-bar.tsx';

const PLUGINS = [SAVED_QUERIES_PLUGIN, HISTORY_PLUGIN];

interface Props {
  readonly config: PortalConfig;
  readonly session: Session;
}

export function Playground({ config, session }: Props) {
  const theme = useTheme();
  const [log] = useState(createAnswerLog);
  const [fetcher] = useState(() => createFetcher(config.endpoint, session, log));
  useEffect(() => forgetAnswersWithIdentity(session, log), [session, log]);
  return (
    <GraphiQL
      fetcher={fetcher}
      // Documents and variables of people end with the browser's tab at the latest; those of the demo stay for the next visit.
      storage={config.demo ? localStorage : sessionStorage}
      defaultTabs={exampleTabs}
      plugins={PLUGINS}
      defaultTheme={theme}
      forcedTheme={theme}
      // Headers would be kept in the browser's storage by the history; identities belong in the header of the page.
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
    >
      {/* The one place in the header that GraphiQL leaves to us. */}
      <GraphiQL.Logo>
        <TabBar />
      </GraphiQL.Logo>
      <GraphiQL.Footer>
        <LinkOpener />
        <AnswerPanel log={log} />
      </GraphiQL.Footer>
      <EditorOptions />
      <AnswerWindow log={log} />
      <RunAgain session={session} log={log} />
    </GraphiQL>
  );
}
