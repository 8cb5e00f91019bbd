import { defineConfig } from 'vite';

// The page goes beside the program's build, never into the sources.
export default defineConfig({
  base: '/',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: process.env.ENDRANGE_WEB_OUT ?? '../../build/web',
    emptyOutDir: true,
    // The page's own policy forbids data: addresses and inline code.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
  },
});
