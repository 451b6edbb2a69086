/** Contact with the server: who am I, with whom, and the contacts that wait. Each carries a key, so that sending twice is one contact. */
import { device, drafts, dropDraft, erase, keepDraft, keepFacts } from "./store.js";

const HOME = "/mijn-maatjes/";
const plain = { credentials: "same-origin", redirect: "manual", cache: "no-store" };

/** "ok" with the facts, or why not: "offline", "login", "ended" (signed out on purpose; everything is erased), "busy". */
export async function contact() {
  let response;
  try {
    response = await fetch(`${HOME}toestel/`, plain);
  } catch {
    return { state: "offline" };
  }
  if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { state: (await isEnded()) ? "ended" : "login" };
  if (!response.ok) return { state: "busy" };
  const said = await response.json();
  await keepFacts(said);
  return { state: "ok", ...said };
}

/** A session that came to its end by itself keeps what was typed; one that was ended ends it here too. */
async function isEnded() {
  const known = await device();
  if (!known) return false;
  try {
    const response = await fetch(`${HOME}toestel/nog/`, { ...plain, headers: { "X-Device": known } });
    if (!response.ok || !(await response.json()).ended) return false;
  } catch {
    return false;
  }
  await erase();
  return true;
}

function body(draft) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(draft.fields)) for (const one of [value].flat()) form.append(name, one);
  form.set("client_id", draft.id);
  form.set("has_seen_warning", draft.hasSeenWarning ? "on" : "");
  return form;
}

/** Sends one; returns what became of it, or "" when the rest had better wait too. */
async function send(draft, csrf) {
  let response;
  try {
    response = await fetch(`${HOME}${draft.match}/contact/versturen/`, { ...plain, method: "POST", body: body(draft), headers: { "X-CSRFToken": csrf } });
  } catch {
    return { stop: "offline" };
  }
  if (response.type === "opaqueredirect" || response.status === 403) return { stop: "login" };
  if (response.ok) return { sent: true };
  if ([409, 422].includes(response.status)) return { refused: await response.json() };
  if (response.status === 404) return { refused: { message: "Dit huishouden is niet (meer) van u. Wat u schreef, staat nog op deze telefoon." } };
  return { stop: "busy" };
}

/** All that waits, one after the other, once at a time over all tabs. `changed(draft, state)` tells what happens to each. */
async function sendAll(changed) {
  const met = await contact();
  if (met.state !== "ok") return met;
  for (const draft of await drafts()) {
    if (draft.refused) continue;
    changed(draft, "sending");
    const done = await send(draft, met.csrf);
    if (done.stop) {
      changed(draft, "waiting");
      return { ...met, state: done.stop };
    }
    if (done.sent) {
      await dropDraft(draft.id);
      changed(draft, "sent");
    } else {
      const refused = { ...draft, refused: done.refused };
      await keepDraft(refused);
      changed(refused, "refused");
    }
  }
  return met;
}

export const sync = (changed = () => {}) =>
  navigator.locks ? navigator.locks.request("thuisgevers-maatjes", () => sendAll(changed)) : sendAll(changed);
