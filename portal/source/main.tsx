// Starts the portal in the page.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './portal.css';
import './parts/parts.css';
import './session/session.css';
import './shell/shell.css';
import { preloadPage } from './shell/pages.ts';
import { findRoute } from './shell/routes.ts';
import { applyStoredTheme } from './theme.ts';

applyStoredTheme();

// Beside the settings and the identity, which have to be there before a page is shown.
const opened = findRoute(location.pathname);
if (opened) preloadPage(opened.name);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
