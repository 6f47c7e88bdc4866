import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `npm run dev` talks to a running Orrery; point it at another one with ORRERY_URL. */
const target = process.env.ORRERY_URL ?? 'http://localhost:25000';

export default defineConfig({
  plugins: [react(), tailwind()],
  server: {
    proxy: { '/api': target, '/ajax-api': target, '/get-artifact': target },
  },
  build: { outDir: 'dist', sourcemap: false },
});
