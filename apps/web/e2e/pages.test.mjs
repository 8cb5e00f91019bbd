// A clip dropped in, its result, and every page: usable without a mouse or a network, and asking nobody else.
import { after, afterEach, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { browse, first_visit, open_page, remove, rendered_set, serve, temporary_folder, violations } from './stage.mjs';

const shots = process.env.ENDRANGE_SHOTS;
const desktop = { width: 1280, height: 800 }, phone = { width: 390, height: 844 };

let folder, server, browser, view, film;

before(async () => {
  folder = temporary_folder();
  server = await serve(folder);
  browser = await browse();
  view = await open_page(browser, server.base);
});

after(async () => {
  await browser?.close();
  await server?.kill();
  if (folder) remove(folder);
});

// A real clip where there is one; else a rendered set.
function clip() {
  const real = join(process.env.ENDRANGE_CLIPS ?? '/nowhere', 'side-double-clean.mp4');
  return existsSync(real) ? real : rendered_set(folder).clip;
}

// The stream of events keeps the network busy for ever, so pages are settled when nothing in them says it is loading.
async function settled(page) {
  // The page before it is still there for a moment.
  await page.waitForTimeout(100);
  await page.waitForFunction(() => document.querySelector('h1') && !/Loading…/.test(document.body.innerText));
  await page.waitForTimeout(300);
}

// A page that was refused something says so in the browser's log; here nothing goes wrong unseen.
afterEach(() => {
  assert.deepEqual(view.strayed, []);
  assert.deepEqual(view.problems, []);
});

const looks = ['light', 'dark'].flatMap((scheme) => [['desktop', desktop], ['phone', phone]].map(([size, viewport]) => ({ scheme, size, viewport })));

async function wear(page, { scheme, viewport }) {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
}
async function undress(page) {
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
}

test('the first stages of the guided session, and a dialog, are free of what axe finds', { timeout: 120_000 }, async () => {
  const { page } = view;
  await first_visit(page, server.url);
  const stage = async (name) => {
    for (const look of looks) {
      await wear(page, look);
      assert.deepEqual(await violations(page), [], `${name}, ${look.size}, ${look.scheme}`);
    }
    await undress(page);
  };
  await page.getByRole('button', { name: 'Start the session' }).click();
  await page.getByRole('heading', { name: 'Warm-up' }).waitFor();
  await stage('warm-up');
  await page.getByRole('button', { name: 'Skip the warm-up' }).click();
  await page.getByRole('heading', { name: /^Set 1 of/ }).waitFor();
  await stage('before a set');
  await page.getByRole('button', { name: 'I felt something' }).click();
  await page.getByRole('dialog').waitFor();
  await stage('what was felt');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'End the session' }).click();
  await page.getByRole('button', { name: 'Start the session' }).waitFor();
});

test('a clip is taken in, measured and shown', { timeout: 240_000 }, async () => {
  const { page } = view;
  await page.goto(`${server.base}/#/film`);
  await page.getByLabel('Clips').setInputFiles(clip());
  await page.getByRole('link', { name: /^Open/ }).waitFor({ timeout: 200_000 });
  await page.getByRole('link', { name: /^Open/ }).click();
  await settled(page);
  const title = await page.getByRole('heading', { level: 1 }).textContent();
  assert.match(title, /3/, title);
  film = page.url();
});

test('the clip is not kept on the disk, its figures are in the journal', async () => {
  const { page } = view;
  const { films, history } = await page.evaluate(async () => {
    const get = async (path) => (await fetch('/api/v1' + path)).json();
    const { people } = await get('/people');
    return { films: (await get(`/people/${people[0].id}/films`)).films, history: await get(`/people/${people[0].id}/history`) };
  });
  assert.equal(films.length, 1);
  assert.equal(films[0].has_video, false);
  assert.equal(history.sets.length, 1);
  assert.equal(history.sets[0].reps, 3);
});

test('a click into a plot moves the film there', async () => {
  const { page } = view;
  const plot = page.locator('.u-over').first();
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.boundingBox();
  await plot.click({ position: { x: box.width * 0.5, y: box.height / 2 } });
  await page.waitForTimeout(500);
  const { at, of } = await page.locator('video').first().evaluate((v) => ({ at: v.currentTime, of: v.duration }));
  assert.ok(Math.abs(at / of - 0.5) < 0.1, `${at} of ${of}`);
});

const pages = [
  ['today', 'today'],
  ['film', 'film'],
  ['live', 'live'],
  ['progress', 'progress'],
  ['person', 'person'],
  ['result', null],
];

