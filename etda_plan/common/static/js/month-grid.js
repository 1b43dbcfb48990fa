/* The month grid under mouse, finger and keyboard; without it every cell is a plain select.

   Cells cycle unknown → planned → not planned. Each change is one step that Ctrl+Z takes back. */

const ORDER = ["unknown", "planned", "not-planned"];
const LETTERS = { KeyP: "planned", KeyN: "not-planned", KeyU: "unknown" };
const WRITTEN = { planned: "1", "not-planned": "0", unknown: "?" };
const READ = {
  planned: ["x", "1", "●", "/", "มี", "planned", "yes", "มีแผน", "✓"],
  "not-planned": ["0", "-", "–", "ไม่มี", "not planned", "no", "ไม่มีแผน", "ไม่มีแผนเดือนนี้"],
  unknown: ["", "?", "not in the document", "unknown", "ไม่ทราบ", "ไม่มีข้อมูลในเอกสาร"],
};
const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

function meaning(text) {
  const typed = text.trim().toLowerCase();
  return ORDER.find((state) => READ[state].includes(typed));
}

function filled(words, values) {
  return words.replace(/\{(\w+)\}/g, (_whole, name) => values[name]);
}

class MonthGrid {
  constructor(table) {
    this.table = table;
    this.words = table.dataset;
    this.form = table.closest("form");
    this.rows = [...table.querySelectorAll(".month-grid__row")];
    this.cells = this.rows.map((row) => [...row.querySelectorAll("td")]);
    this.here = [0, 0];
    this.anchor = [0, 0];
    this.past = [];
    this.step = null;
    this.painting = null;
    this.roles();
    this.rows.forEach((_row, r) => this.cells[r].forEach((_cell, c) => this.prepare(r, c)));
    this.stop(0, 0);
    this.listen();
    this.pager();
  }

  /* Looks and names */

  roles() {
    this.table.classList.add("month-grid--live");
    this.table.setAttribute("role", "grid");
    this.table.querySelectorAll("tr").forEach((row) => row.setAttribute("role", "row"));
    this.table.querySelectorAll("thead, tbody").forEach((part) => part.setAttribute("role", "rowgroup"));
    this.table.querySelectorAll("thead th").forEach((head) => head.setAttribute("role", "columnheader"));
    this.table.querySelectorAll("tbody th").forEach((head) => head.setAttribute("role", "rowheader"));
    this.form.querySelectorAll("[data-grid-only]").forEach((part) => (part.hidden = false));
  }

  prepare(r, c) {
    const cell = this.cells[r][c];
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = -1;
    this.field(cell).hidden = true;
    this.draw(cell, r, c);
  }

  field(cell) {
    return cell.querySelector("select");
  }

  state(cell) {
    return this.field(cell).value;
  }

  word(state) {
    return { planned: this.words.planned, "not-planned": this.words.notPlanned }[state] ?? this.words.unknown;
  }

  name(r, c) {
    return `${this.rows[r].dataset.code} ${this.cells[r][c].dataset.month}`;
  }

  draw(cell, r, c) {
    const state = this.state(cell);
    cell.dataset.state = state;
    const { code, title } = this.rows[r].dataset;
    cell.setAttribute("aria-label", `${cell.dataset.month}, ${code} ${title}, ${this.word(state)}`);
  }

  say(words) {
    this.form.querySelector("[data-grid-status]").textContent = words;
    this.complain("");
  }

  complain(words) {
    const place = this.form.querySelector("[data-grid-error]");
    place.hidden = !words;
    place.textContent = words;
  }

  /* Changing cells, and taking it back */

  begin() {
    this.step = new Map();
  }

  set(r, c, state) {
    const cell = this.cells[r]?.[c];
    if (!cell || this.state(cell) === state) return;
    if (!this.step.has(cell)) this.step.set(cell, [r, c, this.state(cell)]);
    this.field(cell).value = state;
    this.draw(cell, r, c);
  }

