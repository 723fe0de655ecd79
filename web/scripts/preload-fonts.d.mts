import type { Plugin } from 'vite';
export function preloadFonts(base: string): Plugin;
