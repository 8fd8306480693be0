// The lanes: one for the event loop and one for each task; a column is a step. They are the scrubber too: one clicks or
// drags in them. Drawn when the size or the language changes; at a step only the playhead, the veil and the states move.

const LANE_WORDS = {
  en: {
    loop: 'event loop', step: 'step', iterations: 'iteration', start: 'start', blocks: 'blocks', shutsDown: 'shuts down',
    iteration: (n) => `iteration ${n}`, iterationShort: (n) => `it. ${n}`, run: (n) => `run ${n}`, thread: (name) => `thread ${name}`, after: (n) => `after ${n}`,
    running: () => 'runs', ready: () => 'ready', waiting: (what) => (what ? `awaits ${what}` : 'waits'),
    returned: (value) => `returned ${value}`, raised: (value) => `raised ${value}`, cancelled: () => 'cancelled', destroyed: () => 'destroyed', unborn: () => 'not created yet',
    place: (step, steps) => `step ${step} of ${steps}`, ran: (name, steps) => `${name} runs in ${steps ? 'steps ' + steps : 'no step so far'}`,
  },
  zh: {
    loop: '事件循环', step: '步', iterations: '轮', start: '开始', blocks: '阻塞', shutsDown: '收尾',
    iteration: (n) => `第 ${n} 轮`, iterationShort: (n) => `${n} 轮`, run: (n) => `第 ${n} 次运行`, thread: (name) => `线程 ${name}`, after: (n) => `${n} 之后`,
    running: () => '运行', ready: () => '就绪', waiting: (what) => (what ? `等待 ${what}` : '等待'),
    returned: (value) => `返回 ${value}`, raised: (value) => `引发 ${value}`, cancelled: () => '被取消', destroyed: () => '被销毁', unborn: () => '尚未创建',
    place: (step, steps) => `第 ${step}/${steps} 步`, ran: (name, steps) => (steps ? `${name} 运行于第 ${steps} 步` : `${name} 尚未运行`),
  },
};

const MOST_COLUMNS = 240; // more are shown in a window
const PHASE_ORDER = ['running', 'ready', 'waiting', 'returned', 'raised', 'cancelled', 'destroyed'];

