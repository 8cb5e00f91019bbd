// What the page's tests stand on: a server of their own, a rendered set as the camera's picture, a browser.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const { ENDRANGE_PROGRAM, ENDRANGE_Y4M, ENDRANGE_CHROMIUM, ENDRANGE_WEB } = process.env;

export function temporary_folder() {
  return mkdtempSync(join(tmpdir(), 'endrange-page-'));
}
export function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}

/// A rendered set of three repetitions: lying still for `lead_s`, long enough to set up and count down.
/// Returns {clip, truth}. Kept in ENDRANGE_PAGE_CLIPS where that is set.
export function rendered_set(folder, size = '640x360') {
  const where = process.env.ENDRANGE_PAGE_CLIPS ?? folder;
  mkdirSync(where, { recursive: true });
  const clip = join(where, `set-${size}.mp4`);
  if (!existsSync(clip))
    execFileSync(ENDRANGE_PROGRAM, [
      'synth', clip, '--resolution', size, '--reps', '3', '--tempo', '2-0.8-1.5-1', '--lead', '12', '--tail', '9',
      '--shirt', 'textured', '--arms', 'overhead', '--lumbar-lift', '12', '--end-range', '40', '--no-sound',
    ], { stdio: ['ignore', 'ignore', 'inherit'] });
  return { clip, truth: JSON.parse(readFileSync(clip.replace('.mp4', '.truth.json'), 'utf8')) };
}

/// The clip as a camera's picture, over and over; its first and last one stay for so long.
export function as_camera(clip, folder, lead_s = 0, tail_s = 0) {
  const y4m = join(folder, 'camera.y4m');
  execFileSync(ENDRANGE_Y4M, [clip, y4m, String(lead_s), String(tail_s)]);
  return y4m;
}

/// A server whose data lie in `folder`. Returns {url, base, child, kill(signal)}.
export async function serve(folder, web = ENDRANGE_WEB, port = '0') {
  const child = spawn(ENDRANGE_PROGRAM, ['serve', '--port', port, '--web', web], {
    env: { ...process.env, XDG_DATA_HOME: join(folder, 'data'), ENDRANGE_JOURNAL: '', TZ: 'UTC' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  const url = await new Promise((found, failed) => {
    child.stdout.on('data', (text) => {
      said += text;
      const match = said.match(/http:\/\/\S+/);
      if (match) found(match[0]);
    });
    child.on('exit', (code) => failed(new Error(`the server ended with ${code}: ${said}`)));
  });
  return {
    url,
    base: new URL(url).origin,
    child,
    async kill(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

/// A browser that sees `camera` (a y4m file) as its camera.
export async function browse(camera) {
  const args = [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  ];
  if (camera)
    args.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${camera}`);
  return chromium.launch({ executablePath: ENDRANGE_CHROMIUM, headless: true, args });
}

/// A page that notes whatever it asks for elsewhere, and whatever goes wrong in it.
export async function open_page(browser, base, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  await context.grantPermissions(['camera'], { origin: base });
  const page = await context.newPage();
  const strayed = [], problems = [];
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'blob:' && origin !== base) strayed.push(request.url());
  });
  // Of every tab.
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${message.text()} ${message.location().url}`.trim());
  });
  context.on('weberror', (error) => problems.push(String(error.error())));
  return { context, page, strayed, problems };
}

export async function first_visit(page, url) {
  await page.goto(url);
  await page.getByRole('button', { name: 'Skip this' }).click();
  await page.waitForURL(/#.today/);
  await page.getByRole('heading', { level: 1 }).waitFor();
}

/// What axe finds in the page as it stands.
export async function violations(page) {
  // The policy of the page lets no script of ours in; the browser's own door does.
  await page.evaluate(axe);
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).slice(0, 3).join(', ')}`);
}
