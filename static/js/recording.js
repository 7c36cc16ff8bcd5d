// Spares the officer four choices: one button says that all four parts were taken, and that the person was recorded.
"use strict";

const form = document.getElementById("rekam");
const button = document.getElementById("semua");

button.hidden = false;
button.addEventListener("click", () => {
  for (const part of form.querySelectorAll(".part select:first-of-type")) {
    part.value = "terekam";
  }
  form.querySelector("input[name=hasil][value=captured]").checked = true;
  form.querySelector("button[type=submit]").focus();
});