function html(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// The sign of a state: a shape, not only a colour.
function stateMark(kind) {
  const svg = shape('svg', { class: 'mark ' + kind, viewBox: '0 0 14 14', 'aria-hidden': 'true' });
  if (kind === 'running') svg.append(shape('path', { d: 'M2 1l11 6-11 6z' }));
  else if (kind === 'ready') svg.append(shape('path', { d: 'M3 2.4l8.4 4.6L3 11.6z' }));
  else if (kind === 'waiting') svg.append(shape('rect', { x: 1, y: 2, width: 12, height: 10 }), shape('path', { d: 'M1 8l6-6M3 12L13 2M9 12l4-4' }));
  else if (kind !== 'unborn') svg.append(endMark(kind, 7, 7, 5.4));
  return svg;
}

class Lanes {
  constructor(root, playback, words) {
    Object.assign(this, { root, playback, given: words, choose: () => {}, dragging: null });
    this.names = html('div', { class: 'names' });
    this.plot = html('div', { class: 'plot', tabindex: 0 });
    this.overview = html('div', { class: 'overview', tabindex: 0 }, html('i', { class: 'bar' }), html('i', { class: 'window' }), html('i', { class: 'spot' }));
    this.list = html('ul', { class: 'unseen' });
    root.replaceChildren(this.names, this.plot, this.overview, this.list);
    this.steps = playback.head.steps;
    this.long = this.steps > MOST_COLUMNS;
    this.amount = playback.names.length || playback.state(playback.count - 1).tasks.size;
    this.hidden = this.hiddenTasks();
    this.pen = document.createElement('canvas').getContext('2d');
    this.scrub(this.plot, (event) => this.stepInPlot(event));
    this.scrub(this.overview, (event) => this.stepInOverview(event));
  }

  // The tasks of asyncio.run()'s own in which nothing but the usual happens. In a long trace only its end is examined.
  hiddenTasks() {
    const { playback } = this;
    const hidden = new Set(playback.head.internal);
    for (let at = this.long ? Math.max(0, playback.count - 64) : 0; hidden.size && at < playback.count; ++at) {
      const { a, g } = playback.snapshot(at);
      if (!g) hidden.delete(a);
    }
    return hidden;
  }

  // --- Choosing a step

  scrub(place, stepAt) {
    const go = (event, dragging) => {
      const step = stepAt(event);
      if (dragging && step === this.chosen) return;
      this.chosen = step;
      this.choose(this.playback.find(String(step)), { dragging });
    };
    // A finger scrolls a plot that is wider than its place: then a tap chooses.
    let tap = false;
    place.addEventListener('pointerdown', (event) => {
      tap = event.pointerType === 'touch' && place === this.plot && this.wide;
      if (event.button || tap) return;
      place.setPointerCapture(event.pointerId);
      this.dragging = place;
      go(event, false);
    });
    place.addEventListener('pointermove', (event) => this.dragging === place && go(event, true));
    for (const name of ['pointerup', 'pointercancel']) {
      place.addEventListener(name, () => (this.dragging = null));
    }
    place.addEventListener('click', (event) => {
      if (tap) go(event, false);
      tap = false;
    });
  }

  stepInPlot(event) {
    const step = this.columns.stepAt(event.clientX - this.picture.svg.getBoundingClientRect().left);
    return Math.max(this.columns.first > 1 ? this.columns.first : 0, step);
  }

  stepInOverview(event) {
    const { left, width } = this.overview.getBoundingClientRect();
    return Math.round(Math.max(0, Math.min(1, (event.clientX - left) / width)) * this.steps);
  }

  // --- Sizes

  // Reads what drawing needs to know of the page, and draws anew.
  measure(mostHeight = Infinity) {
    const style = getComputedStyle(this.root);
    this.family = style.fontFamily;
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.most = Math.min(mostHeight, 50 * this.rem);
    this.words = LANE_WORDS[LANGUAGES[language]];
    this.widths = new Map();
    this.measureNames(this.root.clientWidth);
    this.room = this.plot.clientWidth;
    this.columns = this.rows = null;
    this.draw(this.scene || { index: 0, snapshot: this.playback.snapshot(0), state: this.playback.state(0), outside: true, running: 0 });
    if (this.scene) this.show(this.scene, this.mode);
  }

  // How wide a text is.
  width(text, size, weight = 400) {
    const key = weight + text;
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
    const narrow = all < 36 * rem;
    this.brief = all < 66 * rem;
    const names = [...new Set(playback.names.filter((_, at) => !this.hidden.has(at + 1)))].slice(0, 200);
    const widest = Math.max(0, ...names.map((name) => this.width(name, 0.92 * rem)));
    this.nameRoom = Math.min(widest + 0.1 * rem, (narrow ? 4.6 : this.brief ? 7 : 10) * rem);
    this.stateRoom = (this.brief ? 1.2 : 9.6) * rem;
    const token = Math.max(2.6 * rem, this.width(`T${this.amount}`, 0.86 * rem, 700) + 1.1 * rem);
    this.root.style.setProperty('--token', token + 'px');
    this.root.style.setProperty('--name', this.nameRoom + 'px');
    const total = token + this.nameRoom + this.stateRoom + 1.3 * rem;
    this.root.style.setProperty('--names', Math.max(total, this.width(this.words.loop, 0.92 * rem, 650) + 0.6 * rem) + 'px');
  }

  // How high everything is for so many rows.
  heights(tasks) {
    const { rem, most, long } = this;
    const { head } = this.playback;
    const runs = head.runs - (head.internal || []).length > 1 ? 1.2 * rem : 0;
    const top = runs + 1.5 * rem;
    const foot = 1.75 * rem;
    const body = most - top - foot - (this.wide || long ? 1.1 * rem : 0);
    const each = body / (tasks + 1.5);
    const loop = Math.max(1.4 * rem, Math.min(2 * rem, each));
    const levels = each < 1.2 * rem ? 2 : 4;
    const level = 0.26 * rem;
    const gutter = 0.3 * rem + levels * level;
    return { head: runs, top, foot, loop, levels, level, gutter, room: Math.max(LEAST_PITCH, body - loop - gutter) };
  }

  // --- Drawing

  // The steps that are shown: all, or a window.
  rangeFor(step) {
    if (!this.long) return [1, this.steps];
    const size = Math.max(12, Math.floor((this.room - 2 * this.rem) / (1.5 * this.rem)));
    const right = !this.columns || step > this.columns.last;
    const first = Math.max(1, Math.min(this.steps - size + 1, step - Math.floor(size * (right ? 0.2 : 0.8))));
    return [first, Math.min(this.steps, first + size - 1)];
  }

  // The tasks that have a lane, if there is room for one each.
  tasks() {
    return Array.from({ length: this.amount }, (_, at) => at + 1).filter((task) => !this.hidden.has(task));
  }

  // Decides on the rows at a scene; `folded` if there are too many tasks.
  rowsFor(scene) {
    const few = this.amount - this.hidden.size <= MOST_LANES;
    const tasks = few ? this.tasks() : [];
    const sizes = this.heights(few ? tasks.length : MOST_LANES);
    const { rem } = this;
    if (few && sizes.room / tasks.length >= LEAST_PITCH) {
      const pitch = Math.min(2.3 * rem, sizes.room / Math.max(1, tasks.length));
      return { rows: rowsOfEach(tasks), pitch, room: pitch * tasks.length, sizes };
    }
    const most = Math.max(6, Math.min(14, Math.floor(sizes.room / (1.15 * rem))));
    const rows = foldedRows(this.amount, this.openTasks(scene, Math.max(1, most - 5)), (task) => this.playback.names[task - 1] || '');
    const room = Math.min(sizes.room, most * 2 * rem);
    return { rows, pitch: room / Math.max(most, rows.length), room, sizes };
  }

  // The tasks that stay open where others fold: some around the current one, what caused it, and what is pinned.
  openTasks({ index, snapshot, pinned = [] }, size) {
    const current = this.taskNear(index);
    const page = Math.floor((current - 1) / size) * size;
    const open = new Set(pinned);
    for (let task = page + 1; task <= Math.min(this.amount, page + size); ++task) open.add(task);
    const causer = this.causerOf(snapshot, index);
    if (causer) open.add(causer);
    return open;
  }

  causerOf(snapshot, index) {
    return (snapshot.c && this.playback.snapshot(this.indexNear(snapshot.c, snapshot, index)).a) || 0;
  }

  // The index of the snapshot of a step, from a snapshot and its index: in a long trace faster than to search it all.
  indexNear(step, { n }, index) {
    const { playback } = this;
    let at = Math.max(0, index - n + step);
    while (at > 0 && playback.snapshot(at).n >= step) --at;
    while (at + 1 < playback.count && playback.snapshot(at).n < step) ++at;
    return at;
  }

  // The task of the last step that has to do with one.
  taskNear(index) {
    for (let at = index; at > Math.max(-1, index - 24); --at) {
      const snapshot = this.playback.snapshot(at);
      const task = snapshot.a || (snapshot.T && snapshot.T[0] && snapshot.T[0].number) || this.causerOf(snapshot, at);
      if (task) return task;
    }
    return 1;
  }

  isDrawn({ snapshot, ...scene }) {
    if (!this.columns) return false;
    const step = Math.max(1, snapshot.n);
    if (this.long && (step < this.columns.first || step > this.columns.last)) return false;
    return !this.folds || this.rowsKey === this.keyOf(this.rowsFor({ snapshot, ...scene }).rows);
  }

  keyOf(rows) {
    return rows.map(({ first, last }) => `${first}-${last}`).join();
  }

  draw(scene) {
    const { rows, pitch, room, sizes } = this.rowsFor(scene);
    const { rem } = this;
    const step = Math.max(1, scene.snapshot.n);
    const [first, last] = this.columns && step >= this.columns.first && step <= this.columns.last ? [this.columns.first, this.columns.last] : this.rangeFor(step);
    const loop = { y: sizes.top + sizes.loop * 0.54, block: Math.min(sizes.loop * 0.82, 1.75 * rem) };
    const rowsTop = sizes.top + sizes.loop + sizes.gutter;
    placeRows(rows, rowsTop, room, pitch);
    const history = new LaneHistory(this.playback, this.indexNear(first > 1 ? first : 0, scene.snapshot, scene.index), [first, last], new Set(rows.flatMap(sampled)), scene.state);
    const columns = new Columns(first, last, (at) => Boolean(history.byColumn.get(at) && history.byColumn.get(at).snapshot.g));
    const inset = 1.1 * rem;
    const spare = 0.9 * rem;
    const phone = this.room < 30 * rem;
    const right = columns.place(inset, this.room - inset - spare, this.long ? 0 : (phone ? 1.7 : 0.9) * rem, 6.6 * rem);
    const wide = right + spare > this.room + 1;
    const bottom = rowsTop + room + 0.2 * rem;
    Object.assign(this, { rows, columns, history, pitch, folds: rows.some((row) => row.first < row.last), rowsKey: this.keyOf(rows) });
    if (wide !== Boolean(this.wide)) {
      this.wide = wide;
      this.columns = null;
      this.draw(scene);
      return;
    }
    const block = Math.min(pitch * 0.8, 1.9 * rem);
    this.picture = new LanePicture({
      playback: this.playback, words: this.words, history, rows, columns,
      sizes: { ...sizes, rem, small: 0.85 * rem, loop, gutter: sizes.top + sizes.loop + 0.1 * rem, block, bottom, width: Math.max(right + spare, this.room), height: bottom + sizes.foot, measure: (...text) => this.width(...text) },
    });
    this.plot.replaceChildren(this.picture.svg);
    this.drawNames(loop, bottom, sizes);
    this.drawScrubber();
  }

  drawNames(loop, bottom, sizes) {
    const { rem, words, pitch } = this;
    const heading = (text, kind, y) => html('div', { class: 'lane ' + kind, style: `top:${y - 0.7 * rem}px;height:${1.4 * rem}px` }, text);
    this.root.classList.toggle('brief', this.brief || pitch < 14);
    this.root.classList.toggle('dense', pitch < 14);
    this.root.style.setProperty('--pitch', pitch + 'px');
    this.labels = this.rows.map((row) => this.label(row));
    this.names.replaceChildren(
      ...(this.picture.numbered ? [heading(words.iterations, 'heading', sizes.head + 0.75 * rem)] : []),
      heading(words.loop, 'loop', loop.y), ...this.labels.map(({ element }) => element), heading(words.step, 'heading', bottom + 0.85 * rem));
    this.names.style.height = bottom + sizes.foot + 'px';
    this.list.replaceChildren(...this.labels.map(({ entry }) => entry));
  }

  // The name of a row, on the left; `show` brings its state up to date.
  label(row) {
    const { playback } = this;
    const fold = row.first < row.last;
    const token = html('b', { class: 'token' }, fold ? `T${row.first}–T${row.last} (${row.last - row.first + 1})` : 'T' + row.first);
    const text = fold ? row.name : playback.names[row.first - 1] || '';
    const name = html('span', { class: 'name' }, text);
    const state = html('span', { class: 'state' });
    const element = html(fold ? 'div' : 'button', { type: fold ? null : 'button', 'data-task': fold ? null : row.first, style: `top:${row.top}px;height:${row.height}px` }, token, name, state);
    this.fit(name, text, 0.92, this.nameRoom);
    const steps = this.history.blocks.concat(this.history.nested).filter(({ lane }) => lane && row.first <= lane && lane <= row.last).map(({ column }) => column);
    return { row, fold, element, token, state, title: `${token.textContent} ${text}`.trim(), steps, entry: html('li') };
  }

  // Makes a text fit: smaller, then in two lines, if its row is high enough for them.
  fit(place, text, most, room, weight = 400) {
    const { rem, pitch } = this;
    const whole = Math.max(9, Math.min(most * rem, pitch * 0.72));
    const least = Math.min(whole, Math.max(9, 0.74 * rem));
    const size = Math.max(least, Math.min(whole, room / Math.max(0.01, this.width(text, 1, weight))));
    place.style.fontSize = size + 'px';
    place.classList.toggle('two', this.width(text, size, weight) > room + 1 && pitch >= 2.3 * size);
  }

  drawScrubber() {
    const { plot, overview, wide, long, steps, words } = this;
    const slider = wide || long ? overview : plot;
    this.slider = slider;
    overview.hidden = slider === plot;
    plot.classList.toggle('wide', Boolean(wide));
    plot.setAttribute('role', slider === plot ? 'slider' : 'group');
    overview.setAttribute('role', slider === plot ? 'none' : 'slider');
    for (const one of [plot, overview]) one.setAttribute('aria-label', words.step);
    slider.setAttribute('aria-valuemin', 0);
    slider.setAttribute('aria-valuemax', steps);
    if (slider === plot) return;
    for (const name of ['valuemin', 'valuemax', 'valuenow', 'valuetext']) plot.removeAttribute('aria-' + name);
    const share = wide ? 1 : (this.columns.last - this.columns.first + 1) / steps;
    const shown = overview.children[1].style;
    shown.left = ((this.columns.first - 1) / steps) * 100 + '%';
    shown.width = share * 100 + '%';
    shown.display = wide ? 'none' : '';
  }

  // --- At each step

  show(scene, mode = {}) {
    this.scene = scene;
    this.mode = mode;
    if (!this.isDrawn(scene)) this.draw(scene);
    const left = this.picture.show(scene, mode);
    for (const one of this.labels) this.showState(one, scene);
    this.showScrubber(scene);
    // A plot that is wider than its place follows the playhead, but not a pointer.
    if (this.wide && this.dragging !== this.plot) this.plot.scrollTo({ left: left - this.room * 0.55, behavior: mode.moving ? 'smooth' : 'auto' });
  }

  showScrubber({ snapshot, outside }) {
    const { slider, steps, words } = this;
    slider.setAttribute('aria-valuenow', snapshot.n);
    slider.setAttribute('aria-valuetext', outside ? (snapshot.n ? words.after(snapshot.n) : words.start) : words.place(snapshot.n, steps));
    if (slider === this.overview) this.overview.style.setProperty('--at', (snapshot.n / Math.max(1, steps)) * 100 + '%');
  }

  // What a task does: a kind of state, and its words.
  stateOf(task, scene) {
    const of = scene.state.tasks.get(task);
    if (!of) return ['unborn', ''];
    if (of.end) return [of.end.kind, this.playback.text(of.end.value)];
    if (scene.running === task) return ['running', ''];
    return [of.phase, of.phase === 'waiting' ? this.playback.text(of.awaits) : ''];
  }

  showState(one, scene) {
    if (one.fold) this.showFold(one, scene);
    else this.showTask(one, scene);
    const steps = one.steps.filter((step) => step <= scene.snapshot.n).join(', ');
    if (one.told === steps) return;
    one.told = steps;
    one.entry.textContent = this.words.ran(one.title, steps);
  }

  showTask(one, scene) {
    const [kind, detail] = this.stateOf(one.row.first, scene);
    const runs = scene.running === one.row.first;
    const key = `${kind} ${runs} ${detail}`;
    if (one.key === key) return;
    one.key = key;
    const words = this.words[kind](detail);
    one.element.className = `lane ${runs ? 'running' : kind}`;
    one.token.className = `token ${runs ? 'running' : ['unborn', 'ready', 'waiting'].includes(kind) ? kind : 'done'}`;
    one.state.replaceChildren(...(kind === 'unborn' ? [] : [stateMark(kind), html('span', {}, words)]));
    if (!this.brief) this.fit(one.state, words, 0.84, this.stateRoom - 1.6 * this.rem, 600);
    one.element.title = `${one.title}: ${words}`;
    one.element.setAttribute('aria-label', one.element.title);
  }

  // Of a fold, how many are in each state.
  showFold(one, scene) {
    const counts = {};
    for (let task = one.row.first; task <= one.row.last; ++task) {
      const of = scene.state.tasks.get(task);
      const kind = !of ? 'unborn' : of.end ? of.end.kind : of.phase;
      counts[kind] = (counts[kind] || 0) + 1;
    }
    const shown = PHASE_ORDER.filter((kind) => counts[kind]);
    const key = shown.map((kind) => `${counts[kind]} ${this.words[kind]('')}`).join(', ');
    if (one.key === key) return;
    one.key = key;
    one.element.className = 'lane fold';
    one.element.title = `${one.title}: ${key}`;
    one.state.replaceChildren(...shown.map((kind) => html('span', {}, stateMark(kind), ` ${counts[kind]}`)));
  }

  // The element in which a done task's chip shrinks.
  nameOf(task) {
    const found = this.labels.find(({ row }) => row.first <= task && task <= row.last);
    return found && found.token;
  }
}
