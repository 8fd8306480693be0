// The drawing of the lanes: made once for a range of steps; a step only moves the playhead and the veil and lights what
// caused it. Solid runs, hatched waits; a blue line lies in the ready queue, from the step that caused it to the one that
// runs it.

const SVG = 'http://www.w3.org/2000/svg';

function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function label(x, y, text, attributes = {}) {
  return shape('text', { x, y, 'dominant-baseline': 'central', ...attributes }, text);
}

// The diagonals of a hatched rectangle. They lie on one grid, so that neighbours match. (A pattern would need an id, and
// isn't drawn in a copy of the page for the printer.)
function hatching(box) {
  const GRID = 10;
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((value) => Math.round(value * 10) / 10);
  let d = '';
  for (let sum = Math.ceil((x + y) / GRID) * GRID; sum < x + width + y + height; sum += GRID) {
    const from = Math.max(x, sum - y - height);
    const to = Math.min(x + width, sum - y);
    d += `M${from} ${sum - from}L${to} ${sum - to}`;
  }
  return d;
}

function zigzag(x, top, bottom) {
  let d = '';
  for (let y = top, side = 2; y <= bottom; y += 8, side = -side) d += `${d ? 'L' : 'M'}${x + side} ${y}`;
  return d;
}

// How a task ended: a square, a cross, a barred circle; only corners are left of one that was destroyed.
function endMark(kind, x, y, half) {
  const at = (dx, dy) => `${x + dx * half} ${y + dy * half}`;
  const group = (...children) => shape('g', { class: 'end ' + kind }, ...children);
  if (kind === 'raised') return group(shape('path', { d: `M${at(-1, -1)}L${at(1, 1)}M${at(1, -1)}L${at(-1, 1)}` }));
  if (kind === 'cancelled') return group(shape('circle', { cx: x, cy: y, r: half }), shape('path', { d: `M${at(-0.7, 0.7)}L${at(0.7, -0.7)}` }));
  if (kind === 'destroyed') return group(shape('path', { d: [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([a, b]) => `M${at(a, b * 0.3)}L${at(a, b)}L${at(a * 0.3, b)}`).join('') }));
  return group(shape('rect', { x: x - half * 0.85, y: y - half * 0.85, width: half * 1.7, height: half * 1.7, rx: 1 }));
}

// "0→1 s": two times in one unit, if they have the same.
function jumpText(from, to) {
  const [begin, end] = [timeText(from), timeText(to)];
  return `${begin.split(' ')[1] === end.split(' ')[1] || from === 0 ? begin.split(' ')[0] : begin}→${end}`;
}

class LanePicture {
  // `sizes`: rem, the places of the rows, and `measure(text, size, weight)`, how wide a text is.
  constructor({ playback, words, history, rows, columns, sizes }) {
    Object.assign(this, { playback, words, history, rows, columns, sizes });
    const { width, height } = sizes;
    this.wires = []; // {element, begin, end, task (0: a callback's)}
    this.svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
    this.drawIterations();
    this.drawRows();
    this.under = shape('rect', { class: 'under', y: sizes.top, height: sizes.bottom - sizes.top });
    this.svg.append(this.under);
    this.drawWaiting();
    history.blocks.forEach((block) => this.drawTear(block));
    this.drawCallbacks();
    this.folded = ''; // the queued lines of all folds
    history.intervals.forEach((interval) => this.drawReady(interval));
    this.svg.append(shape('g', { class: 'queued' }, shape('path', { d: this.folded })));
    history.blocks.forEach((block) => this.drawBlock(block));
    history.nested.forEach((block) => this.drawNested(block));
    this.drawShutdown();
    this.drawEnds();
    this.drawAxis();
    this.veil = shape('rect', { class: 'veil', y: 0, width, height: sizes.bottom });
    this.cause = shape('g', { class: 'cause' });
    this.drawPlayhead();
    this.svg.append(this.veil, ...this.iterations.map(({ element }) => element), this.cause, this.playhead);
  }

