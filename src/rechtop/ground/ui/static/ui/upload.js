/* Send files in parts, with a bar that shows how far it is, and go on after a break.
   Without this script the same form is sent whole. */
"use strict";

const LONGEST_WAIT = 15000;

function wait(milliseconds) {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/* Send some bytes of a file, or none to ask how much is there. */
function put(address, file, from, to, onProgress) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    const range = to > from ? `${from}-${to - 1}` : "*";
    request.open("PUT", address);
    request.timeout = 10 * 60 * 1000;
    request.setRequestHeader("Content-Range", `bytes ${range}/${file.size}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    const name = encodeURIComponent(file.name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
    request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
    request.upload.onprogress = (event) => onProgress(from + event.loaded);
    request.onload = () => done(answerOf(request));
    request.onerror = request.ontimeout = request.onabort = () => done({ broken: true });
    request.send(to > from ? file.slice(from, to) : null);
  });
}

function answerOf(request) {
  const kind = request.getResponseHeader("Content-Type") || "";
  if (!kind.startsWith("application/json")) {
    return request.status >= 500 ? { busy: true } : { closed: true };
  }
  const told = JSON.parse(request.responseText);
  return request.status === 503 || request.status === 408 ? { busy: true } : told;
}

/* Send one file; give the address to go to, or what went wrong. */
async function sendOne(address, file, part, show) {
  let have = 0;
  let ask = false;
  let breaks = 0;
  for (;;) {
    const to = ask ? have : Math.min(have + part, file.size);
    const answer = await put(address, file, have, to, show.progress);
    if (answer.way || answer.text) return answer;
    if ("have" in answer) {
      breaks = answer.have > have ? 0 : breaks + 1;
      have = answer.have;
      ask = false;
      show.progress(have);
      show.sending();
      if (breaks > 3) await wait(1000);
      continue;
    }
    ask = true;
    breaks += 1;
    show.trouble(answer);
    await wait(answer.busy ? Math.min(2000 * breaks, 2 * LONGEST_WAIT) : Math.min(1000 * breaks, LONGEST_WAIT));
  }
}

function telling(form, file) {
  const status = form.querySelector("[role=status]");
  const bar = form.querySelector("progress");
  const tell = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };
  status.hidden = bar.hidden = false;
  return {
    sending: () => tell(form.dataset.sending.replace("%(name)s", file.name)),
    progress: (have) => {
      bar.value = Math.floor((1000 * have) / Math.max(1, file.size));
    },
    trouble: (answer) => {
      const { broken, busy, closed } = form.dataset;
      tell(answer.broken ? broken : answer.busy ? busy : closed);
    },
    refused: (text) => {
      tell(text);
      status.classList.add("utrecht-form-field-error-message");
      bar.hidden = true;
    },
  };
}

async function sendAll(form, files) {
  const button = form.querySelector("button");
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[role=status]");
  status.classList.remove("utrecht-form-field-error-message");
  button.hidden = input.disabled = true;
  let way = "";
  for (const file of files) {
    const show = telling(form, file);
    show.sending();
    form.sent = (form.sent || 0) + 1;
    const answer =
      file.size > Number(form.dataset.most)
        ? { text: form.dataset.tooLarge }
        : await sendOne(`${form.action}&nr=${form.sent}`, file, Number(form.dataset.part), show);
    if (answer.text) {
      show.refused(`${file.name}: ${answer.text}`);
      button.hidden = input.disabled = false;
      return;
    }
    way = answer.way;
  }
  location.assign(way);
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    const files = Array.from(form.querySelector("input[type=file]").files);
    if (!files.length) return; // the server says that a file must be chosen first
    event.preventDefault();
    sendAll(form, files);
  });
}
