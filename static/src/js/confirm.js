/**
 * A confirmation without leaving the page: data-confirm-page on a link opens the form of the page behind it in a <dialog>. The form is
 * sent as from its own page, which shows what was wrong; without script, or when anything else comes back, that page is simply opened.
 */
const ids = ["for", "aria-describedby", "aria-labelledby", "aria-controls"];

/** The page may use the same names; inside the dialog everything gets its own. */
function apart(form) {
  for (const one of form.querySelectorAll("[id]")) one.id = `dialoog-${one.id}`;
  for (const name of ids) {
    for (const one of form.querySelectorAll(`[${name}]`)) {
      one.setAttribute(name, one.getAttribute(name).split(" ").map((id) => `dialoog-${id}`).join(" "));
    }
  }
}

function dialogOf(page, address) {
  const form = page.querySelector("#pagina form[method='post']");
  const title = page.querySelector("h1");
  if (!form || !title) return null;
  const copy = document.importNode(form, true);
  copy.action = address;
  copy.classList.remove("t-card");
  copy.removeAttribute("data-guard");
  apart(copy);
  for (const way of copy.querySelectorAll(".t-actions a")) way.dataset.closeDialog = "";

  const dialog = document.createElement("dialog");
  dialog.className = "t-dialog";
  dialog.setAttribute("aria-labelledby", "dialoog-kop");
  const body = document.createElement("div");
  body.className = "t-dialog__body";
  const heading = document.createElement("h2");
  heading.className = "nl-heading nl-heading--level-2";
  heading.id = "dialoog-kop";
  heading.textContent = title.textContent.trim();
  body.append(heading);
  const lead = page.querySelector(".t-hero .t-lead");
  if (lead) body.append(document.importNode(lead, true));
  body.append(copy);
  dialog.append(body);
  dialog.addEventListener("close", () => dialog.remove());
  return dialog;
}

async function confirm(link) {
  const response = await fetch(link.href, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) throw new Error("not a confirmation");
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const dialog = dialogOf(page, link.href);
  if (!dialog) throw new Error("no form");
  document.body.append(dialog);
  dialog.showModal();
  const field = dialog.querySelector("textarea, input:not([type=hidden]), select, .t-actions a");
  field?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-confirm-page]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (!HTMLDialogElement.prototype.showModal) return;
  event.preventDefault();
  confirm(link).catch(() => {
    location.href = link.href;
  });
});
