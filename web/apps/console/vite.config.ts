import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { preloadFonts } from '../../scripts/preload-fonts.mjs';

export default defineConfig({
  base: '/console/',
  build: {
    target: 'es2022',
    // Tells scripts/first-load.mjs what is loaded when; it checks the size that matters, compressed.
    manifest: true,
    chunkSizeWarningLimit: 1_000,
  },
  // Where `npm run dev` sends the API.
  server: { proxy: { '/api': process.env.RETAILGUARD_SERVER ?? 'http://127.0.0.1:5080' } },
  plugins: [react(), preloadFonts('/console/')],
});