  // Where a lane's blocks are: the middle, half their height, and whether they are of the usual size; null if the task
  // has no lane.
  lane(task) {
    const { loop, block } = this.sizes;
    if (!task) return { y: loop.y, half: loop.block / 2, whole: true };
    const row = this.rows.length ? rowOf(this.rows, task) : null;
    if (!row || task < row.first || task > row.last) return null;
    const amount = row.last - row.first + 1;
    if (amount === 1) return { y: row.y, half: block / 2, whole: true };
    const share = (row.height - 4) / amount;
    return { y: row.top + 2 + share * (task - row.first + 0.5), half: Math.max(0.75, Math.min(share, block) / 2), whole: false, share, row };
  }

  isShutdown(step) {
    return step >= this.columns.first && step <= this.columns.last && this.columns.cell(step).shutdown;
  }

  drawIterations() {
    const { sizes, columns, history, words } = this;
    this.iterations = [];
    const shown = history.iterations.filter(({ begin }) => !this.isShutdown(begin));
    const roomOf = ({ begin, end }) => columns.x(end + 1) - columns.x(begin);
    const fits = (text, room) => sizes.measure(text, sizes.small, 600) + 6 < room;
    const wordy = shown.every((one) => fits(words.iterationShort(one.iteration), roomOf(one)));
    this.numbered = !wordy;
    let run = shown.length ? shown[0].run : 1;
    shown.forEach((one, at) => {
      const x = columns.x(one.begin);
      if (one.iteration % 2) this.svg.append(shape('rect', { class: 'band', x, y: sizes.head, width: roomOf(one), height: sizes.bottom - sizes.head }));
      this.svg.append(shape('path', { class: 'rule', d: `M${x} ${sizes.head}V${sizes.bottom}` }));
      const forms = wordy ? [words.iteration(one.iteration), words.iterationShort(one.iteration)] : [String(one.iteration)];
      this.iterations.push({ ...one, forms, element: label(0, sizes.head + sizes.rem * 0.75, '', { class: 'it' }) });
      if (sizes.head && (at === 0 || one.run !== run)) this.drawRun(one, shown.find((other, next) => next > at && other.run !== one.run), at > 0);
      run = one.run;
    });
    for (const cell of columns.cells) {
      if (!cell.shutdown) continue;
      this.svg.append(shape('path', { class: 'rule', d: `M${cell.x} ${sizes.head}V${sizes.bottom}` }));
      this.iterations.push({ begin: cell.first, end: cell.last, forms: ['asyncio.run()'], element: label(0, sizes.head + sizes.rem * 0.75, '', { class: 'it' }) });
    }
    this.iterations.forEach((one) => this.placeIteration(one, one.end));
  }

  // Names an iteration, as far as it is shown.
  placeIteration(one, end) {
    const { columns, sizes } = this;
    const from = columns.x(one.begin);
    const room = columns.x(end + 1) - from;
    one.element.setAttribute('x', from + room / 2);
    one.element.textContent = one.forms.find((form) => sizes.measure(form, sizes.small, 600) < room - 2) || '';
  }

  // The beginning of a run of the loop, in the line above the iterations.
  drawRun({ begin, run, thread }, next, divides) {
    const { columns, sizes, words } = this;
    const x = columns.x(begin);
    const room = (next ? columns.x(next.begin) : columns.right) - x - 0.6 * sizes.rem;
    if (divides) this.svg.append(shape('path', { class: 'divider', d: `M${x - 1.5} 0V${sizes.bottom}M${x + 1.5} 0V${sizes.bottom}` }));
    const name = words.run(run);
    const text = [thread ? `${name} · ${words.thread(thread)}` : name, thread || name, String(run)].find((one) => sizes.measure(one, sizes.small, 600) < room);
    if (text) this.svg.append(label(x + 0.4 * sizes.rem, sizes.rem * 0.62, text, { class: 'run' }));
  }

  drawRows() {
    for (const row of this.rows) {
      this.svg.append(shape('rect', { class: 'row', 'data-task': row.first === row.last ? row.first : null, x: 0, y: row.top, width: this.sizes.width, height: row.height }));
    }
  }

