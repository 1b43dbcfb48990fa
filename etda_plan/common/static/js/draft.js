/* Keeps a draft while it is written. Without this file the form's own buttons keep it.

   form[data-draft]          the form; its value names the draft on this device, for this person
   [data-draft-status]       says when it was kept; [data-draft-left] how many fields are left
   [data-draft-offer]        offers what was typed here and never reached the site
   [data-draft-kept]         names a draft that the site has just kept
   [data-attach]             a file box, and the name of the button that sends it

   What is typed goes to this device at once and to the site a moment later; once the site has it,
   it leaves the device. It outlives a session that ended, a lost network and a closed window. */

const PAUSE = 1200;
const RETRY = 15000;

const form = document.querySelector("form[data-draft]");

function forget(name) {
  localStorage.removeItem(name);
}

function typed(form) {
  const fields = {};
  for (const element of form.elements) {
    const skipped = ["hidden", "file", "submit", "button"].includes(element.type);
    if (!element.name || skipped) continue;
    fields[element.name] = element.type === "checkbox" ? element.checked : element.value;
  }
  return fields;
}

function fill(form, fields) {
  for (const [name, value] of Object.entries(fields)) {
    const element = form.elements.namedItem(name);
    if (!element) continue;
    if (element.type === "checkbox") element.checked = value;
    else element.value = value;
  }
}

function differ(one, other) {
  return Object.keys(one).some((name) => name in other && one[name] !== other[name]);
}

class Draft {
  constructor(form) {
    this.form = form;
    this.name = form.dataset.draft;
    this.words = form.dataset;
    this.status = document.querySelector("[data-draft-status]");
    this.left = document.querySelector("[data-draft-left]");
    this.timer = 0;
    this.version = 0;
    this.isSending = false;
    this.isStopped = false;
    this.shown = typed(form);
    form.addEventListener("input", () => this.changed(PAUSE));
    form.addEventListener("change", (event) => {
      if (event.target.type === "file") this.attach(event.target);
      else this.changed(PAUSE / 4);
    });
    form.addEventListener("submit", () => this.stop());
    form.addEventListener("focusin", (event) => this.uncover(event.target));
    document.addEventListener("visibilitychange", () => {
      if (document.hidden && this.timer) this.send(true);
    });
    this.offer();
  }

  uncover(field) {
    const bar = this.form.querySelector(".draft-bar");
    if (bar.contains(field)) return;
    const hidden = field.getBoundingClientRect().bottom - bar.getBoundingClientRect().top;
    if (hidden > 0) window.scrollBy(0, hidden + 16);
  }

  stop() {
    clearTimeout(this.timer);
    this.isStopped = true;
  }

  changed(pause) {
    this.version += 1;
    const kept = { at: new Date().toISOString(), fields: typed(this.form) };
    localStorage.setItem(this.name, JSON.stringify(kept));
    this.wait(pause);
  }

  wait(pause) {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(false), pause);
  }

  attach(box) {
    const button = this.form.querySelector(`[value="${box.dataset.attach}"]`);
    if (button && box.files.length) this.form.requestSubmit(button);
  }

  async send(keepalive) {
    if (this.isSending) return this.wait(PAUSE);
    clearTimeout(this.timer);
    this.timer = 0;
    this.isSending = true;
    const version = this.version;
    this.say(this.words.saving);
    try {
      await this.answered(version, await this.post(keepalive));
    } catch {
      this.say(this.words.lost);
      this.wait(RETRY);
    } finally {
      this.isSending = false;
    }
  }

  post(keepalive) {
    const body = new FormData(this.form);
    for (const box of this.form.querySelectorAll("[type=file]")) body.delete(box.name);
    body.set("step", "keep");
    return fetch(this.form.action, {
      method: "POST",
      body,
      keepalive,
      redirect: "manual",
      headers: { Accept: "application/json" },
    });
  }

  async answered(version, response) {
    const isOurs = (response.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isOurs) {
      this.isStopped = true;
      return this.say(this.words.ended, true);
    }
    const answer = await response.json();
    this.say(answer.words, !response.ok);
    this.showErrors(answer.errors || {});
    if (response.ok) this.kept(version, answer);
    else if (response.status !== 400) this.isStopped = true;
  }

  kept(version, answer) {
    this.form.elements.namedItem("token").value = answer.token;
    if (this.left) this.left.textContent = answer.left;
    if (version === this.version) forget(this.name);
  }

  say(words, isBad = false) {
    this.status.textContent = words;
    this.status.classList.toggle("draft-bar__status--bad", isBad);
  }

  showErrors(errors) {
    for (const old of this.form.querySelectorAll("[data-draft-error]")) old.remove();
    for (const [name, words] of Object.entries(errors)) {
      const element = this.form.elements.namedItem(name);
      if (!element) continue;
      const error = document.createElement("p");
      error.className = "error";
      error.dataset.draftError = "";
      error.textContent = words.join(" ");
      element.closest(".field").append(error);
    }
  }

  offer() {
    const place = document.querySelector("[data-draft-offer]");
    const kept = JSON.parse(localStorage.getItem(this.name) || "null");
    if (!kept || !place) return;
    if (!differ(kept.fields, this.shown)) return forget(this.name);
    place.hidden = false;
    place.querySelector("[data-draft-restore]").addEventListener("click", () => {
      fill(this.form, kept.fields);
      place.hidden = true;
      this.changed(0);
    });
    place.querySelector("[data-draft-discard]").addEventListener("click", () => {
      forget(this.name);
      place.hidden = true;
    });
  }
}

for (const each of document.querySelectorAll("[data-draft-kept]")) forget(each.dataset.draftKept);
if (form) new Draft(form);
