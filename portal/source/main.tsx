// Starts the portal in the page.

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './portal.css';
import './parts/parts.css';
import './session/session.css';
import './shell/shell.css';
import { applyStoredTheme } from './theme.ts';

applyStoredTheme();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
