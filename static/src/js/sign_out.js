/** Signing out erases what stands on the device: photos of a visit, contacts of a buddy. What was not sent is not thrown away unasked. */
import { element } from "./element.js";
import { countDrafts, eraseEverything } from "./maatjes/erase.js";
import { countAll, eraseAll } from "./photo_store.js";

const counted = (number, one, many) => (number === 0 ? [] : [number === 1 ? `1 ${one}` : `${number} ${many}`]);

function askFirst(form, photos, contacts) {
  const dialog = element("dialog", "", { class: "t-dialog", "aria-labelledby": "uitloggen-kop" });
  const body = element("div", "", { class: "t-dialog__body" });
  const actions = element("div", "", { class: "t-actions" });
  const leave = element("button", "Log uit en wis", { class: "nl-button nl-button--primary t-button--danger", type: "button" });
  const stay = element("button", "Blijf ingelogd", { class: "nl-button nl-button--secondary", type: "button" });
  actions.append(leave, stay);
  const things = [
    ...counted(photos, "foto van een geschiktheidstoets", "foto’s van een geschiktheidstoets"),
    ...counted(contacts, "contact met een maatje", "contacten met een maatje"),
  ].join(" en ");
  const isOne = photos + contacts === 1;
  body.append(
    element("h2", "Er is nog niet alles verstuurd", { class: "nl-heading nl-heading--level-2", id: "uitloggen-kop" }),
    element("p", `Op dit toestel ${isOne ? "staat" : "staan"} nog ${things}. Uitloggen wist ${isOne ? "die" : "ze"}.`),
    actions,
  );
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  stay.addEventListener("click", () => dialog.close());
  leave.addEventListener("click", () => {
    dialog.close();
    signOut(form);
  });
  document.body.append(dialog);
  dialog.showModal();
  stay.focus();
}

async function signOut(form) {
  eraseAll();
  await Promise.race([eraseEverything(), new Promise((resolve) => setTimeout(resolve, 1500))]);
  form.dataset.erased = "ja";
  form.requestSubmit();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches?.("form[data-signs-out]:not([data-erased])")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  Promise.all([countAll(), countDrafts()]).then(
    ([photos, contacts]) => (photos + contacts > 0 ? askFirst(form, photos, contacts) : signOut(form)),
    () => signOut(form),
  );
}, true);