  end() {
    if (this.step?.size) {
      this.past.push([...this.step.values()]);
      this.form.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.step = null;
  }

  change(r, c, state) {
    this.begin();
    this.set(r, c, state);
    this.end();
    this.say(`${this.name(r, c)}: ${this.word(state)}`);
  }

  next(r, c) {
    const state = this.state(this.cells[r][c]);
    return ORDER[(ORDER.indexOf(state) + 1) % ORDER.length];
  }

  undo() {
    const step = this.past.pop();
    if (!step) return;
    this.begin();
    step.forEach(([r, c, state]) => this.set(r, c, state));
    this.step = null;
    this.form.dispatchEvent(new Event("change", { bubbles: true }));
    this.go(step[0][0], step[0][1]);
    this.say(filled(this.words.undone, { count: step.length }));
  }

  /* Where the keyboard is, and what is selected */

  stop(r, c) {
    this.cells[this.here[0]][this.here[1]].tabIndex = -1;
    this.here = [r, c];
    this.cells[r][c].tabIndex = 0;
    this.show(r);
  }

  go(r, c, keepAnchor = false) {
    const row = Math.min(Math.max(r, 0), this.rows.length - 1);
    const column = Math.min(Math.max(c, 0), 11);
    if (!keepAnchor) this.anchor = [row, column];
    this.stop(row, column);
    this.select();
    this.cells[row][column].focus();
    return [row, column];
  }

  block() {
    const [top, bottom] = [this.anchor[0], this.here[0]].sort((a, b) => a - b);
    const [left, right] = [this.anchor[1], this.here[1]].sort((a, b) => a - b);
    return { top, bottom, left, right };
  }

  select() {
    const { top, bottom, left, right } = this.block();
    const several = top !== bottom || left !== right;
    this.table.querySelectorAll("[aria-selected]").forEach((cell) => cell.removeAttribute("aria-selected"));
    if (!several) return;
    for (let r = top; r <= bottom; r++)
      for (let c = left; c <= right; c++) this.cells[r][c].setAttribute("aria-selected", "true");
  }

  placeOf(element) {
    const cell = element?.closest?.("td");
    const r = this.rows.indexOf(cell?.parentElement);
    return r < 0 ? null : [r, this.cells[r].indexOf(cell)];
  }

  /* Keyboard, pointer, clipboard */

  listen() {
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("pointerdown", (event) => this.press(event));
    this.table.addEventListener("click", (event) => this.click(event));
    this.table.addEventListener("focusin", (event) => {
      const place = this.placeOf(event.target);
      if (!place || !event.target.matches("td") || String(place) === String(this.here)) return;
      this.stop(...place);
      this.anchor = place;
      this.select();
    });
    document.addEventListener("pointermove", (event) => this.paint(event));
    document.addEventListener("pointerup", () => this.release());
    document.addEventListener("pointercancel", () => this.cancel());
    this.table.addEventListener("paste", (event) => this.paste(event));
    this.table.addEventListener("copy", (event) => this.copy(event));
    this.form.addEventListener("draft:restored", () => {
      this.past = [];
      this.rows.forEach((_row, r) => this.cells[r].forEach((cell, c) => this.draw(cell, r, c)));
    });
  }

  key(event) {
    if (!event.target.matches("td")) return;
    const [r, c] = this.here;
    if (event.ctrlKey || event.metaKey) return this.command(event);
    if (event.altKey) return;
    if (event.key in STEPS) {
      const [down, right] = STEPS[event.key];
      if (event.shiftKey) this.paintOn(r, c, down, right);
      else this.go(r + down, c + right);
    } else if (event.key === "Home") this.go(r, 0);
    else if (event.key === "End") this.go(r, 11);
    else if (event.key === " " || event.key === "Enter") this.change(r, c, this.next(r, c));
    else if (event.code in LETTERS) this.change(r, c, LETTERS[event.code]);
    else return;
    event.preventDefault();
  }

  command(event) {
    if (event.code === "KeyZ") this.undo();
    else if (event.key === "Home") this.go(0, 0);
    else if (event.key === "End") this.go(this.rows.length - 1, 11);
    else return;
    event.preventDefault();
  }

  paintOn(r, c, down, right) {
    const state = this.state(this.cells[r][c]);
    const [row, column] = this.go(r + down, c + right, true);
    this.begin();
    const { top, bottom, left, right: end } = this.block();
    for (let y = top; y <= bottom; y++) for (let x = left; x <= end; x++) this.set(y, x, state);
    this.end();
    this.say(`${this.name(row, column)}: ${this.word(state)}`);
  }

  press(event) {
    const place = this.placeOf(event.target);
    if (!place || event.button !== 0) return;
    event.target.releasePointerCapture?.(event.pointerId);
    this.go(...place);
    this.painting = this.next(...place);
    this.begin();
    this.set(...place, this.painting);
    event.preventDefault();
  }

  paint(event) {
    if (!this.painting) return;
    const place = this.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place) this.set(...place, this.painting);
  }

