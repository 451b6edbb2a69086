/** Taking away everything that a buddy's pages left on this device; small, as every page that can sign out carries it. */
export const NAME = "thuisgevers-maatjes";
export const CACHES = "maatjes-";
export const HOME = "/mijn-maatjes/";

/** Asks before it opens, so that no page makes an empty database. */
export async function isThere() {
  if (!globalThis.indexedDB) return false;
  const databases = (await indexedDB.databases?.()) ?? [{ name: NAME }];
  return databases.some((one) => one.name === NAME);
}

/** Contacts that were not sent yet, of whoever is signed in. */
export async function countDrafts() {
  if (!(await isThere())) return 0;
  return new Promise((resolve) => {
    const opened = indexedDB.open(NAME);
    opened.onerror = () => resolve(0);
    opened.onsuccess = () => {
      const database = opened.result;
      const done = (number) => {
        database.close();
        resolve(number);
      };
      if (!database.objectStoreNames.contains("drafts")) return done(0);
      const counted = database.transaction("drafts").objectStore("drafts").count();
      counted.onsuccess = () => done(counted.result);
      counted.onerror = () => done(0);
    };
  });
}

/** Names, drafts and the key that opens them. Waits until it is done, also when another tab still has it open. */
export const eraseData = () =>
  new Promise((resolve) => {
    if (!globalThis.indexedDB) return resolve();
    const request = indexedDB.deleteDatabase(NAME);
    request.onsuccess = request.onerror = resolve;
  });

/** As if nobody had ever been here: the empty form and its worker go too. */
export async function eraseEverything() {
  await Promise.all([
    eraseData(),
    globalThis.caches?.keys().then((names) => Promise.all(names.filter((name) => name.startsWith(CACHES)).map((name) => caches.delete(name)))),
    globalThis.navigator?.serviceWorker?.getRegistration(HOME).then((found) => found?.unregister()),
  ]).catch(() => {});
}
