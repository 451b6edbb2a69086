/**
 * What a buddy's phone keeps: the ids and first names of the matches that run, and contacts that were not sent yet. In IndexedDB, under
 * an AES-GCM key that cannot leave the browser. Nothing else is ever put here, and no worry about anybody.
 *
 * It ends at signing out, when somebody else signs in, seven days after the last contact with the server, and for a match when it ends.
 */
import { NAME, eraseData, eraseEverything, isThere as isOnDevice } from "./erase.js";

const KEEP_MS = 7 * 24 * 3600 * 1000;
const text = { into: new TextEncoder(), from: new TextDecoder() };

export const isAble = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept", { keyPath: "id" });
      request.result.createObjectStore("drafts", { keyPath: "id" });
    };
    request.onsuccess = () => {
      // Another tab that erases everything is not held up by this one.
      request.result.onversionchange = () => close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

function close() {
  opened?.then((database) => database.close(), () => {});
  opened = null;
}

async function work(store, mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = act(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

const get = (store, id) => work(store, "readonly", (rows) => rows.get(id));
const put = (store, row) => work(store, "readwrite", (rows) => rows.put(row));

/** The key, made at its first use. Two tabs that make one at once end up with the same. */
async function key() {
  const held = await get("kept", "key");
  if (held) return held.key;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await work("kept", "readwrite", (rows) => {
    const before = rows.get("key");
    before.onsuccess = () => before.result || rows.put({ id: "key", key: made });
    return before;
  });
  return (await get("kept", "key")).key;
}

async function seal(id, what) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = text.into.encode(id);
  const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, await key(), text.into.encode(JSON.stringify(what)));
  return { id, iv, box };
}

async function unseal({ id, iv, box }) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.into.encode(id) }, await key(), box);
  return JSON.parse(text.from.decode(plain));
}

const isThere = async () => isAble() && isOnDevice();

/** Names, drafts and key. */
export async function forget() {
  close();
  await eraseData();
}

/** The empty form and its worker too. */
export async function erase() {
  close();
  await eraseEverything();
}

/** After seven days without the server, and where the clock of the device jumped that far, nothing is left. */
export async function expire() {
  if (!(await isThere())) return;
  const contact = await get("kept", "contact");
  if (!contact || Math.abs(Date.now() - contact.at) > KEEP_MS) await forget();
}

/** What the server said last: { person, matches: [{ id, name }] }, or null. */
export async function facts() {
  if (!(await isThere())) return null;
  const row = await get("kept", "facts");
  return row ? unseal(row) : null;
}

/** The server spoke: whoever else was here is gone, names of matches that ended too. */
export async function keepFacts({ person, matches, device }) {
  const before = await facts().catch(() => null);
  if (before && before.person !== person) await forget();
  await put("kept", await seal("facts", { person, matches }));
  await put("kept", { id: "contact", at: Date.now(), device });
}

export const device = async () => ((await isThere()) ? ((await get("kept", "contact"))?.device ?? "") : "");

/** Oldest first. One that cannot be opened (an altered row) is left out. */
export async function drafts() {
  if (!(await isThere())) return [];
  const rows = await work("drafts", "readonly", (store) => store.getAll());
  const opened = await Promise.allSettled(rows.map(unseal));
  return opened.filter((one) => one.status === "fulfilled").map((one) => one.value).sort((a, b) => a.at - b.at);
}

export const keepDraft = async (draft) => put("drafts", await seal(draft.id, draft));
export const dropDraft = (id) => work("drafts", "readwrite", (store) => store.delete(id));
