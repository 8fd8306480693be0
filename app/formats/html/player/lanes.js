// The lanes: one for the event loop and one for each task; a column is a step. They are the scrubber too: one clicks or
// drags in them. Drawn when the size or the language changes; at a step only the playhead, the veil and the states move.

const MOST_COLUMNS = 240; // more are shown in a window
const MOST_LANES = 36;
const LEAST_PITCH = 10; // px; below, a name can't be read
const STATES = ['running', 'ready', 'waiting', 'returned', 'raised', 'cancelled', 'destroyed', 'unborn'];
const STATE_MARKS = { running: 'M-.8-1L1 0L-.8 1z', ready: 'M-.7-.8L.8 0L-.7.8z', waiting: 'M-1-.8H1V.8H-1zM-1 .3L.1-.8M-.8.8L.8-.8M0 .8L1-.2', unborn: '' };

// The sign of a state: a shape, not only a colour.
function stateMark(kind) {
  const svg = shape('svg', { class: 'mark ' + kind, viewBox: '-1.2 -1.2 2.4 2.4', 'aria-hidden': 'true' });
  svg.append(kind in STATE_MARKS ? path('', STATE_MARKS[kind]) : endMark(kind, 0, 0, 0.9));
  return svg;
}

// What a task does, in words.
function stateText(kind, detail = '') {
  return say(kind === 'waiting' && !detail ? 'states.waits' : 'states.' + kind, detail).trim();
}

const foldName = (first, last, amount) => `T${first}–T${last} (${amount})`;

class Lanes {
  constructor(root, playback) {
    Object.assign(this, { root, playback, choose: () => {}, steps: playback.head.steps });
    const place = (kind, ...parts) => element('div', { class: kind }, parts);
    this.names = place('names');
    this.plot = place('plot');
    this.overview = place('overview', element('i', { class: 'bar' }), (this.extent = element('i', { class: 'extent' })), element('i', { class: 'spot' }));
    this.list = element('ul', { class: 'unseen' });
    root.replaceChildren(this.names, this.plot, this.overview, this.list);
    for (const [name, value] of [['role', 'slider'], ['tabindex', 0], ['aria-valuemin', 0], ['aria-valuemax', this.steps]]) this.plot.setAttribute(name, value);
    this.long = this.steps > MOST_COLUMNS;
    this.amount = playback.names.length || playback.state(playback.count - 1).tasks.size;
    this.pen = document.createElement('canvas').getContext('2d');
    this.examine();
    this.scrub(this.plot, (x) => Math.max(this.columns.first > 1 ? this.columns.first : 0, this.columns.stepAt(x)), () => this.picture.svg);
    this.scrub(this.overview, (x, width) => Math.round(Math.max(0, Math.min(1, x / width)) * this.steps), () => this.overview);
  }

  // How many columns there are, and which tasks have no lane: those of asyncio.run()'s own in which nothing but the usual
  // happens. Of a long trace only the end is examined.
  examine() {
    const { playback } = this;
    this.hidden = new Set(playback.head.internal);
    this.groups = this.grouped = 0;
    let before = 0;
    for (let at = this.long ? playback.count - 64 : 0; at < playback.count; ++at) {
      const { a, g = 0, p } = playback.snapshot(at);
      if (!g) this.hidden.delete(a);
      if (p) continue;
      this.grouped += g;
      this.groups += g && !before;
      before = g;
    }
    while (this.hidden.delete(this.amount)) --this.amount;
  }

  // --- Choosing a step

  scrub(place, stepAt, ruler) {
    let tap = false; // a finger scrolls a plot that is wider than its place; then a tap chooses
    let chosen = -1;
    const go = (event, dragging) => {
      const { left, width } = ruler().getBoundingClientRect();
      const step = stepAt(event.clientX - left, width);
      if (dragging && step === chosen) return;
      chosen = step;
      this.choose(this.playback.find(String(step)), { dragging });
    };
    place.addEventListener('pointerdown', (event) => {
      tap = event.pointerType === 'touch' && place === this.plot && this.wide;
      if (event.button || tap) return;
      place.setPointerCapture(event.pointerId);
      this.dragged = place;
      go(event, false);
    });
    place.addEventListener('pointermove', (event) => this.dragged === place && go(event, true));
    for (const name of ['pointerup', 'pointercancel']) place.addEventListener(name, () => (this.dragged = null));
    place.addEventListener('click', (event) => tap && go(event, false));
  }

  // --- Sizes

