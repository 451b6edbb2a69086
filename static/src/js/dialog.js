/** A confirmation that names the thing: data-dialog="id" opens that <dialog>. On a link, the page behind the link is the way without script. */
document.addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest?.("[data-close-dialog]");
  if (closer) {
    event.preventDefault();
    closer.closest("dialog")?.close();
    return;
  }
  // A press on the backdrop is a press on the dialog itself, outside its body.
  if (event.target instanceof HTMLDialogElement) event.target.close();
});
