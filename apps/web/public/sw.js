// The page without its program: the frame is kept on this machine, so that it can say what to do when endrange isn't
// running. Data are never kept: whatever begins with /api goes to the network alone.
const kCache = 'endrange-shell';
const kList = '/precache.json';

// What the build consists of, as the build itself tells it. Old files are dropped once the new ones are all here.
async function refresh() {
  const answer = await fetch(kList, { cache: 'no-store' });
  if (answer.status === 404) {
    // Another program answers at this address now: nothing of ours may stand in its way.
    await caches.delete(kCache);
    await self.registration.unregister();
    return;
  }
  if (!answer.ok) return;
  const { files } = await answer.json();
  const cache = await caches.open(kCache);
  const kept = (await cache.keys()).map((request) => new URL(request.url).pathname);
  // The page itself names its assets: it is fetched anew each time, they are named by their content.
  await cache.addAll(files.filter((file) => file === '/' || !kept.includes(file)).map((file) => new Request(file, { cache: 'no-cache' })));
  await Promise.all(kept.filter((path) => !files.includes(path)).map((path) => cache.delete(path)));
}

addEventListener('install', (event) => {
  event.waitUntil(refresh().then(() => self.skipWaiting()));
});

addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(refresh().catch(() => undefined));
    return answer;
  } catch {
    return (await caches.match('/')) ?? Response.error();
  }
}

async function asset(request) {
  return (await caches.match(request)) ?? fetch(request);
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin || url.pathname.startsWith('/api/')) return;
  // The link with the token must reach the program: that is what opens the page.
  if (request.mode === 'navigate') event.respondWith(page(event));
  else if (url.pathname !== kList && url.pathname !== '/sw.js') event.respondWith(asset(request));
});
