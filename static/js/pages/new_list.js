/** A list to import: the preview of a file opens as soon as it is chosen. Rows that are pasted wait for their press. */

const list = document.querySelector("#list");
const hint = document.querySelector("#list-hint");
if (list instanceof HTMLInputElement && hint instanceof HTMLElement) {
  hint.hidden = false;
  list.addEventListener("change", () => {
    if (list.files?.length) {
      list.form?.requestSubmit();
    }
  });
}
