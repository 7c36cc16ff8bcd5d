// The counter's keys: the letter on a button presses it. Off inside fields, and where this browser has switched them off.
"use strict";

const STORED = "loket-tombol";
const row = document.getElementById("tombol-huruf");
const box = row.querySelector("input");

function isOn() {
  try {
    return localStorage.getItem(STORED) !== "mati";
  } catch {
    return true;
  }
}

function show() {
  document.body.classList.toggle("keys-off", !box.checked);
}

box.checked = isOn();
row.hidden = false;
show();
box.addEventListener("change", () => {
  try {
    localStorage.setItem(STORED, box.checked ? "hidup" : "mati");
  } catch {
    // Nothing is kept; it holds until the page is left.
  }
  show();
});

const typesInto = (element) => element.closest("input:not([type='checkbox']), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (!box.checked || event.repeat || event.ctrlKey || event.altKey || event.metaKey || typesInto(event.target)) {
    return;
  }
  const key = event.key.toLowerCase();
  const wanted = /^[a-z]$/.test(key) ? document.querySelector(`[data-key="${key}"]`) : null;
  if (!wanted) {
    return;
  }
  event.preventDefault();
  if (wanted.matches("button")) {
    wanted.click();
  } else {
    wanted.focus();
  }
});

// After a step the button that had the focus may be gone: who is served now is read out.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id === "loket" && document.activeElement === document.body) {
    document.getElementById("di-loket").focus();
  }
});
