/**
 * Photos of a visit that wait on the device for the network, in IndexedDB, made smaller first. What is drawn anew carries no place or time.
 *
 * They are kept per person and visit, and go away when they were sent, at signing out, when the visit is over, and after two weeks.
 */
const NAME = "thuisgevers-toets";
const LONGEST_SIDE = 2200;
const QUALITY = 0.82;
const KEEP_DAYS = 14;

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("fotos", { keyPath: "id" }).createIndex("visit", "visit");
    request.onsuccess = () => {
      // Signing out in another tab erases everything; this tab must not stand in the way.
      request.result.onversionchange = () => {
        request.result.close();
        opened = null;
      };
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
  opened.catch(() => {
    opened = null;
  });
  return opened;
}

async function work(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction("fotos", mode);
    const request = act(transaction.objectStore("fotos"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

/** Rejects with a QuotaExceededError when the device is full, and with something else when it keeps nothing at all. */
export const keep = (photo) => work("readwrite", (store) => store.put(photo));
export const drop = (id) => work("readwrite", (store) => store.delete(id));

/** The photos of one visit, oldest first; what is too old is forgotten on the way. */
export async function photosOf(visit) {
  const rows = await work("readonly", (store) => store.index("visit").getAll(visit));
  const oldest = Date.now() - KEEP_DAYS * 24 * 3600 * 1000;
  const old = rows.filter((row) => row.at < oldest);
  await Promise.all(old.map((row) => drop(row.id)));
  return rows.filter((row) => row.at >= oldest).sort((a, b) => a.at - b.at);
}

/** How many there are, of all visits. Asks before it opens, so that no page makes an empty database. */
export async function countAll() {
  const databases = (await globalThis.indexedDB?.databases?.()) ?? [];
  return databases.some((one) => one.name === NAME) ? work("readonly", (store) => store.count()) : 0;
}

/** Everything of every visit, also the answers: nobody is signed in any more. */
export function eraseAll() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("toets:")) localStorage.removeItem(key);
    opened?.then((database) => database.close(), () => {});
    opened = null;
    indexedDB.deleteDatabase(NAME);
  } catch {
    // A browser that keeps nothing has nothing to erase.
  }
}

export async function eraseVisit(visit) {
  localStorage.removeItem(visit);
  for (const row of await photosOf(visit)) await drop(row.id);
}

/** As a JPEG of at most 2200 pixels; as it is when this browser cannot open it (HEIC outside Safari) or would make it larger. */
export async function shrink(file) {
  let picture;
  try {
    picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return { blob: file, name: file.name || "foto" };
  }
  const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * share));
  canvas.height = Math.max(1, Math.round(picture.height * share));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((resolve) => {
    canvas.toBlob(resolve, "image/jpeg", QUALITY);
  });
  if (!blob) return { blob: file, name: file.name || "foto" };
  return { blob, name: `${(file.name || "foto").replace(/\.[^.]*$/, "")}.jpg` };
}
