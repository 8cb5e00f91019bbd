import { readdirSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

// The list of files by which the service worker keeps the frame (public/sw.js).
function precache(): Plugin {
  return {
    name: 'precache',
    generateBundle(_, bundle) {
      const built = Object.keys(bundle).filter((file) => file !== 'index.html');
      const given = readdirSync('public').filter((file) => file !== 'sw.js');
      const files = ['/', ...[...built, ...given].sort().map((file) => '/' + file)];
      this.emitFile({ type: 'asset', fileName: 'precache.json', source: JSON.stringify({ files }) + '\n' });
    },
  };
}

// The page goes beside the program's build, never into the sources.
export default defineConfig({
  base: '/',
  plugins: [precache()],
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
