// Solves the puzzle of a form while it is filled in (queueing/puzzles.py; altcha's second kind): looks for the number
// whose derived key begins as asked. Where a browser cannot, the form is sent without, and the server asks to wait.
"use strict";

const bytesOf = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hexOf = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const derive = async (parameters, counter) => {
  const nonce = bytesOf(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, counter);
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(parameters.salt), iterations: parameters.cost };
  return hexOf(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
};

const solve = async (challenge) => {
  for (let counter = 0; ; counter += 1) {
    const derivedKey = await derive(challenge.parameters, counter);
    if (derivedKey.startsWith(challenge.parameters.keyPrefix)) {
      return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }));
    }
  }
};

for (const field of document.querySelectorAll("input[data-puzzle]")) {
  if (!globalThis.crypto?.subtle) continue;
  const form = field.form;
  let sender = null;
  let waits = false;
  const send = (event) => {
    if (field.value) return;
    event.preventDefault();
    sender = event.submitter;
    waits = true;
    form.setAttribute("aria-busy", "true");
  };
  form.addEventListener("submit", send);
  solve(JSON.parse(field.dataset.puzzle)).then((proof) => {
    field.value = proof;
    form.removeAttribute("aria-busy");
    if (waits) form.requestSubmit(sender);
  }).catch(() => form.removeEventListener("submit", send));
}