  drawWaiting() {
    const { columns, svg } = this;
    const boxes = new Map(); // of folds, by their extent: neighbours are one
    let diagonals = '';
    const draw = (box, kind) => {
      svg.append(shape('rect', { class: kind, ...box }));
      diagonals += hatching(box);
    };
    for (const { task, phase, begin, end, edge, own, source } of this.history.intervals) {
      const lane = phase === 'waiting' && this.lane(task);
      if (!lane) continue;
      const x = edge ? columns.left : own ? columns.x(begin + 1) - 2 : source === null ? columns.x(begin + 1) : columns.middle(begin);
      const half = lane.whole ? lane.half * 0.66 : lane.share / 2;
      const box = { x, y: lane.y - half, width: columns.middle(end) - x, height: half * 2 };
      if (box.width <= 0) continue;
      if (lane.whole) draw(box, 'wait');
      else {
        const key = `${x} ${end} ${lane.row.first}`;
        const above = boxes.get(key);
        if (above && box.y - above.y - above.height < 3) above.height = box.y + box.height - above.y;
        else {
          if (above) draw(above, 'wait folded');
          boxes.set(key, box);
        }
      }
    }
    boxes.forEach((box) => draw(box, 'wait folded'));
    svg.append(shape('path', { class: 'hatch', d: diagonals }));
  }

  // Where the clock jumps, time passes for all.
  drawTear({ column, snapshot }) {
    if (snapshot.k !== 'j') return;
    const { sizes, columns } = this;
    const { width } = columns.cell(column);
    const middle = columns.middle(column);
    const half = Math.min(4, width / 8);
    const top = sizes.loop.y + sizes.loop.block / 2;
    this.svg.append(shape('path', { class: snapshot.i % 2 ? 'gap band' : 'gap', d: zigzag(middle, top, sizes.bottom - 2), 'stroke-width': half * 2 }));
    for (const dx of width > 2 * sizes.rem ? [-half, half] : [0]) this.svg.append(shape('path', { class: 'tear', d: zigzag(middle + dx, top, sizes.bottom - 2) }));
  }

  addWire(kind, d, head, { begin, end, task = 0 }) {
    const element = shape('g', { class: kind }, shape('path', { d }));
    if (head) element.append(shape('path', { class: 'head', d: head }));
    this.wires.push({ element, begin, end, task });
    this.svg.append(element);
  }

  // From where a task is done to its done callbacks, through the gutter under the loop's lane. Those that overlap lie
  // beside each other; of many, the last ones share a level.
  drawCallbacks() {
    const { sizes, columns, history } = this;
    const free = Array(sizes.levels).fill(-1); // by level, the step up to which it is taken
    for (const { column, snapshot } of history.blocks) {
      const source = snapshot.k === 'c' && snapshot.c && history.byColumn.get(snapshot.c);
      const lane = source && this.lane(source.lane);
      if (!lane || this.isShutdown(snapshot.c) || this.isShutdown(column)) continue;
      let level = free.findIndex((until) => until < snapshot.c);
      if (level < 0) level = free.length - 1;
      free[level] = column;
      const from = columns.cell(snapshot.c);
      const x = from.x + from.width * 0.72;
      const y = source.lane ? lane.y - lane.half : lane.y + lane.half;
      const to = columns.middle(column);
      const end = sizes.loop.y + sizes.loop.block / 2;
      this.addWire('told', `M${x} ${y}V${sizes.gutter + level * sizes.level}H${to}V${end + 4}`, `M${to} ${end + 1}l-3 5h6z`, { begin: snapshot.c, end: column });
    }
  }

