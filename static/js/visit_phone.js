// A team visit where the network comes and goes: answers wait in this browser until the office has confirmed them.
// What waits is numbers of rows, outcomes and a key: no name, no NIK. The key lets the office write an answer once,
// however often it is sent.
"use strict";

const STORE = "jemput-bola";
const AGAIN_AFTER = 20000;
const PATIENCE = 15000;
const PARTS = ["face", "fingerprints", "irises", "signature"];
const sender = document.getElementById("pengirim");
const { kunjungan: visit, petugas: officer, alamat: address } = sender.dataset;
const token = document.querySelector("#isian").content.querySelector("[name=csrfmiddlewaretoken]").value;
const buttons = document.querySelector("#isian").content.querySelectorAll("[name=hasil]");
const labels = Object.fromEntries(Array.from(buttons, (one) => [one.value, one.textContent.trim()]));
let sending = false;
let again = false;
let locked = false;

function waiting() {
  return JSON.parse(localStorage.getItem(STORE) || "[]");
}

// Read anew before each writing: another tab may have changed it.
function change(how) {
  localStorage.setItem(STORE, JSON.stringify(how(waiting())));
  show();
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const figures = Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  return figures.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function card(person) {
  return document.querySelector(`.daftar [data-orang="${person}"]`);
}

function mark(person, kind, words) {
  const found = card(person);
  if (found) {
    found.className = kind;
    found.querySelector(":scope > p").textContent = words;
  }
}

function show() {
  const all = waiting();
  for (const item of all.filter((one) => one.visit === visit)) {
    const label = labels[item.sent.hasil];
    if (item.refused) {
      mark(item.person, "ditolak", `${label}: tidak diterima. ${item.refused}`);
    } else {
      mark(item.person, "menunggu", `${label}, menunggu sinyal`);
    }
  }
  const mine = all.filter((one) => one.officer === officer && !one.refused).length;
  const others = all.filter((one) => one.officer !== officer).length;
  const refused = all.filter((one) => one.officer === officer && one.refused).length;
  const said = [mine ? `${mine} jawaban ${locked ? "menunggu. Masuk lagi untuk mengirim." : "menunggu sinyal."}` : "Semua jawaban terkirim."];
  if (refused) {
    said.push(`${refused} tidak diterima: buka namanya, lalu catat lagi.`);
  }
  if (others) {
    said.push(`${others} jawaban petugas lain menunggu ia masuk di ponsel ini.`);
  }
  const news = said.join(" ");
  const place = document.getElementById("kabar");
  if (place.textContent !== news) {
    place.textContent = news;
  }
  document.getElementById("masuk").hidden = !(locked && mine);
}

// Says what became of one sending: "done", "refused", "signed-out" or "later".
async function send(item, byTimer) {
  const headers = { Accept: "application/json", "X-CSRFToken": token };
  if (byTimer) {
    headers["X-Live"] = "1"; // what the page does by itself keeps nobody signed in
  }
  let answer;
  try {
    answer = await fetch(`${address}${item.visit}/orang/${item.person}/`, {
      method: "POST",
      headers,
      body: new URLSearchParams({ ...item.sent, kunci: item.key }),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      return "signed-out";
    }
    if (answer.status === 404) {
      change((all) => all.map((one) => (one.key === item.key ? { ...one, refused: "Nama ini tidak ada lagi." } : one)));
      return "refused";
    }
    const told = await answer.json();
    if (answer.status === 409) {
      change((all) => all.map((one) => (one.key === item.key ? { ...one, refused: told.kata } : one)));
      return "refused";
    }
    if (answer.ok && told.kunci === item.key) {
      change((all) => all.filter((one) => one.key !== item.key));
      if (item.visit === visit && !waiting().some((one) => one.visit === visit && one.person === item.person)) {
        mark(item.person, "selesai", told.hasil);
      }
      return "done";
    }
  } catch {
    // No signal, a page of the network instead of ours, or nothing within the patience.
  }
  return "later";
}

async function sendAll(byTimer) {
  if (sending) {
    again ||= !byTimer; // the signal came back, or somebody answered, while an older sending was about to fail
    return;
  }
  sending = true;
  let item;
  let became = "done";
  while (["done", "refused"].includes(became) && (item = waiting().find((one) => one.officer === officer && !one.refused))) {
    became = await send(item, byTimer);
    locked = became === "signed-out";
  }
  sending = false;
  show();
  if (again) {
    again = false;
    await sendAll(false);
  }
}

function missing(sent) {
  if (sent.hasil !== "recorded") {
    return "";
  }
  if (!sent.cocok) {
    return "Cocokkan dahulu orangnya dengan data register.";
  }
  if (PARTS.some((part) => !sent[part])) {
    return "Untuk tiap bagian, pilih terekam atau sebab tidak dapat direkam.";
  }
  return sent.face === "terekam" ? "" : "Foto wajah direkam untuk setiap orang.";
}

function keep(person, form, outcome) {
  const sent = { hasil: outcome };
  if (outcome === "recorded") {
    for (const [name, value] of new FormData(form)) {
      if (name === "cocok" || PARTS.includes(name)) {
        sent[name] = value;
      }
    }
  }
  const words = missing(sent);
  const wrong = form.querySelector(".wrong");
  wrong.textContent = words;
  wrong.hidden = !words;
  if (words) {
    return;
  }
  const kept = { visit, person, officer, key: newKey(), sent };
  form.remove();
  change((all) => [...all.filter((one) => one.visit !== visit || one.person !== person || one.officer !== officer), kept]);
  card(person).querySelector("a").focus();
  sendAll(false);
}

function open(place) {
  const opened = place.querySelector("form");
  document.querySelectorAll(".daftar form").forEach((form) => form.remove());
  if (opened) {
    return;
  }
  place.append(document.querySelector("#isian").content.cloneNode(true));
  const form = place.querySelector("form");
  form.querySelector("[data-semua]").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(place.dataset.orang, form, event.submitter.value);
  });
  form.querySelector("[name=hasil]").focus();
}

function begin() {
  try {
    localStorage.setItem(`${STORE}-uji`, "1");
    localStorage.removeItem(`${STORE}-uji`);
  } catch {
    return; // without a store the links lead to the plain pages, which need a signal
  }
  sender.hidden = false;
  document.querySelector(".kabar").hidden = false;
  document.querySelector(".daftar").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) {
      event.preventDefault();
      open(link.closest("li"));
    }
  });
  document.getElementById("saring").addEventListener("input", (event) => {
    const wanted = event.target.value.trim().toUpperCase();
    for (const one of document.querySelectorAll(".daftar li")) {
      one.hidden = !one.textContent.toUpperCase().includes(wanted);
    }
  });
  window.addEventListener("online", () => sendAll(false));
  window.addEventListener("storage", show);
  setInterval(() => sendAll(true), AGAIN_AFTER);
  show();
  sendAll(false);
}

begin();