  release() {
    if (!this.painting) return;
    const [r, c] = this.here;
    this.say(`${this.name(r, c)}: ${this.word(this.painting)}`);
    this.painting = null;
    this.end();
  }

  cancel() {
    if (!this.painting) return;
    this.painting = null;
    const begun = [...this.step.values()];
    begun.forEach(([r, c, state]) => this.set(r, c, state));
    this.step = null;
  }

  click(event) {
    const place = this.placeOf(event.target);
    const isFromAssistant = event.detail === 0 && event.target.matches("td");
    if (place && isFromAssistant) this.change(...place, this.next(...place));
  }

  paste(event) {
    if (!event.target.matches("td")) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    const block = text.split("\n").map((line) => line.split("\t"));
    const [top, left] = this.here;
    const columns = Math.max(...block.map((line) => line.length));
    if (top + block.length > this.rows.length || left + columns > 12)
      return this.complain(
        filled(this.words.tooLarge, { rows: block.length, columns, cell: this.name(top, left) }),
      );
    for (const [y, line] of block.entries())
      for (const [x, value] of line.entries())
        if (!meaning(value))
          return this.complain(
            filled(this.words.refused, { value: value.trim(), cell: this.name(top + y, left + x) }),
          );
    this.begin();
    block.forEach((line, y) => line.forEach((value, x) => this.set(top + y, left + x, meaning(value))));
    this.end();
    this.say(filled(this.words.pasted, { count: block.reduce((sum, line) => sum + line.length, 0) }));
  }

  copy(event) {
    if (!event.target.matches?.("td")) return;
    const { top, bottom, left, right } = this.block();
    const lines = this.cells
      .slice(top, bottom + 1)
      .map((row) => row.slice(left, right + 1).map((cell) => WRITTEN[this.state(cell)]));
    event.clipboardData.setData("text/plain", lines.map((line) => line.join("\t")).join("\n"));
    event.preventDefault();
    this.say(filled(this.words.copied, { count: lines.flat().length }));
  }

  /* On a phone one item at a time */

  pager() {
    const pager = this.form.querySelector("[data-grid-pager]");
    pager.hidden = false;
    const turn = (by) => this.go(this.here[0] + by, this.here[1]);
    pager.querySelector("[data-grid-previous]").addEventListener("click", () => turn(-1));
    pager.querySelector("[data-grid-next]").addEventListener("click", () => turn(1));
    const wrong = this.rows.findIndex((row) => row.querySelector(".error"));
    const named = this.rows.findIndex((row) => `#${row.querySelector("th").id}` === location.hash);
    this.stop(Math.max(wrong, named, 0), 0);
    addEventListener("hashchange", () => {
      const r = this.rows.findIndex((row) => `#${row.querySelector("th").id}` === location.hash);
      if (r >= 0) this.go(r, 0);
    });
  }

  show(r) {
    if (this.shown === r) return;
    this.rows[this.shown]?.removeAttribute("data-current");
    this.shown = r;
    this.rows[r].setAttribute("data-current", "");
    const place = this.form.querySelector("[data-grid-place]");
    place.textContent = `${r + 1} / ${this.rows.length}`;
  }
}

document.querySelectorAll("[data-month-grid]").forEach((table) => new MonthGrid(table));
