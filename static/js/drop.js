// A file dropped anywhere on the form goes into its file field; one that is too large is told so before it is sent.
"use strict";

for (const form of document.querySelectorAll("form[data-drop]")) {
  const field = form.querySelector("input[type=file]");
  const says = form.querySelector("[data-drop-says]");
  const most = Number(form.dataset.most);
  form.querySelector("[data-drop-hint]").hidden = false;

  const tooLarge = () => field.files.length > 0 && field.files[0].size > most;

  const look = () => {
    says.textContent = tooLarge() ? `Berkas lebih besar dari ${Math.floor(most / 1048576)} MB.` : "";
  };

  for (const name of ["dragenter", "dragover"]) {
    form.addEventListener(name, (event) => {
      event.preventDefault();
      form.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) {
    form.addEventListener(name, () => form.classList.remove("is-over"));
  }
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length === 1) {
      field.files = event.dataTransfer.files;
      look();
    } else {
      says.textContent = "Letakkan satu berkas saja.";
    }
  });
  field.addEventListener("change", look);
  form.addEventListener("submit", (event) => {
    if (tooLarge()) {
      event.preventDefault();
      look();
    }
  });
}
