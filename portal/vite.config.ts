// How the portal becomes static files: `vite build portal` writes portal/dist, which the gateway serves at its root.
// `vite portal` serves the sources instead, reloading on change, and asks a gateway on port 4000 for everything else.

import react from '@vitejs/plugin-react';
import { defineConfig, type Rolldown, type UserConfig } from 'vite';
import { compressAssets } from './compress-assets.ts';

// The name of the page's own server is kept: the gateway gives tokens of the demo to pages of its own origin only.
const gateway = { target: 'http://127.0.0.1:4000', changeOrigin: false };

export default defineConfig(({ command }) => {
  // What is built is for viewers, whatever the shell or the test that builds it runs in: the other React is twice as large and slow,
  // and its marks hold paths of the machine.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return settings;
});

const settings: UserConfig = {
  plugins: [react(), compressAssets()],
  server: { host: '127.0.0.1', proxy: { '/graphql': gateway, '/playground': gateway, '/ready': gateway } },
  build: {
    target: 'es2023',
    // Says which chunks a page loads, for whoever measures them.
    manifest: true,
    reportCompressedSize: false,
    // The editor is one large library however it is cut; it loads after the shell is shown.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: { onLog: ignoreForeignDirectives },
  },
};

/** Libraries mark files with "use no memo" for a compiler that we do not use; one warning each says nothing to anybody. */
function ignoreForeignDirectives(
  level: Rolldown.LogLevel,
  log: Rolldown.RolldownLog,
  report: Rolldown.LogOrStringHandler,
): void {
  if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
}
