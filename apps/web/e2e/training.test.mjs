// The guided session and what several tabs, people and starts of the server do to the page.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { browse, first_visit, open_page, remove, rendered_set, serve, temporary_folder } from './stage.mjs';

let folder, server, browser, view;

before(async () => {
  folder = temporary_folder();
  server = await serve(folder);
  browser = await browse();
  view = await open_page(browser, server.base);
  await first_visit(view.page, server.url);
});

after(async () => {
  await browser?.close();
  await server?.kill();
  if (folder) remove(folder);
});

const ask = (page, method, path, body) =>
  page.evaluate(async ([method, path, body]) => {
    const answer = await fetch('/api/v1' + path, {
      method, headers: { 'X-Endrange': '1', ...(body ? { 'Content-Type': 'application/json' } : {}) }, body: body ? JSON.stringify(body) : undefined,
    });
    return answer.status === 204 ? null : answer.json();
  }, [method, path, body]);

// Of the session that is kept for a reload.
const stage = (page) => page.evaluate(() => JSON.parse(sessionStorage.getItem('endrange.player') ?? 'null')?.stage ?? null);

test('a set that is left in its middle is found there', { timeout: 120_000 }, async () => {
  const { page } = view;
  await page.getByRole('button', { name: 'Start the session' }).click();
  const skip = page.getByRole('button', { name: 'Skip the warm-up' });
  await skip.or(page.getByRole('button', { name: /^Start, by/ })).first().waitFor();
  if (await skip.isVisible()) await skip.click();
  await page.getByRole('button', { name: /^Start, by/ }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor({ timeout: 10_000 });
  // Into a rep after the first.
  await page.locator('.guide-count .huge', { hasText: '1' }).waitFor({ timeout: 60_000 });
  await page.locator('.phase-word', { hasText: 'Down' }).waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Go on' }).click();
  const at = await stage(page);
  assert.ok(at.before_s > 5, JSON.stringify(at));
  await page.getByRole('link', { name: 'Progress', exact: true }).click();
  await page.getByRole('heading', { name: 'Progress', exact: true }).waitFor();
  // It is saved as the page goes, which may be a moment after the next one has come.
  await page.waitForFunction(() => JSON.parse(sessionStorage.getItem('endrange.player') ?? 'null')?.stage?.is_paused);
  const left = await stage(page);
  assert.deepEqual([left.is_paused, left.before_s], [true, at.before_s]);
  await page.getByRole('link', { name: 'Today', exact: true }).click();
  await page.getByRole('button', { name: 'Go on' }).waitFor();
});

test('“I felt something” stops a count-in', { timeout: 60_000 }, async () => {
  const { page } = view;
  await page.getByRole('button', { name: 'Go on' }).waitFor();
  await page.getByRole('button', { name: 'Done', exact: true }).click();
  await page.getByRole('button', { name: 'Do it again' }).click();
  await page.getByRole('button', { name: /^Start, by/ }).click();
  await page.getByRole('button', { name: 'Not yet' }).waitFor();
  await page.getByRole('button', { name: 'I felt something' }).click();
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(await stage(page), { at: 'ready' });
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
});

test('a film that can’t be asked for isn’t “no film”', { timeout: 60_000 }, async () => {
  const { page, problems } = view;
  const films = '**/api/v1/people/*/films';
  await page.getByRole('button', { name: 'With the camera' }).click();
  await page.getByRole('button', { name: 'Open the camera' }).waitFor();
  await page.route(films, (route) => route.abort());
  await page.getByRole('link', { name: 'Today', exact: true }).click();
  const again = page.getByRole('button', { name: 'Try again' });
  await again.waitFor();
  assert.equal(await page.getByText('no film of it came in').count(), 0);
  await page.unroute(films);
  problems.splice(0); // the request that was cut off
  await again.click();
  await page.getByText('no film of it came in').waitFor();
  await page.getByRole('button', { name: 'Without the camera' }).click();
  await page.getByRole('button', { name: 'End the session' }).click();
});

test('a weight that is no number isn’t left out in silence', { timeout: 60_000 }, async () => {
  const { page } = view;
  await page.getByRole('button', { name: 'Log by hand' }).click();
  await page.getByText('Tempo, weight, note').click();
  await page.getByLabel('Added weight, kg').fill('5 kg');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByText('Added weight in kilograms').waitFor();
  await page.getByLabel('Added weight, kg').fill('2,5');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByText('The set is kept.').waitFor();
  const [me] = (await ask(page, 'GET', '/people')).people;
  assert.deepEqual((await ask(page, 'GET', `/people/${me.id}/history`)).sets.map((s) => s.weight_kg), [2.5]);
});

test('a clip goes to whom the frame names, though another tab has chosen somebody else', { timeout: 240_000 }, async () => {
  const { page, context } = view;
  const [me] = (await ask(page, 'GET', '/people')).people;
  const ben = await ask(page, 'POST', '/people', { name: 'Ben' });
  const other = await context.newPage();
  await other.goto(`${server.base}/#/person`);
  await other.getByRole('button', { name: 'Switch to Ben' }).click();
  await other.getByRole('link', { name: /^Ben: your data/ }).waitFor();
  await other.close();
  await page.getByRole('link', { name: 'Film', exact: true }).click();
  await page.getByLabel('Clips').setInputFiles(rendered_set(folder).clip);
  await page.getByRole('link', { name: /^Open/ }).waitFor({ timeout: 200_000 });
  assert.equal((await ask(page, 'GET', `/people/${me.id}/films`)).films.length, 1);
  assert.equal((await ask(page, 'GET', `/people/${ben.id}/films`)).films.length, 0);
});

test('a result’s heading has the title and the focus; a film deleted elsewhere says so', { timeout: 30_000 }, async () => {
  const { page } = view;
  await page.getByRole('link', { name: /^Open/ }).click();
  await page.waitForFunction(() => /3 reps/.test(document.title));
  const focused = await page.evaluate(() => document.activeElement === document.querySelector('main h1'));
  assert.ok(focused, 'the heading has the focus');
  await page.waitForTimeout(500);
  const id = page.url().split('/').at(-1);
  await ask(page, 'DELETE', `/films/${id}`);
  await page.getByRole('heading', { name: 'This film is deleted' }).waitFor({ timeout: 5000 });
  await page.getByRole('link', { name: 'To the films' }).click();
  await page.getByText('None yet.').waitFor();
});

test('after another start of the server the page says that it is locked, until the new link is opened', { timeout: 60_000 }, async () => {
  const { page, context, problems } = view;
  assert.deepEqual(problems, []);
  const port = new URL(server.base).port;
  await server.kill();
  server = await serve(folder, undefined, port);
  await page.getByRole('heading', { name: 'This page is locked' }).waitFor({ timeout: 30_000 });
  const opened = await context.newPage();
  await opened.goto(server.url);
  await page.getByRole('heading', { name: 'This page is locked' }).waitFor({ state: 'detached', timeout: 30_000 });
});
