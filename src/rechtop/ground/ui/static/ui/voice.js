/* Record a voice, listen to it, and send it as a file by the form for files on this page (upload.js).
   Without this script the part of the page for it stays out of sight. */
"use strict";

const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];

function canRecord() {
  return Boolean(window.MediaRecorder && navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
}

function nameOf(kind) {
  const ending = kind.startsWith("audio/mp4") ? "m4a" : kind.startsWith("audio/ogg") ? "ogg" : "webm";
  return `opname.${ending}`;
}

function clockOf(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function makeRecorder(box, form) {
  const [begin, stop, send] = ["begin", "stop", "send"].map((name) => box.querySelector(`[data-${name}]`));
  const status = box.querySelector("[role=status]");
  const time = box.querySelector("[data-time]");
  const player = box.querySelector("audio");
  let recorder = null;
  let made = null;
  let ticking = 0;

  const show = (buttons, text) => {
    for (const button of [begin, stop, send]) button.hidden = !buttons.includes(button);
    player.hidden = !buttons.includes(send);
    time.hidden = !buttons.includes(stop);
    status.textContent = text;
    buttons[0].focus();
  };

  const finish = (stream, pieces, kind) => {
    clearInterval(ticking);
    for (const track of stream.getTracks()) track.stop();
    made = new File(pieces, nameOf(kind), { type: kind });
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(made);
    begin.textContent = box.dataset.again;
    show([send, begin], box.dataset.ready);
  };

  begin.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      status.textContent = box.dataset.refused;
      return;
    }
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) || "";
    const pieces = [];
    recorder = new MediaRecorder(stream, kind ? { mimeType: kind } : {});
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => finish(stream, pieces, recorder.mimeType || kind));
    recorder.start(1000);
    let seconds = 0;
    time.textContent = clockOf(0);
    ticking = setInterval(() => {
      seconds += 1;
      time.textContent = clockOf(seconds);
    }, 1000);
    show([stop], box.dataset.recording);
  });
  stop.addEventListener("click", () => recorder.stop());
  send.addEventListener("click", () => {
    send.disabled = begin.disabled = true;
    sendAll(form, [made]).finally(() => {
      send.disabled = begin.disabled = false;
    });
  });
  box.hidden = false;
}

for (const box of document.querySelectorAll("[data-voice]")) {
  const form = document.querySelector("form[data-upload]");
  if (form && canRecord()) makeRecorder(box, form);
}
