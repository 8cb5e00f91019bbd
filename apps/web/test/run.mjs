// Bundles the tests with the esbuild that Vite brings along, so that they run on Node 18 as they are.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = new URL('.', import.meta.url).pathname;
const tests = readdirSync(folder).filter((file) => file.endsWith('.test.ts'));
const out = mkdtempSync(join(tmpdir(), 'endrange-web-'));
try {
  await build({
    entryPoints: tests.map((file) => join(folder, file)),
    outdir: out, outExtension: { '.js': '.mjs' },
    bundle: true, platform: 'node', format: 'esm', target: 'node18', logLevel: 'warning',
  });
  const files = tests.map((file) => join(out, file.replace(/\.ts$/, '.mjs')));
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
