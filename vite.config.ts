import react from '@vitejs/plugin-react';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** The browser's side: one page an entry (staff), each route's code in a file of its own. Old Chromium kernels and Safari 14 must read it. */
export default defineConfig({
  root: 'src/app/web',
  plugins: [react()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: true,
    target: ['chrome87', 'safari14'],
    chunkSizeWarningLimit: 800,
    rolldownOptions: { input: { staff: resolve(import.meta.dirname, 'src/app/web/index.html') } },
  },
});
