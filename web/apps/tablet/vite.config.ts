import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { preloadFonts } from '../../scripts/preload-fonts.mjs';

/** Where `npm run dev` sends the API and the hub: the product, or `npm run fake`. */
const server = process.env.RETAILGUARD_SERVER ?? 'http://127.0.0.1:5180';

export default defineConfig({
  base: '/tablet/',
  // Tablets in stores are old, their browser is not.
  build: {
    target: 'chrome109',
    // Tells scripts/first-load.mjs what is loaded when.
    manifest: true,
    // The size that matters is checked compressed, by scripts/first-load.mjs.
    chunkSizeWarningLimit: 1_000,
  },
  server: {
    proxy: { '/api': server, '/hubs': { target: server, ws: true } },
  },
  plugins: [
    react(),
    preloadFonts('/tablet/'),
    VitePWA({
      registerType: 'prompt',
      manifest: {
        name: 'RetailGuard tablet',
        short_name: 'RetailGuard',
        description: 'Alerts for store staff: two people look before anyone acts.',
        lang: 'en-NZ',
        display: 'fullscreen',
        display_override: ['fullscreen', 'standalone'],
        background_color: '#0c1316',
        theme_color: '#0c1316',
        icons: [
          { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      // The shell only. There is no runtime caching, so no answer of the API can be kept.
      workbox: {
        globPatterns: ['**/*.{html,js,css,svg,png,woff2}'],
        navigateFallbackDenylist: [/^\/(?!tablet\/)/],
      },
    }),
  ],
});
