// The stage: draws a scene. `places` tells in which element each moving thing is.

const MOST_OUTPUT = 80;

class Stage {
  constructor(root, playback) {
    this.root = root;
    this.playback = playback;
    this.find = (name) => root.querySelector('.' + name);
    this.rail = new Rail(root, playback);
    this.places = new Map();
    this.listings = {}; // by language, of each of its files
    for (const language of ['python', 'cpp']) {
      this.listings[language] = playback.head.listings[language].map(({ file, text }) => {
        const lines = listingLines(text);
        return { file, lines, rows: makeListing(lines, language) };
      });
    }
    this.find('variables').hidden = !playback.head.variables;
    this.find('objects').hidden = !playback.head.objects;
    this.find('listing').addEventListener('scroll', () => (this.fade(), this.connect()));
    this.find('listing').addEventListener('copy', (event) => this.open && copyListing(event, this.open.rows, this.open.lines));
  }

  // Reads the sizes that drawing needs. It forces a layout of the page, so it is done when the size changes.
  measure() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.rem = rem;
    this.rail.measure(rem);
    const queue = this.find('queue');
    const style = getComputedStyle(queue);
    const chip = parseFloat(getComputedStyle(this.find('belt')).getPropertyValue('--chip')) * rem;
    this.gap = parseFloat(style.columnGap);
    this.chip = chip;
    this.padding = parseFloat(style.paddingLeft);
    const room = queue.clientWidth - this.padding - parseFloat(style.paddingRight) - 0.9 * rem; // beside the fence
    this.capacity = Math.max(2, Math.floor((room + this.gap) / (chip + this.gap)));
    const list = this.find('listing');
    this.letters = (list.clientWidth - 2.6 * rem) / (0.602 * parseFloat(getComputedStyle(list).fontSize));
    this.rooms = new Map(['variables', 'objects'].map((name) => [this.find(name), this.find(name).querySelector('ol').clientWidth]));
    // Output in whole lines.
    const output = this.find('output');
    const line = parseFloat(getComputedStyle(output).lineHeight);
    output.style.height = Math.max(1, Math.floor((output.parentNode.clientHeight - output.previousElementSibling.offsetHeight) / line)) * line + 'px';
  }

  // Which listing is read: "python" or "cpp".
  read(language) {
    if (!this.listings[language]?.length) return;
    this.language = language;
    this.file = null;
  }

  render(scene, asking) {
    this.scene = scene;
    this.places = new Map();
    this.asking = asking;
    this.showSlot(scene);
    this.showQueue(scene, asking);
    this.rail.show(scene, (key, element) => this.put(key, element));
    this.showVariables(scene);
    this.showObjects(scene);
    this.showOutput(scene);
    this.showListing(scene);
  }

  put(key, element) {
    element.dataset.key = key;
    this.places.set(key, element);
    return element;
  }

  showSlot({ slot, snapshot }) {
    const [title, who, verb, outcome] = snapshot.v.map((text) => this.playback.text(text));
    const kind = { task: 'run', own: 'run', program: 'run', over: 'idle', idle: 'idle', loop: 'loop' }[slot.kind];
    const full = widthOf(outcome) > 20;
    const size = widthOf(title) + (full && widthOf(title) <= 6 ? 3 : 0); // smaller beside two lines of outcome
    const card = element('div', {
      class: `card ${kind}${full ? ' full' : ''}`, 'data-task': slot.task || null, tabindex: slot.task ? 0 : null,
      style: `--size:${size <= 3 ? 2.7 : size <= 6 ? 2.1 : size <= 9 ? 1.75 : size <= 12 ? 1.35 : 1.05}`,
    }, element('b', { title }, title), element('span', { class: 'who', title: who }, who), element('span', { class: 'verb', title: verb }, verb), element('span', { class: 'outcome', title: outcome }, outcome));
    this.find('slot').replaceChildren(this.put(slot.key, card));
  }

  // The ready queue; while it is asked which one runs next, as buttons in an order that tells nothing.
  showQueue(scene, asking) {
    const room = scene.queued > this.capacity ? this.capacity - 1 : this.capacity;
    const front = scene.queue.slice(0, room); // the one that runs next is always shown
    const shown = asking ? shuffled(front, scene.index) : front;
    const rest = scene.queue.slice(room);
    const hidden = scene.queued - shown.length;
    const items = shown.map((chip) => element('li', {}, this.chipOf(chip, asking)));
    const split = !asking && scene.left > 0 && scene.left < scene.queued && scene.left <= shown.length;
    if (split) items.splice(scene.left, 0, element('li', { class: 'fence', 'aria-label': say('nextIteration') }));
    if (hidden) items.push(element('li', {}, this.restOf(rest, hidden)));
    this.find('queue').replaceChildren(...(items.length ? items : [element('li', { class: 'none' }, say('empty'))]));
    this.root.classList.toggle('asking', asking);
    this.nameParts(scene, asking, split);
  }

  // The names of the two parts stand above them.
  nameParts(scene, asking, split) {
    const current = this.find('this');
    const next = this.find('next');
    current.hidden = asking || scene.left === 0;
    next.hidden = asking || !(split || (scene.queued && scene.left === 0));
    next.style.left = this.padding + (split ? scene.left * (this.chip + this.gap) + 0.6 * this.rem + this.gap : 0) + 'px';
  }

  chipOf(chip, asking) {
    const { task, kind, name } = chip;
    const what = this.playback.text(chip.what);
    const below = kind === 'task' && task && !chip.cancelled ? this.playback.ownName(task) || what : what;
    const made = element(asking ? 'button' : 'div', {
      class: `chip ${kind}${chip.ghost ? ' ghost' : ''}${chip.fresh && !asking ? ' fresh' : ''}${chip.cancelled ? ' cancelled' : ''}`,
      type: asking ? 'button' : null, tabindex: 0, 'data-task': task || null, title: `${handleName(chip)}: ${what}`,
      style: `--size:${widthOf(name) <= 5 ? 1.6 : widthOf(name) <= 8 ? 1.15 : 0.85}`,
    }, element('b', {}, name), element('small', { class: below.includes(' ') && widthOf(below) > 10 ? 'two' : widthOf(below) > 10 ? 'narrow' : null }, below));
    made.handle = chip.handle;
    return chip.ghost ? made : this.put(chip.key, made);
  }

  restOf(rest, count) {
    const made = element('div', { class: 'chip rest', title: rest.map((chip) => handleName(chip)).join(', ') }, element('b', {}, '+' + count));
    for (const { key, ghost } of rest) if (!ghost) this.places.set(key, made);
    return made;
  }

  showVariables({ state, snapshot }) {
    const changed = new Set((snapshot.x || []).map(variableKey));
    const lives = ([scope]) => !scope || state.tasks.get(scope)?.phase !== 'done'; // a task's variables go with it
    const all = [...state.variables.values()].filter(lives).sort((one, other) => one[0] - other[0]);
    this.fillStrip(this.find('variables'), all.map((entry) => {
      const [scope, name, value, stale] = entry;
      return element('li', { class: `${stale ? 'stale' : ''}${changed.has(variableKey(entry)) ? ' new' : ''}`, 'data-task': scope || null, title: stale ? say('stale', name) : null },
        scope ? element('b', {}, 'T' + scope) : '', element('code', {}, name), ' = ', element('code', { class: 'value' }, this.playback.text(value)));
    }));
  }

  showObjects({ state, snapshot }) {
    const changed = new Set((snapshot.z || []).map(([id]) => id));
    this.fillStrip(this.find('objects'), [...state.objects.values()].map(([id, type, text]) =>
      element('li', { class: changed.has(id) ? 'new' : '' }, element('b', { title: type }, id), ' ', this.playback.text(text))));
  }

  // Fills a strip with as many chips as it has room for, the changed ones first; the others are counted.
  fillStrip(strip, chips) {
    const list = strip.querySelector('ol');
    const order = [...chips].sort((one, other) => other.classList.contains('new') - one.classList.contains('new'));
    let room = this.rooms.get(strip) - 3 * this.rem;
    const shown = new Set(order.filter((chip) => (room -= (widthOf(chip.textContent) * 0.53 + 1.6) * this.rem) > 0));
    const hidden = chips.filter((chip) => !shown.has(chip));
    const more = element('li', { class: 'more', title: hidden.map((chip) => chip.textContent).join(', ') }, '+' + hidden.length);
    list.replaceChildren(...chips.filter((chip) => shown.has(chip)), ...(hidden.length ? [more] : []));
  }

  showOutput(scene) {
    const { lines, whole } = this.playback.output(scene.index, MOST_OUTPUT);
    const last = lines.length && lines[lines.length - 1].index;
    const shown = `${lines.length} ${last} ${last === scene.index} ${language}`;
    if (this.printed === shown) return;
    this.printed = shown;
    const rows = lines.map(({ index, task, text, aside }) =>
      element('li', { class: (index === scene.index ? 'new' : '') + (aside ? ' aside' : ''), 'data-task': task || null },
        element('span', {}, this.playback.name(index)), element('span', {}, task ? 'T' + task : ''), element('code', {}, this.playback.text(text))));
    if (!whole) rows.unshift(element('li', { class: 'none' }, '…'));
    const output = this.find('output');
    output.replaceChildren(...(rows.length ? rows : [element('li', { class: 'none' }, say('noOutput'))]));
  }

  // The file in which the current line is; without one, the file before.
  showListing(scene) {
    if (!this.language) return;
    const { l } = scene.snapshot;
    const file = this.language === 'python' && l ? l[2] || 0 : this.file || 0;
    const listing = this.listings[this.language][file];
    if (file !== this.file) {
      this.file = file;
      this.open = listing;
      this.find('file').textContent = listing.file;
      this.find('listing').replaceChildren(...listing.rows);
    }
    markListing(listing, scene, this.language, file, this.letters);
  }

  currentRow() {
    return this.find('listing').querySelector('.current');
  }

  // Brings the current line and the last one printed into view, and ties the line to the slot. It reads the layout, so
  // it is called last.
  settle() {
    const list = this.find('listing');
    const row = this.currentRow();
    const output = this.find('output');
    if (row && list.scrollHeight > list.clientHeight + 2) {
      const margin = 2 * row.offsetHeight;
      const top = row.offsetTop;
      if (top < list.scrollTop + margin || top + row.offsetHeight > list.scrollTop + list.clientHeight - margin) list.scrollTop = top - list.clientHeight / 2;
    }
    output.scrollTop = output.scrollHeight;
    this.fade();
    this.connect();
  }

  // Fades the listing out where it goes on.
  fade() {
    const list = this.find('listing');
    list.classList.toggle('above', list.scrollTop > 2);
    list.classList.toggle('below', list.scrollTop + list.clientHeight < list.scrollHeight - 1);
  }

  // The wire from the current line to the slot.
  connect() {
    if (!this.scene) return;
    const path = this.find('wire').firstElementChild;
    const row = this.currentRow();
    const box = this.find('stage').getBoundingClientRect();
    const list = this.find('listing').getBoundingClientRect();
    const slot = this.find('slot').getBoundingClientRect();
    if (!row || slot.left <= list.right || this.scene.slot.kind === 'idle') {
      path.setAttribute('d', '');
      return;
    }
    const line = row.getBoundingClientRect();
    const y = Math.max(list.top + 4, Math.min(list.bottom - 4, line.top + line.height / 2)) - box.top;
    const target = Math.max(slot.top + 14, Math.min(slot.bottom - 14, y + box.top)) - box.top;
    path.setAttribute('d', elbow(list.right - box.left, y, slot.left - box.left, target));
    path.setAttribute('class', this.scene.slot.kind === 'loop' ? 'loop' : 'run');
  }
}

// A path to the right with a round elbow in its middle.
function elbow(x0, y0, x1, y1) {
  const middle = (x0 + x1) / 2;
  const bend = Math.min(8, Math.abs(y1 - y0) / 2, (x1 - x0) / 2);
  const down = Math.sign(y1 - y0) * bend;
  if (bend < 1) return `M${x0} ${y0}H${x1}`;
  return `M${x0} ${y0}H${middle - bend}q${bend} 0 ${bend} ${down}V${y1 - down}q0 ${down} ${bend} ${down}H${x1}`;
}

// In an order that tells nothing, and is the same each time.
function shuffled(chips, seed) {
  const rank = ({ handle }) => {
    const mixed = Math.imul(handle ^ Math.imul(seed + 1, 0x9e3779b1), 0x85ebca6b);
    return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35) >>> 0;
  };
  return [...chips].sort((one, other) => rank(one) - rank(other));
}
