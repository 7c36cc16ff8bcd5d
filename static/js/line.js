// Follows the numbers of one queue: asks every fifteen seconds with the stamp of the last answer, and says so where
// nobody answers. Without this script the page is loaded again by hand.
"use strict";

const EVERY = 15_000;
const PATIENCE = 10_000;

const numbers = document.getElementById("antrean");
const lost = document.getElementById("terputus");
const spoken = document.getElementById("ucapan");
let stamp = numbers.dataset.stamp;

const said = () => Array.from(numbers.querySelectorAll("[data-say]"), (one) => one.textContent.trim()).join(" ");

function show(part) {
  const before = said();
  numbers.innerHTML = part;
  if (said() !== before) {
    spoken.textContent = said();
  }
}

async function ask() {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch(numbers.dataset.from, {
      headers: { "If-None-Match": stamp },
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 200) {
      stamp = answer.headers.get("ETag");
      show(await answer.text());
    } else if (answer.status !== 304) {
      throw new Error(`${answer.status}`);
    }
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
}

setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
window.addEventListener("online", ask);
window.addEventListener("offline", () => {
  lost.hidden = false;
});
