// Says beside a NIK or KK number, while it is typed, whether its form is right. The number is looked at here and goes
// nowhere; the server checks it again, with more words, when the form is sent.
"use strict";

const SEPARATORS = /[\s.\-\u2010-\u2015\u2212]/g;
const LENGTH = 16;

const hasDay = (day, month, year) => {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

// A woman's day of birth is 40 higher; of the two centuries one is enough.
const isDate = (figures, kind) => {
  const day = Number(figures.slice(6, 8)) % (kind === "nik" ? 40 : 100);
  const month = Number(figures.slice(8, 10));
  const year = Number(figures.slice(10, 12));
  return day > 0 && [1900, 2000].some((century) => hasDay(day, month, century + year));
};

const look = (typed, kind, words) => {
  const figures = typed.replace(SEPARATORS, "");
  if (figures === "") return ["", true];
  if (!/^[0-9]+$/.test(figures)) return [words.other, false];
  const missing = LENGTH - figures.length;
  if (missing > 0) return [words.short.replace("#", missing), figures.length < 12 || isDate(figures, kind)];
  if (missing < 0) return [words.long.replace("#", -missing), false];
  if (new Set(figures).size === 1) return [words.equal, false];
  if (!isDate(figures, kind)) return [kind === "nik" ? words.dateNik : words.dateKk, false];
  if (figures.endsWith("0000")) return [words.serial, false];
  return [words.right, true];
};

for (const form of document.querySelectorAll("form[data-numbers]")) {
  for (const field of form.querySelectorAll("input[data-number]")) {
    const says = document.createElement("p");
    says.className = "hint live";
    says.setAttribute("role", "status");
    field.after(says);
    const tell = () => {
      const [sentence, fits] = look(field.value, field.dataset.number, form.dataset);
      says.textContent = sentence;
      says.classList.toggle("wrong", !fits);
    };
    field.addEventListener("input", tell);
    if (field.value && !field.closest(".field-wrong")) tell();
  }
}
