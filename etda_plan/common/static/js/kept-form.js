/* Keeps what is filled in a form in this browser until it is sent, and offers it on return.

   form[data-draft-key]      the form, and what its draft is called
   [data-draft-bound]        the server shows the form again with what was sent: nothing to offer
   [data-draft-offer]        shown where a draft is kept, with -time, -restore and -discard in it
   [data-draft-saved]        says when it was kept; data-words holds {time}
   [data-draft-clear]        on another page: drafts whose key begins so, kept before the second
                             that data-draft-before names, are done with                        */

const WAIT = 300;
const NOT_KEPT = new Set(["csrfmiddlewaretoken"]);

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function valuesOf(form) {
  return [...new FormData(form)].filter(([name]) => !NOT_KEPT.has(name));
}

function putBack(form, values) {
  const met = new Map();
  for (const [name, value] of values) {
    const place = met.get(name) ?? 0;
    met.set(name, place + 1);
    const field = form.querySelectorAll(`[name="${CSS.escape(name)}"]`)[place];
    if (field) field.value = value;
  }
  form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
}

function clock(at) {
  return new Date(at).toLocaleString(document.documentElement.lang, {
    dateStyle: "short",
    timeStyle: "short",
  });
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.draftKey;
    this.offer = form.querySelector("[data-draft-offer]");
    this.said = form.querySelector("[data-draft-saved]");
    this.timer = 0;
    const changed = () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), WAIT);
    };
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", () => this.keep());
    this.propose();
  }

  keep() {
    const at = Date.now();
    try {
      localStorage.setItem(this.key, JSON.stringify({ at, values: valuesOf(this.form) }));
    } catch {
      return;
    }
    if (this.said) this.said.textContent = this.said.dataset.words.replace("{time}", clock(at));
  }

  propose() {
    const draft = stored(this.key);
    const isSame = draft && JSON.stringify(draft.values) === JSON.stringify(valuesOf(this.form));
    if (!draft || isSame || !this.offer || "draftBound" in this.form.dataset) return;
    this.offer.querySelector("[data-draft-time]").textContent = clock(draft.at);
    this.offer.hidden = false;
    this.offer.querySelector("[data-draft-restore]").addEventListener("click", () => {
      putBack(this.form, draft.values);
      this.offer.hidden = true;
      this.keep();
    });
    this.offer.querySelector("[data-draft-discard]").addEventListener("click", () => {
      localStorage.removeItem(this.key);
      this.offer.hidden = true;
    });
  }
}

function clear(mark) {
  const before = (Number(mark.dataset.draftBefore) + 1) * 1000;
  for (const key of Object.keys(localStorage)) {
    const isMeant = key.startsWith(mark.dataset.draftClear);
    if (isMeant && (stored(key)?.at ?? 0) < before) localStorage.removeItem(key);
  }
}

document.querySelectorAll("[data-draft-clear]").forEach(clear);
document.querySelectorAll("form[data-draft-key]").forEach((form) => new Draft(form));
