// Follows the figures of a hall's day: asks every ten seconds with the stamp of the last answer, keeps the focus and
// what was scrolled, and says so where nobody answers. Without this script the page is loaded again by hand.
"use strict";

const EVERY = 10_000;
const PATIENCE = 8_000;

const figures = document.getElementById("angka");
const lost = document.getElementById("terputus");
let stamp = figures.dataset.stamp;

function show(part) {
  const focused = figures.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const scrolled = Array.from(figures.querySelectorAll(".scroll"), (one) => one.scrollLeft);
  figures.innerHTML = part;
  figures.querySelectorAll(".scroll").forEach((one, at) => {
    one.scrollLeft = scrolled[at] ?? 0;
  });
  if (focused) {
    Array.from(figures.querySelectorAll("a")).find((one) => one.getAttribute("href") === focused)?.focus();
  }
}

async function ask() {
  if (document.hidden) {
    return;
  }
  try {
    const answer = await fetch(figures.dataset.from, {
      headers: { "If-None-Match": stamp, "X-Live": "1" },
      cache: "no-store",
      redirect: "error",
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
