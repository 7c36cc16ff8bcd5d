// The front desk's comforts: printing what was just given, scanning by camera, and Enter once. All of it works without.
"use strict";

const field = document.querySelector("input[name=cari]");
const paper = document.querySelector("[data-paper]");
const auto = document.querySelector("[data-auto-print]");
const KEPT = "meja-depan-cetak";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    window.print();
    field.focus();
  });
}

document.querySelector("[data-auto]").hidden = false;
auto.checked = localStorage.getItem(KEPT) === "ya";
auto.addEventListener("change", () => localStorage.setItem(KEPT, auto.checked ? "ya" : "tidak"));
if (paper && auto.checked) {
  window.addEventListener("load", () => {
    window.print();
    field.focus();
  });
}

// A scanner may send Enter twice.
for (const form of document.querySelectorAll("main form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
    }
    form.dataset.sent = "ya";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("main form")) {
    delete form.dataset.sent;
  }
});

const camera = document.querySelector("[data-camera]");
const view = document.querySelector("[data-view]");

async function look(detector) {
  const [found] = await detector.detect(view);
  if (found) {
    field.value = found.rawValue;
    stop();
    field.form.requestSubmit();
  } else if (!view.hidden) {
    setTimeout(() => look(detector), 150);
  }
}

function stop() {
  for (const track of view.srcObject?.getTracks() ?? []) {
    track.stop();
  }
  view.srcObject = null;
  view.hidden = true;
  field.focus();
}

async function start() {
  if (!view.hidden) {
    stop();
    return;
  }
  try {
    view.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    view.hidden = false;
    await view.play();
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  } catch {
    stop();
    camera.textContent = "Kamera tidak dapat dipakai";
  }
}

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  camera.hidden = false;
  camera.addEventListener("click", start);
}
