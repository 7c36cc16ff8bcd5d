// Shows the buttons of security keys where the browser knows keys, and a sentence where a key was not read.
"use strict";

(() => {
  if (window.PublicKeyCredential) {
    for (const button of document.querySelectorAll("[data-needs-key]")) {
      button.hidden = false;
    }
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.getElementById("key_problem").hidden = false;
  });
})();
