// How the portal becomes static files: `vite build portal` writes portal/dist, which the gateway serves at its root.

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
});
