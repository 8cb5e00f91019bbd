// How many pictures a second a live set gets through, and how long after a picture its answer is there, on this
// machine: browser, server and engine together. Nothing is attached to the browser, whose debugger would slow down the
// sending of every picture tenfold: a script beside the page presses the buttons and leaves its figures as a set's note.
//
// run ENDRANGE Y4M rate [WIDTHxHEIGHT]     a rendered set of three repetitions
// run ENDRANGE Y4M rate CLIP               a clip whose first picture stays for 14 s, and its last for 12
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { as_camera, remove, rendered_set, serve, temporary_folder } from './stage.mjs';

const presses = `
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const find = (selector, text) => [...document.querySelectorAll(selector)].find((e) => e.textContent.includes(text));
async function until(made) { for (;;) { const it = made(); if (it) return it; await wait(100); } }
const cues = [];
(async () => {
  localStorage.setItem('endrange.live', JSON.stringify({ starts_itself: true, delay_s: 3 }));
  (await until(() => find('button', 'Skip this'))).click();
  await until(() => location.hash.includes('today'));
  location.hash = '#/live';
  (await until(() => find('button', 'Open the camera'))).click();
  // Where the set-up isn't as it should be, people start all the same.
  await Promise.race([until(() => find('button', 'Stop')), wait(9000)]);
  if (!find('button', 'Stop')) find('button', 'Start').click();
  await until(() => find('button', 'Stop'));
  const before = { ...window.endrange_live }, begun = performance.now();
  let stopped = begun, last = before;
  while (find('button', 'Stop')) { last = { ...window.endrange_live }; stopped = performance.now(); await wait(100); }
  await until(() => find('button', 'The whole result'));
  const sorted = [...last.latency_ms].sort((a, b) => a - b);
  const note = JSON.stringify({
    per_s: (last.answered - before.answered) / ((stopped - begun) / 1000), dropped: last.dropped - before.dropped,
    median_ms: sorted[Math.floor(sorted.length / 2)], most_ms: sorted[Math.floor(0.95 * sorted.length)],
  });
  const { people } = await (await fetch('/api/v1/people')).json();
  await fetch('/api/v1/people/' + people[0].id + '/sets', {
    method: 'POST', headers: { 'X-Endrange': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ exercise: 'double_leg_raise', reps: 1, note }),
  });
})();
`;

const folder = temporary_folder(), web = join(folder, 'web');
cpSync(process.env.ENDRANGE_WEB, web, { recursive: true });
writeFileSync(join(web, 'presses.js'), presses);
const index = join(web, 'index.html');
writeFileSync(index, readFileSync(index, 'utf8').replace('</body>', '<script src="/presses.js"></script></body>'));

const what = process.argv[2] ?? '1280x720';
const camera = /^\d+x\d+$/.test(what) ? as_camera(rendered_set(folder, what).clip, folder) : as_camera(what, folder, 14, 12);
const server = await serve(folder, web);
const browser = spawn(process.env.ENDRANGE_CHROMIUM, [
  '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--window-size=1280,800',
  '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${camera}`,
  `--user-data-dir=${join(folder, 'browser')}`, server.url,
], { stdio: 'ignore' });

let note = null, stored = null;
for (let tries = 0; note === null && tries < 120; ++tries) {
  await new Promise((done) => setTimeout(done, 1000));
  // Until the first entry there is no journal.
  const { stdout } = spawnSync(process.env.ENDRANGE_PROGRAM, [
    'export', '-', '--format', 'json', '--journal', join(folder, 'data/endrange/journal.db'),
  ], { encoding: 'utf8' });
  for (const set of stdout ? JSON.parse(stdout).sets : [])
    if (set.note?.startsWith('{')) note = JSON.parse(set.note);
    else stored = set;
}
const gone = once(browser, 'exit');
browser.kill();
await gone;
await server.kill();
remove(folder);
if (note === null) throw new Error('no set came to its end within two minutes');
console.log(`${basename(what)}: ${note.per_s.toFixed(1)} pictures a second analysed, ${note.dropped} passed over; answered after ${note.median_ms.toFixed(0)} ms (median), ${note.most_ms.toFixed(0)} ms (95 %)`);
console.log(JSON.stringify(stored));