for (const look of looks) {
  const { size, scheme } = look;
  test(`every page is free of what axe finds: ${size}, ${scheme}`, { timeout: 120_000 }, async () => {
    const { page } = view;
    await wear(page, look);
    // Once: the stream of a page that is gone counts at the server for some seconds, and it has sixteen.
    await page.reload();
    for (const [name, route] of pages) {
      await page.goto(route === null ? film : `${server.base}/#/${route}`);
      await settled(page);
      if (shots) {
        mkdirSync(shots, { recursive: true });
        await page.screenshot({ path: join(shots, `${name}-${size}-${scheme}.png`), fullPage: true });
      }
      assert.deepEqual(await violations(page), [], name);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${name}: ${overflow} px wider than the screen`);
    }
    await undress(page);
  });
}

test('a clip that is stopped while it waits is never sent; sending goes on while another page is looked at', async () => {
  const { page } = view;
  const asked = [];
  // Sent for ever.
  await page.route('**/films?*', (route) => { asked.push(new URL(route.request().url()).searchParams.get('name')); });
  await page.goto(`${server.base}/#/film`);
  await settled(page);
  const file = (name) => ({ name, mimeType: 'video/mp4', buffer: Buffer.from('not yet') });
  await page.getByLabel('Clips').setInputFiles([file('first.mp4'), file('second.mp4')]);
  const warns = () => page.evaluate(() => {
    const closing = new Event('beforeunload', { cancelable: true });
    dispatchEvent(closing);
    return closing.defaultPrevented;
  });
  await page.getByText('Waiting to be sent').waitFor();
  await page.getByRole('button', { name: 'Stop second.mp4' }).click();
  await page.goto(`${server.base}/#/today`);
  await settled(page);
  assert.ok(await warns(), 'the browser asks before the tab is closed');
  await page.goto(`${server.base}/#/film`);
  await page.getByRole('button', { name: 'Stop first.mp4' }).click();
  await page.getByText('first.mp4').waitFor({ state: 'detached' });
  await page.waitForTimeout(200);
  assert.deepEqual(asked, ['first.mp4']);
  assert.equal(await warns(), false);
  await page.unroute('**/films?*');
});

test('pages are walked by keyboard alone', async () => {
  const { page } = view;
  await page.goto(`${server.base}/#/today`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await settled(page);
  // From the top of the document, wherever the page put the focus.
  await page.evaluate(() => { document.body.tabIndex = -1; document.body.focus(); });
  const seen = [];
  for (let i = 0; i < 12; ++i) {
    await page.keyboard.press('Tab');
    seen.push(await page.evaluate(() => document.activeElement?.textContent?.trim().slice(0, 40)));
  }
  for (const name of ['Today', 'Film', 'Progress', 'You']) assert.ok(seen.includes(name), `${name} among ${seen}`);
});

test('a second tab sees the same; the second live set at once is told to wait', async () => {
  const { context } = view;
  const other = await context.newPage();
  await other.goto(film);
  await other.getByRole('heading', { level: 1 }).waitFor();
  const answers = await other.evaluate(async () => {
    const { people } = await (await fetch('/api/v1/people')).json();
    const begin = () =>
      fetch(`/api/v1/people/${people[0].id}/live`, {
        method: 'POST', headers: { 'X-Endrange': '1', 'Content-Type': 'application/json' }, body: '{}',
      });
    const first = await begin(), second = await begin();
    const { id } = await first.json();
    const gone = await fetch(`/api/v1/live/${id}`, { method: 'DELETE', headers: { 'X-Endrange': '1' } });
    return [first.status, second.status, gone.status];
  });
  assert.deepEqual(answers, [201, 409, 204]);
  await other.close();
  // That one was asked for.
  assert.equal(view.problems.filter((text) => text.includes('409')).length, 1);
  view.problems.splice(0, view.problems.length, ...view.problems.filter((text) => !text.includes('409')));
});

test('a browser that never had the token sees nothing', async () => {
  const stranger = await open_page(browser, server.base);
  const answer = await stranger.page.goto(server.base);
  assert.equal(answer.status(), 403);
  const again = await stranger.page.goto(server.url);
  assert.equal(again.status(), 403, 'the token was used');
  assert.equal((await stranger.page.request.get(`${server.base}/api/v1/people`)).status(), 403);
  await stranger.context.close();
});

test('without the server the page says how to start it, and the program’s own files are still there', async () => {
  const { page } = view;
  await page.goto(`${server.base}/#/today`);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
  await page.waitForTimeout(500);
  await server.kill();
  await page.reload();
  await page.getByText('endrange isn’t running').first().waitFor({ timeout: 10_000 });
  if (shots) await page.screenshot({ path: join(shots, 'offline-desktop-light.png'), fullPage: true });
  // What isn't there can't be loaded; anything else would be a fault.
  view.problems.splice(0, view.problems.length, ...view.problems.filter((text) => !text.includes('net::ERR_')));
});
