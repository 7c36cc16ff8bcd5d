// Keeps the board of the waiting room up to date: asks every second with the stamp of the last answer, shows and says
// one call after the other, also where two counters call at once, and covers the numbers where nobody answers.
"use strict";

const EVERY = 1_000;
const PATIENCE = 4_000;
// Numbers older than this may be wrong, and a wrong number is worse than none.
const STALE = 6_000;
const SHOWN_FOR = 5_000;
const VOICE = "id-ID";

const board = document.getElementById("papan");
const lost = document.getElementById("terputus");
const button = document.getElementById("suara");
const clock = document.getElementById("jam");

let stamp = "";
let newest = "";
let last = lastOf(board);
let heard = Date.now();
let isSaying = false;
let sound = null;
const waiting = [];

function callsOf(part) {
  return Array.from(part.querySelectorAll("[data-call]"), (one) => ({
    ordinal: Number(one.dataset.call),
    number: one.dataset.number,
    counter: one.dataset.counter,
    sentence: one.dataset.say,
    clips: one.dataset.clips.split(" "),
  }));
}

function lastOf(part) {
  return Math.max(0, ...callsOf(part).map((call) => call.ordinal));
}

function take(part) {
  newest = part;
  const read = document.createElement("div");
  read.innerHTML = part;
  const calls = callsOf(read);
  const top = Math.max(0, ...calls.map((call) => call.ordinal));
  if (top < last) {
    last = 0; // another day has begun
  }
  const fresh = calls.filter((call) => call.ordinal > last).sort((one, other) => one.ordinal - other.ordinal);
  last = top;
  waiting.push(...fresh);
  if (!isSaying) {
    next();
  }
}

// One call is shown and said to its end before the next; the last one leaves the board as the server has it.
async function next() {
  isSaying = true;
  while (waiting.length > 0) {
    const call = waiting.shift();
    show(call);
    await Promise.all([pause(SHOWN_FOR), say(call)]);
  }
  isSaying = false;
  board.innerHTML = newest;
  board.classList.remove("board-new");
}

function show(call) {
  board.innerHTML = newest;
  const now = board.querySelector(".board-now");
  const line = (kind, text) => {
    const made = document.createElement("p");
    made.className = kind;
    made.textContent = text;
    return made;
  };
  now.replaceChildren(
    line("board-label", "Nomor antrean"),
    line("board-number", call.number),
    line("board-counter", `Loket ${call.counter}`),
  );
  board.classList.remove("board-new");
  void board.offsetWidth; // begins the animation anew
  board.classList.add("board-new");
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function say(call) {
  if (!sound) {
    return;
  }
  await chime();
  const voice = speechSynthesis?.getVoices().find((one) => one.lang.replace("_", "-").startsWith("id"));
  await (voice ? speak(call.sentence, voice) : play(call.clips));
  await chime();
}

function chime() {
  const start = sound.currentTime;
  [880, 660].forEach((pitch, place) => {
    const tone = sound.createOscillator();
    const loudness = sound.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.4, start + place * 0.35);
    loudness.gain.exponentialRampToValueAtTime(0.001, start + place * 0.35 + 0.5);
    tone.connect(loudness).connect(sound.destination);
    tone.start(start + place * 0.35);
    tone.stop(start + place * 0.35 + 0.5);
  });
  return pause(900);
}

function speak(sentence, voice) {
  return new Promise((done) => {
    const spoken = new SpeechSynthesisUtterance(sentence);
    spoken.voice = voice;
    spoken.lang = VOICE;
    spoken.rate = 0.85;
    spoken.onend = done;
    spoken.onerror = done;
    speechSynthesis.speak(spoken);
    setTimeout(done, 15_000);
  });
}

async function play(clips) {
  if (!board.dataset.clips) {
    return;
  }
  for (const name of clips) {
    await playOne(board.dataset.clips.replace("nama", name));
  }
}

function playOne(address) {
  return new Promise((done) => {
    const clip = new Audio(address);
    clip.onended = done;
    clip.onerror = done;
    clip.play().catch(done);
    setTimeout(done, 5_000);
  });
}

async function ask() {
  try {
    const answer = await fetch(board.dataset.from, {
      headers: stamp ? { "If-None-Match": stamp } : {},
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 200) {
      const part = await answer.text();
      stamp = answer.headers.get("ETag");
      take(part);
    } else if (answer.status !== 304) {
      throw new Error(`${answer.status}`);
    }
    heard = Date.now();
  } catch {
    // Told below, once the numbers are too old.
  }
  lost.hidden = Date.now() - heard < STALE;
}

async function follow() {
  for (;;) {
    await Promise.all([ask(), pause(EVERY)]);
  }
}

function tick() {
  const options = { hour: "2-digit", minute: "2-digit", timeZone: clock.dataset.zone };
  clock.textContent = `${new Intl.DateTimeFormat("id-ID", options).format()} ${clock.dataset.name}`;
  lost.hidden = Date.now() - heard < STALE;
}

button.hidden = false;
button.addEventListener("click", async () => {
  sound = new AudioContext();
  await sound.resume();
  button.textContent = "Suara menyala";
  button.disabled = true;
  chime();
});

tick();
setInterval(tick, 1_000);
follow();