  drawReady(one) {
    const lane = one.phase === 'ready' && this.lane(one.task);
    if (!lane) return;
    const { columns, sizes } = this;
    const block = this.history.byColumn.get(one.end);
    const runs = block && block.lane === one.task;
    const from = one.edge || one.source === null || one.own ? null : this.lane(one.source);
    const begin = from ? columns.middle(one.begin) : one.edge || one.begin < columns.first ? columns.left - 0.8 * sizes.rem : columns.x(one.begin + 1);
    const end = Math.max(begin, columns.x(one.end) + (runs ? 1 : 0));
    const reach = Math.min(5, lane.half);
    const start = from ? `M${begin} ${from.y + (from.y < lane.y ? from.half : -from.half)}V${lane.y}` : `M${begin} ${lane.y}`;
    const d = `${start}H${Math.max(begin, end - (runs ? 3 : 0))}`;
    if (lane.whole) this.addWire('queued', d, runs && `M${end} ${lane.y}l${-1.6 * reach} ${-reach}v${2 * reach}z`, one);
    else this.folded += d;
  }

  drawBlock({ column, lane: task, snapshot }) {
    const lane = this.lane(task);
    if (!lane || this.isShutdown(column)) return;
    const { columns } = this;
    const kind = snapshot.k === 'j' ? 'jump' : task || snapshot.o ? 'own' : 'loop';
    const { x, width } = columns.cell(column);
    const gap = Math.min(3, width * 0.07);
    const box = { x: x + gap, y: lane.y - lane.half, width: width - 2 * gap, height: lane.half * 2, rx: Math.min(5, width / 5, lane.half) };
    const group = shape('g', { class: 'block ' + kind, 'data-task': task || this.about(snapshot) }, shape('rect', box));
    this.svg.append(group);
    if (!lane.whole) return;
    const blocked = blockedFor(snapshot, this.playback.head.clock);
    if (blocked) this.drawBlocked(group, box, blocked);
    else if (!this.write(group, box, this.said(snapshot)) && snapshot.k === 'j') {
      const y = lane.y;
      group.append(shape('path', { class: 'onward', d: `M${x + width / 2 - 4} ${y}h7m-3 -3l3 3l-3 3` }));
    }
  }

  // The task that a handle of the loop is about, if its label says so.
  about({ b = [] }) {
    const found = b.map((text) => /^T(\d+)$/.exec(this.playback.text(text))).find(Boolean);
    return found ? found[1] : null;
  }

  // What a block says: lines, in forms ever shorter.
  said({ k, b = [], f = 0, t }) {
    const [first = '', second = ''] = b.map((text) => this.playback.text(text));
    if (k === 'j') return [[jumpText(f, t)]];
    if (k === 't') return second ? [[first, second], [`${first} ${second}`]] : [[first]];
    const short = second.replace(/^(\d+) of (\d+)$/, '$1/$2').replace(/^(\d+) 个中 (\d+) 个$/, '$2/$1');
    return second ? [[short]] : [[first]];
  }

  // Writes the first of the forms that can be read in a box.
  write(group, { x, y, width, height }, forms) {
    const { sizes } = this;
    for (const lines of forms) {
      const widest = Math.max(...lines.map((line) => sizes.measure(line, 1, 600)));
      const size = Math.min(0.8 * sizes.rem, (height * (lines.length > 1 ? 0.92 : 0.84)) / lines.length, (width - 3) / Math.max(widest, 0.01));
      if (!widest || size < 8.5) continue;
      lines.forEach((line, at) => group.append(label(x + width / 2, y + height / 2 + 0.5 + (at - (lines.length - 1) / 2) * size * 1.05, line, { style: `font-size:${size}px` })));
      return true;
    }
    return false;
  }

  // A step that keeps everything else from running: its block is torn, and says for how long.
  drawBlocked(group, box, time) {
    const tear = box.x + box.width * 0.82;
    const part = { ...box, width: box.width * 0.78 };
    const [blocks, long] = [this.words.blocks, timeText(time)];
    const bottom = box.y + box.height + 3;
    group.append(shape('path', { class: 'gap', d: zigzag(tear, box.y - 3, bottom), 'stroke-width': Math.max(3, Math.min(6, box.width / 10)) }));
    group.append(shape('title', {}, `${blocks} ${long}`));
    return this.write(group, part, [[blocks, long], [`${blocks} ${long}`], [long]]) || this.write(group, { ...part, width: box.width }, [[long]]);
  }