  // Reads what drawing needs to know of the page, and draws anew.
  measure(mostHeight = Infinity) {
    const rem = (this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize));
    this.family = getComputedStyle(this.root).fontFamily;
    this.widths = new Map();
    this.plot.setAttribute('aria-label', say('scrubber'));
    this.measureNames(this.root.clientWidth);
    this.room = this.plot.clientWidth;
    this.most = Math.min(mostHeight, 50 * rem);
    this.least = (this.room < 30 * rem ? 1.7 : 0.9) * rem;
    this.wide = !this.long && (this.steps - this.grouped) * this.least + (this.groups * 6.6 + 2) * rem > this.room;
    this.plot.classList.toggle('wide', this.wide);
    this.overview.hidden = !this.wide && !this.long;
    this.columns = null;
    const first = { index: 0, snapshot: this.playback.snapshot(0), state: this.playback.state(0), outside: true };
    this.draw(this.scene || first);
    if (this.scene) this.show(this.scene, this.mode);
  }

  // How wide a text is.
  width(text, size, weight = 400) {
    const key = weight + String(text);
    if (!this.widths.has(key)) {
      if (this.widths.size > 5000) this.widths.clear();
      this.pen.font = `${weight} 100px ${this.family}`;
      this.widths.set(key, this.pen.measureText(text).width / 100);
    }
    return this.widths.get(key) * size;
  }

  // The columns of the names: token, name, state; where there is little room, a state is only a mark.
  measureNames(all) {
    const { rem, playback } = this;
    this.brief = all < 66 * rem;
    const names = new Set(playback.names.filter((_, at) => !this.hidden.has(at + 1)));
    const widest = Math.max(0, ...[...names].slice(0, 200).map((name) => this.width(name, 0.92 * rem)));
    this.nameRoom = Math.min(widest + 1, (all < 36 * rem ? 4.6 : this.brief ? 7 : 10) * rem);
    this.stateRoom = (this.brief ? 1.2 : 11) * rem; // "等待 gather 的 Future 对象 G1"
    const token = Math.max(2.6 * rem, this.width('T' + this.amount, 0.86 * rem, 700) + 1.1 * rem);
    const fold = this.amount - this.hidden.size > MOST_LANES ? this.width(foldName(this.amount, this.amount, this.amount), 0.84 * rem, 700) + 1.6 * rem : 0;
    const total = Math.max(token + this.nameRoom + this.stateRoom + 1.3 * rem, this.width(say('theLoop'), 0.92 * rem, 650) + 0.6 * rem, fold);
    for (const [name, size] of [['token', token], ['name', this.nameRoom], ['names', total]]) this.root.style.setProperty('--' + name, size + 'px');
  }

  // The heights of all but the rows, of which there are so many.
  heights(rows) {
    const { rem, most } = this;
    const { runs, internal = [] } = this.playback.head;
    const head = runs - internal.length > 1 ? 1.2 * rem : 0;
    const top = head + 1.5 * rem;
    const body = most - top - (this.overview.hidden ? 1.75 : 2.85) * rem;
    const each = body / (rows + 1.5);
    const loop = Math.max(1.4 * rem, Math.min(2 * rem, each));
    const levels = each < 1.2 * rem ? 2 : 4;
    const first = top + loop + (0.3 + 0.26 * levels) * rem;
    return {
      rem, small: 0.85 * rem, head, top, levels, level: 0.26 * rem, gutter: top + loop + 0.1 * rem, first, room: Math.max(LEAST_PITCH, body + top - first),
      loop: { y: top + loop * 0.54, block: Math.min(loop * 0.82, 1.75 * rem) },
    };
  }

  // --- Rows and columns

  // The steps that are shown: all, or a window.
  rangeAt(step) {
    if (!this.long) return [1, this.steps];
    if (this.columns?.has(step)) return [this.columns.first, this.columns.last];
    const size = Math.max(12, Math.floor((this.room - 2 * this.rem) / (1.5 * this.rem)));
    const share = this.columns && step < this.columns.first ? 0.8 : 0.2;
    const first = Math.max(1, Math.min(this.steps - size + 1, step - Math.floor(size * share)));
    return [first, Math.min(this.steps, first + size - 1)];
  }

  // The rows at a scene: one for each task, or, if they are too many, folded.
  rowsAt(scene) {
    const { rem, amount, hidden } = this;
    const few = amount - hidden.size;
    const sizes = this.heights(Math.min(few, MOST_LANES));
    if (few <= MOST_LANES && sizes.room >= few * LEAST_PITCH) {
      const tasks = Array.from({ length: amount }, (_, at) => at + 1);
      const pitch = Math.min(2.3 * rem, sizes.room / Math.max(1, few));
      return { ...sizes, pitch, room: pitch * few, rows: rowsOf(amount, tasks).filter(({ first }) => !hidden.has(first)) };
    }
    const most = Math.max(6, Math.min(14, Math.floor(sizes.room / rem)));
    const rows = rowsOf(amount, this.openTasks(scene, most - 4));
    const room = Math.min(sizes.room, most * 2 * rem);
    return { ...sizes, pitch: room / Math.max(most, rows.length), room, rows };
  }

  // The tasks that stay open where others fold: some around the current one, what caused it, and what is pinned.
  openTasks({ index, snapshot, pinned = [] }, size) {
    const page = Math.floor((this.taskNear(index) - 1) / size) * size;
    const around = Array.from({ length: Math.min(size, this.amount - page) }, (_, at) => page + 1 + at);
    const open = new Set([...pinned, ...around, this.causerOf(snapshot, index)]);
    open.delete(0);
    return open;
  }

  causerOf(snapshot, index) {
    return (snapshot.c && this.playback.snapshot(this.indexNear(snapshot.c, snapshot, index)).a) || 0;
  }

  // The task of the last step that has to do with one.
  taskNear(index) {
    for (let at = index; at >= Math.max(0, index - 24); --at) {
      const snapshot = this.playback.snapshot(at);
      const task = snapshot.a || snapshot.T?.[0]?.number || this.causerOf(snapshot, at);
      if (task) return task;
    }
    return 1;
  }

  // The index of the first snapshot from a step on, looked for from another snapshot: in a long trace faster than to
  // search it all.
  indexNear(step, { n }, index) {
    const { playback } = this;
    let at = Math.max(0, index - n + step);
    while (at > 0 && playback.snapshot(at - 1).n >= step) --at;
    while (at + 1 < playback.count && playback.snapshot(at).n < step) ++at;
    return at;
  }

  // --- Drawing

  // Whether what is drawn still holds at a scene.
  isDrawn(scene) {
    if (this.long && !this.columns.has(Math.max(1, scene.snapshot.n))) return false;
    return !this.rows.some(({ fold }) => fold) || this.key === this.keyOf(this.rowsAt(scene).rows);
  }

  keyOf(rows) {
    return rows.map(({ first }) => first).join();
  }

  draw(scene) {
    const { rem, room, playback } = this;
    const { snapshot, index, state } = scene;
    const sizes = this.rowsAt(scene);
    const { rows, first: top } = sizes;
    const range = this.rangeAt(Math.max(1, snapshot.n));
    placeRows(rows, top, sizes.room, sizes.pitch);
    const from = this.indexNear(range[0] > 1 ? range[0] : 0, snapshot, index);
    const history = new LaneHistory(playback, from, range, new Set(rows.flatMap(sampled)), state);
    const columns = new Columns(range, (step) => history.isShutdown(step));
    columns.place(1.1 * rem, room - 2 * rem, this.long ? 0 : this.least, 6.6 * rem);
    const bottom = top + sizes.room + 0.2 * rem;
    Object.assign(this, { rows, columns, key: this.keyOf(rows), pitch: sizes.pitch });
    this.picture = new LanePicture(playback, history, rows, columns, {
      ...sizes, block: Math.min(sizes.pitch * 0.8, 1.9 * rem), bottom,
      width: Math.max(columns.right + 0.9 * rem, room), height: bottom + 1.75 * rem, measure: (...text) => this.width(...text),
    });
    this.plot.replaceChildren(this.picture.svg);
    this.drawNames(history);
    const share = (step) => (step / (this.steps || 1)) * 100 + '%';
    Object.assign(this.extent.style, { left: share(range[0] - 1), width: share(range[1] - range[0] + 1), display: this.wide ? 'none' : '' });
  }

  drawNames(history) {
    const { rem, pitch, root, picture } = this;
    const heading = (kind, text, y) => element('div', { class: 'lane ' + kind, style: `top:${y - 0.7 * rem}px;height:${1.4 * rem}px` }, text);
    root.classList.toggle('brief', this.brief || pitch < 14);
    root.classList.toggle('dense', pitch < 14);
    root.style.setProperty('--pitch', pitch + 'px');
    this.labels = this.rows.map((row) => this.label(row, history));
    this.names.replaceChildren(heading('heading', picture.countedRuns ? say('runs') : '', 0.62 * rem), heading('heading', picture.numbered ? say('iterations') : '', picture.head + 0.75 * rem), heading('loop', say('theLoop'), picture.loop.y),
      ...this.labels.map(({ place }) => place), heading('heading', say('step'), picture.axis));
    this.names.style.height = picture.height + 'px';
    this.list.replaceChildren(...this.labels.map(({ entry }) => entry));
  }

  // The name of a row, on the left.
  label({ first, last, fold, top, height }, history) {
    const name = fold ? '' : this.playback.ownName(first);
    const parts = [element('b', { class: 'token' }, fold ? foldName(first, last, last - first + 1) : 'T' + first), element('span', { class: 'name' }, name), element('span', { class: 'state' })];
    const style = `top:${top}px;height:${height}px${height < 2.4 * this.rem ? ';flex-wrap:nowrap' : ''}`;
    const place = element(fold ? 'div' : 'button', fold ? { style } : { style, type: 'button', 'data-task': first }, parts.flatMap((part) => [part, ' ']));
    this.fit(parts[1], name, 0.92, this.nameRoom);
    const steps = [...history.blocks, ...history.nested].filter(({ lane }) => lane && first <= lane && lane <= last).map(({ step }) => step).sort((one, other) => one - other);
    return { first, last, fold, place, token: parts[0], state: parts[2], title: `${parts[0].textContent} ${name}`.trim(), steps, entry: element('li') };
  }

  // Makes a text fit: smaller, then in two lines, if its row is high enough for them.
  fit(place, text, most, room) {
    const { rem, pitch } = this;
    const whole = Math.max(9, Math.min(most * rem, pitch * 0.72));
    const wide = this.width(text, 1, 600);
    const two = wide * Math.max(9, 0.74 * rem) > room + 1 && pitch >= 20;
    place.classList.toggle('two', two);
    place.style.fontSize = Math.max(9, Math.min(whole, two ? Math.min(0.74 * rem, pitch / 2.2) : room / wide)) + 'px';
  }

  // --- At each step

  show(scene, mode = {}) {
    const { snapshot, outside } = scene;
    const { plot, overview, steps } = this;
    Object.assign(this, { scene, mode });
    if (!this.isDrawn(scene)) this.draw(scene);
    const left = this.picture.show(scene, mode);
    for (const one of this.labels) this.showRow(one, scene);
    plot.setAttribute('aria-valuenow', snapshot.n);
    plot.setAttribute('aria-valuetext', !outside ? say('place', snapshot.n, steps) : snapshot.n ? say('after', snapshot.n) : say('before'));
    overview.style.setProperty('--at', (snapshot.n / (steps || 1)) * 100 + '%');
    // A plot that is wider than its place follows the playhead, but not under a pointer that drags.
    if (this.wide && this.dragged !== plot) plot.scrollTo({ left: left - this.room * 0.55, behavior: mode.moving ? 'smooth' : 'auto' });
  }

  showRow(one, scene) {
    const steps = one.steps.filter((step) => step <= scene.snapshot.n).join(', ');
    const told = steps ? say('ran', one.title, steps) : say('ranNever', one.title);
    if (one.entry.textContent !== told) one.entry.textContent = told;
    if (one.fold) this.showFold(one, scene);
    else this.showTask(one, scene);
  }

  kindOf(task) {
    return !task ? 'unborn' : task.end ? task.end.kind : task.phase;
  }

  showTask(one, { state, running }) {
    const task = state.tasks.get(one.first);
    const runs = running === one.first;
    const kind = runs && !task.end ? 'running' : this.kindOf(task);
    const detail = this.playback.text(kind === 'waiting' ? task.awaits : task?.end?.value || '');
    const words = stateText(kind, detail);
    if (!this.mark(one, `lane ${runs ? 'running' : kind}`, words)) return;
    one.token.className = `token ${runs ? 'running' : task?.end ? 'done' : kind}`;
    one.state.replaceChildren(...(task ? [stateMark(kind), element('span', {}, words)] : []));
    if (!this.brief) this.fit(one.state, words, 0.84, this.stateRoom - 1.6 * this.rem);
  }

  // Of a fold, how many are in each state.
  showFold(one, { state }) {
    const counts = {};
    for (let task = one.first; task <= one.last; ++task) {
      const kind = this.kindOf(state.tasks.get(task));
      counts[kind] = (counts[kind] || 0) + 1;
    }
    const kinds = STATES.filter((kind) => counts[kind]);
    if (!this.mark(one, 'lane fold', kinds.map((kind) => `${counts[kind]} ${stateText(kind)}`).join(', '))) return;
    one.state.replaceChildren(...kinds.filter((kind) => kind !== 'unborn').map((kind) => element('span', {}, stateMark(kind), ` ${counts[kind]}`)));
  }

  // Names a row's state; false if it is as before.
  mark({ place, title }, kind, words) {
    const told = `${title}: ${words}`;
    if (place.title === told && place.className.startsWith(kind)) return false;
    place.className = kind + (place.classList.contains('lit') ? ' lit' : '');
    place.title = place.ariaLabel = told;
    return true;
  }

  // The element in which a done task's chip shrinks.
  nameOf(task) {
    return this.labels.find(({ first, last }) => first <= task && task <= last)?.token;
  }
}
