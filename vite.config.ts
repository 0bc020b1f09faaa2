import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { packed, precached, lighterZod } from './scripts/web-build.ts';

const source = (file: string) => resolve(import.meta.dirname, 'src/app', file);

/** The browser's side: one page an entry (staff; the person's own app and its worker), each route's code in a file of its own. Old Chromium kernels and Safari 14 must read it. */
export default defineConfig({
  root: 'src/app/web',
  plugins: [react(), lighterZod(), precached({ page: 'me.html', worker: 'me-worker', beside: ['icon.svg', 'me.webmanifest', 'me-192.png'] }), packed()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      input: { staff: source('web/index.html'), me: source('web/me.html'), 'me-worker': source('me/worker.web.ts') },
      output: { entryFileNames: ({ name }) => (name === 'me-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