  // The first step of an eager task, inset in the column of the task that created it.
  drawNested({ column, lane: task, outer }) {
    const [lane, from] = [this.lane(task), this.lane(outer)];
    if (!lane || !from || !lane.whole || this.isShutdown(column)) return;
    const { x, width } = this.columns.cell(column);
    const half = lane.half * 0.62;
    const down = lane.y > from.y ? 1 : -1;
    this.svg.append(shape('g', { class: 'block own', 'data-task': task },
      shape('path', { class: 'nesting', d: `M${x + width / 2} ${from.y + down * from.half}V${lane.y}` }),
      shape('rect', { x: x + width * 0.2, y: lane.y - half, width: width * 0.6, height: half * 2, rx: Math.min(4, width / 6) })));
  }

  // The end of asyncio.run(): one block for all its steps.
  drawShutdown() {
    const { y, block } = this.sizes.loop;
    for (const cell of this.columns.cells) {
      if (!cell.shutdown) continue;
      const box = { x: cell.x + 3, y: y - block / 2, width: cell.width - 6, height: block, rx: 5 };
      const group = shape('g', { class: 'block loop' }, shape('rect', box));
      this.write(group, box, [[this.words.shutsDown]]);
      this.svg.append(group);
    }
  }

  drawEnds() {
    const { rem } = this.sizes;
    for (const [task, { column, kind }] of this.history.ends) {
      const lane = this.lane(task);
      if (!lane || !lane.whole || this.isShutdown(column)) continue;
      const half = Math.min(rem * 0.34, lane.half * 0.8);
      this.svg.append(endMark(kind, this.columns.x(column + 1) + half + 3, lane.y, half));
    }
  }

  drawAxis() {
    const { sizes, columns } = this;
    this.axisY = sizes.bottom + sizes.rem * 0.85;
    this.svg.append(shape('path', { class: 'axis', d: `M0 ${sizes.bottom}H${sizes.width}` }));
    const widest = sizes.measure(String(columns.last), sizes.small, 400) + 0.35 * sizes.rem;
    const every = Math.max(1, Math.ceil(widest / columns.width));
    this.numbers = [];
    for (const { first, last, x, width, shutdown } of columns.cells) {
      if (!shutdown && (first - columns.first) % every) continue;
      const text = first === last ? String(first) : `${first}–${last}`;
      const element = label(x + width / 2, this.axisY, text, { class: 'number' });
      this.numbers.push({ element, first, middle: x + width / 2, half: sizes.measure(text, sizes.small, 400) / 2 });
      this.svg.append(element);
    }
    this.source = label(0, this.axisY, '', { class: 'number source' });
    this.svg.append(this.source);
  }

  drawPlayhead() {
    const { top, bottom, foot } = this.sizes;
    this.frame = shape('rect', { class: 'frame', y: top, height: bottom - top, rx: 4 });
    this.tab = shape('rect', { class: 'tab', y: bottom, height: foot, rx: 5 });
    this.tabText = label(0, this.axisY, '', { class: 'tabtext' });
    this.playhead = shape('g', { class: 'playhead' }, this.frame, this.tab, this.tabText);
  }

  // --- At each step

  show({ snapshot, outside }, { asking, moving }) {
    const { columns, svg } = this;
    const step = snapshot.n;
    const cell = columns.cell(step);
    const left = outside ? columns.x(step + 1) : cell ? cell.x : columns.left;
    const width = outside || !cell ? 0 : cell.width;
    svg.classList.toggle('moving', Boolean(moving));
    svg.classList.toggle('outside', Boolean(outside));
    svg.classList.toggle('asking', Boolean(asking));
    for (const one of [this.under, this.playhead]) one.style.transform = `translateX(${left}px)`;
    this.veil.style.transform = `translateX(${left + width}px)`;
    this.under.setAttribute('width', width);
    this.frame.setAttribute('width', width || 3);
    this.showNumbers(step, outside, left, width, snapshot.c);
    this.showIterations(step, outside, asking);
    this.showWires(step, outside);
    this.cause.replaceChildren(...(outside ? [] : this.causes(snapshot)));
    return left;
  }

