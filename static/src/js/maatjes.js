/**
 * A buddy's own pages: the form that also works without a network, and on the others a line that says what still waits on this phone.
 * Where the browser keeps no keys (no https, no IndexedDB) the form is an ordinary form.
 */
import { LogPage, RETRY } from "./maatjes/page.js";
import { sync } from "./maatjes/server.js";
import { drafts, expire, isAble } from "./maatjes/store.js";

/** Sends what waits, and says how much is left. What the network or the server refused now is tried again, as on the form's own page. */
async function notice(part) {
  const look = async () => {
    await sync();
    const waiting = (await drafts()).length;
    part.hidden = waiting === 0;
    part.querySelector("[data-log-count]").textContent = waiting === 1 ? "1 contact" : `${waiting} contacten`;
  };
  await expire();
  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  setInterval(() => part.hidden || look(), RETRY);
  await look();
}

if (isAble()) {
  navigator.serviceWorker?.register("/mijn-maatjes/sw.js", { scope: "/mijn-maatjes/" }).catch(() => {});
  const page = document.querySelector("[data-log]");
  const line = document.querySelector("[data-log-notice]");
  if (page) new LogPage(page).start();
  else if (line) notice(line).catch(() => {});
} else {
  for (const part of document.querySelectorAll("[data-log-unable]")) part.hidden = false;
}
