// Pages that follow a long job: ask with the stamp of the last answer, and leave the page alone while nothing moved.
"use strict";

const stamps = new WeakMap();

document.addEventListener("htmx:configRequest", (event) => {
  const stamp = stamps.get(event.detail.elt);
  if (stamp) {
    event.detail.headers["If-None-Match"] = stamp;
  }
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt } = event.detail;
  if (xhr.status === 304) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    return;
  }
  const stamp = xhr.getResponseHeader("ETag");
  if (stamp) {
    stamps.set(elt, stamp);
  }
});