  // The playhead's tab and the number of the causing step; other numbers make room for them.
  showNumbers(step, outside, left, width, causing) {
    const { sizes, columns, words } = this;
    const text = outside ? (step ? words.after(step) : words.start) : String(step);
    const wide = Math.max(width, sizes.measure(text, sizes.small * 1.12, 700) + 0.45 * sizes.rem);
    const middle = Math.max(wide / 2, Math.min(left + width / 2, sizes.width - wide / 2));
    this.tab.setAttribute('x', middle - wide / 2 - left);
    this.tab.setAttribute('width', wide);
    this.tabText.setAttribute('x', middle - left);
    this.tabText.textContent = text;
    const shown = !outside && causing >= columns.first && !this.isShutdown(causing);
    const source = shown ? columns.middle(causing) : -1e6;
    const half = shown ? sizes.measure(String(causing), sizes.small, 700) / 2 : 0;
    const apart = 0.15 * sizes.rem;
    this.source.textContent = shown && Math.abs(source - middle) > wide / 2 + half ? causing : '';
    this.source.setAttribute('x', source);
    for (const one of this.numbers) {
      const covered = Math.abs(one.middle - middle) < wide / 2 + one.half + apart || Math.abs(one.middle - source) < half + one.half + apart;
      one.element.setAttribute('class', `number${covered ? ' covered' : ''}${one.first > step ? ' ahead' : ''}`);
    }
  }

  // While the reader is to predict, a name may not tell how long its iteration is.
  showIterations(step, outside, asking) {
    if (this.shortened) this.placeIteration(this.shortened, this.shortened.end);
    this.shortened = null;
    for (const one of this.iterations) {
      const on = !outside && one.begin <= step && step <= one.end;
      one.element.setAttribute('class', `it${on ? ' on' : ''}${one.begin > step ? ' ahead' : ''}`);
      if (on && !one.element.textContent) one.element.textContent = one.forms.at(-1);
      if (asking && one.begin <= step && step < one.end) {
        this.placeIteration(one, step);
        this.shortened = one;
      }
    }
  }

  // The arrowheads at the playhead: in the picture of what has happened, these tasks are still in the queue.
  showWires(step, outside) {
    for (const { element, begin, end, task } of this.wires) {
      const kind = (task ? 'queued' : 'told') + (end > step && begin <= step ? ' open' : '') + (begin === step && !outside ? ' fresh' : '');
      if (element.getAttribute('class') !== kind) element.setAttribute('class', kind);
    }
  }

  // The step that caused this one, and the way from there.
  causes({ n: step, c: causing, a: task = 0 }) {
    if (!causing || this.isShutdown(step)) return [];
    const { columns, history, sizes } = this;
    const source = history.byColumn.get(causing);
    const from = source && this.lane(source.lane);
    const known = from && !this.isShutdown(causing);
    const shapes = [];
    if (known) {
      const { x, width } = columns.cell(causing);
      const gap = Math.min(3, width * 0.07);
      shapes.push(shape('rect', { class: 'source', x: x + gap, y: from.y - from.half, width: width - 2 * gap, height: from.half * 2, rx: Math.min(5, width / 5) }));
    }
    const wire = this.wires.find((one) => one.end === step && one.task === task);
    if (wire) return [...shapes, ...[...wire.element.children].map((one) => one.cloneNode())];
    const lane = this.lane(task);
    if (!lane || (causing >= columns.first && !known)) return shapes;
    const begin = known ? columns.middle(causing) : columns.left - 0.8 * sizes.rem;
    const { x, width } = columns.cell(step);
    const to = x + width * (task ? 0.5 : 0.28); // beside what this step causes
    const end = lane.y + lane.half + 1;
    const turn = task ? end + 6 : sizes.gutter;
    const start = known ? `M${begin} ${from.y + (source.lane ? -from.half : from.half)}V${turn}` : `M${begin} ${turn}`;
    return [...shapes, shape('path', { d: `${start}H${to}V${end + 5}` }), shape('path', { class: 'head', d: `M${to} ${end}l-4 7h8z` })];
  }
}
