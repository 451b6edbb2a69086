/**
 * The worker of a buddy's own pages: it keeps the empty form and its files, and nothing that anybody typed or that is about anybody.
 * The address that loads this says which files (`self.shell`), and changes when one of them does.
 */
const { version, page, files } = self.shell;
const CACHE = `maatjes-${version}`;
const FORM = /^\/mijn-maatjes\/(onderweg|[0-9a-f-]{36}\/contact)\/$/;
const HOME = /^\/mijn-maatjes\/([0-9a-f-]{36}\/)?$/;

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clear = caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("maatjes-") && name !== CACHE).map((name) => caches.delete(name))));
  event.waitUntil(clear.then(() => self.clients.claim()));
});

const fill = () => caches.open(CACHE).then((cache) => cache.addAll([page, ...files]));
const kept = (address) => caches.match(address, { cacheName: CACHE });

/** After signing out the cache is gone while this worker may still run: signed in again, it fills it. */
async function online(request) {
  const answer = await fetch(request);
  if (answer.ok && !(await caches.has(CACHE))) fill().catch(() => {});
  return answer;
}

async function form(request) {
  return (await kept(page)) ?? online(request);
}

async function home(request) {
  try {
    return await online(request);
  } catch (error) {
    const empty = await kept(page);
    if (empty) return empty;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.search) return;
    if (FORM.test(url.pathname)) event.respondWith(form(request));
    else if (HOME.test(url.pathname)) event.respondWith(home(request));
  } else if (files.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((found) => found ?? fetch(request)));
  }
});
