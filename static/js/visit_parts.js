// Spares the team four choices: one button says that all four parts were taken.
"use strict";

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-semua]");
  if (!button) {
    return;
  }
  for (const part of button.closest("fieldset").querySelectorAll("select")) {
    part.value = "terekam";
  }
});

for (const button of document.querySelectorAll("[data-semua]")) {
  button.hidden = false;
}
