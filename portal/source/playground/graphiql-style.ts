// The parts of GraphiQL's style sheet that we need. Its complete one repeats the editor's and embeds fonts that our
// page does not use.

import '@graphiql/react/font/fira-code.css';
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import '@graphiql/plugin-history/style.css';
import 'graphiql/graphiql.css';
import './playground.css';
