// The README's pictures: every page at the size of a desktop and of a phone, with a rendered lifter and a made-up
// history. run ENDRANGE Y4M pictures DIR
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { as_camera, browse, open_page, remove, rendered_set, serve, temporary_folder } from './stage.mjs';

const to = process.argv[2];
if (!to) throw new Error('run ENDRANGE Y4M pictures DIR');
mkdirSync(to, { recursive: true });
process.env.ENDRANGE_NOW = '2026-11-21T18:05:00+00:00';

// Seven weeks in which the end range goes down, as nobody's does in truth.
function history() {
  const sets = [];
  for (let session = 0; session < 14; ++session) {
    const day = new Date(Date.UTC(2026, 9, 3 + Math.round(3.5 * session), 17, 30));
    const deg = 56 - 1.6 * session + 2.5 * Math.sin(2.1 * session), is_held = session > 11;
    for (let set = 0; set < 2 + (session > 5 ? 1 : 0); ++set)
      sets.push({
        at: new Date(day.getTime() + set * 150_000).toISOString().replace('.000Z', '+00:00'),
        exercise: session < 5 ? 'bent_knee_leg_raise' : 'double_leg_raise', source: 'clip',
        clip_sha256: `${session}${set}`.padStart(64, 'a'), clip_file: 'set.mp4', reps: 8 + (session % 3), lower_s: 2.6 + 0.06 * session,
        bottom_s: 0.4, lift_s: 1.4, top_s: 1, top_deg: 88, bottom_deg: Math.max(deg - 4, 20), lumbar_lift_mm: is_held ? 3.1 : 6.4, rpe: 7 + (set === 2 ? 1 : 0),
        end_range: {
          status: is_held ? 'not_reached' : 'found', deg: is_held ? null : deg, low_deg: is_held ? null : deg - 2.4, high_deg: is_held ? null : deg + 2.1,
          lowest_held_deg: is_held ? deg : null, control_score: is_held ? 1 : 0.6, criterion_mm: 5, criterion: 'lumbar lift > 5 mm for 0.15 s',
        },
      });
  }
  return { schema: 'endrange.training/1', person: { name: 'Anna', height_m: 1.7 }, sets, symptoms: [], choices: [] };
}

const folder = temporary_folder();
const { clip } = rendered_set(folder, '1280x720');
const file = join(folder, 'history.json');
writeFileSync(file, JSON.stringify(history()));
mkdirSync(join(folder, 'data/endrange'), { recursive: true });
const journal = join(folder, 'data/endrange/journal.db');
execFileSync(process.env.ENDRANGE_PROGRAM, ['import', file, '--format', 'json', '--journal', journal, '--person', 'Anna'], { stdio: ['ignore', 'ignore', 'inherit'] });

const server = await serve(folder);
// A small camera's picture: the browser's debugger is slow with large ones.
const browser = await browse(as_camera(rendered_set(folder).clip, folder));
const sizes = { desktop: { viewport: { width: 1280, height: 800 } }, phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true } };
const { context, page } = await open_page(browser, server.base, sizes.desktop);
await page.goto(server.url);

async function take(name) {
  for (const [size, { viewport }] of Object.entries(sizes)) {
    await page.setViewportSize(viewport);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(to, `${name}-${size}.jpg`), type: 'jpeg', quality: 78 });
  }
  await page.setViewportSize(sizes.desktop.viewport);
}
async function visit(route) {
  await page.goto(`${server.base}/#/${route}`);
  await page.waitForFunction(() => document.querySelector('h1') && !/Loading…/.test(document.body.innerText));
}

await visit('film');
await page.getByLabel('Clips').setInputFiles(clip);
await page.getByRole('link', { name: /^Open/ }).waitFor({ timeout: 300_000 });
await take('film');
await page.getByRole('link', { name: /^Open/ }).click();
await page.waitForFunction(() => !/Loading…/.test(document.body.innerText));
const plot = page.locator('.u-over').first(), box = await plot.boundingBox();
await plot.click({ position: { x: box.width * 0.52, y: box.height / 2 } });
await page.evaluate(() => scrollTo(0, 0));
await page.waitForTimeout(800);
await take('result');
await visit('today');
await take('today');
await visit('progress');
await take('progress');
await visit('live');
await page.evaluate(() => localStorage.setItem('endrange.live', JSON.stringify({ starts_itself: false, delay_s: 3 })));
await page.evaluate(async () => {
  const { today } = await (await fetch('/api/v1/about')).json(), { people } = await (await fetch('/api/v1/people')).json();
  sessionStorage.setItem('endrange.goal', JSON.stringify({ person: people[0].id, day: today, exercise: 'double_leg_raise', reps: 8, lowering_s: 3, turn_at_deg: 40, is_each_leg: false }));
});
await page.reload();
await page.getByRole('button', { name: 'Open the camera' }).click();
await page.getByText('Everything is in the picture').waitFor({ timeout: 60_000 });
await take('set-up');
await page.getByRole('button', { name: /^Start/ }).click();
await page.getByText(/^Rep 1/).waitFor({ timeout: 60_000 });
await page.waitForTimeout(2600);
await take('live');
await page.getByRole('button', { name: /^Stop/ }).click();
await page.getByRole('button', { name: 'The whole result' }).waitFor();
await take('summary');

await context.close();
await browser.close();
await server.kill();
remove(folder);
