// The drawing of the lanes: made once for a range of steps; a step only moves the playhead and the veil and lights what
// caused it. Solid runs, hatched waits; a blue line lies in the ready queue, from the step that caused it to the one that
// runs it.

function shape(name, attributes = {}, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const group = (kind, ...children) => shape('g', { class: kind }, ...children);
const path = (kind, d) => shape('path', { class: kind, d });
const box = (kind, { x = 0, y, width = 0, height, rx = 0 }) => shape('rect', { class: kind, x, y, width, height, rx });
const label = (kind, x, y, text) => shape('text', { class: kind, x, y }, text);

// The diagonals of a hatched box. They lie on one grid, so that neighbours match. (A pattern would need an id, and isn't
// drawn in a copy of the page for the printer.)
function hatching(of) {
  const [x, y, width, height] = [of.x, of.y, of.width, of.height].map((value) => Math.round(value * 10) / 10);
  let d = '';
  for (let sum = Math.ceil((x + y) / 10) * 10; sum < x + width + y + height; sum += 10) {
    const from = Math.max(x, sum - y - height);
    const to = Math.min(x + width, sum - y);
    d += `M${from} ${sum - from}L${to} ${sum - to}`;
  }
  return d;
}

function zigzag(x, top, bottom) {
  let d = `M${x} ${top}`;
  for (let y = top, side = 2; y <= bottom; y += 8, side = -side) d += `L${x + side} ${y}`;
  return d;
}

// How a task ended: a square, a cross, a barred circle; of one that was destroyed only corners are left.
const END_MARKS = {
  returned: 'M-.85-.85H.85V.85H-.85z', raised: 'M-1-1L1 1M1-1L-1 1', cancelled: 'M1 0A1 1 0 1 1-1 0A1 1 0 1 1 1 0M-.7.7L.7-.7',
  destroyed: 'M-1-.3V-1H-.3M.3-1H1V-.3M1 .3V1H.3M-.3 1H-1V.3',
};

function endMark(kind, x, y, half) {
  const mark = path('end ' + kind, END_MARKS[kind]);
  mark.setAttribute('transform', `translate(${x} ${y}) scale(${half})`);
  return mark;
}

// "0→1 s": two times in one unit, if they have the same.
function jumpText(from, to) {
  const [begin, end] = [timeText(from), timeText(to)];
  return `${from === 0 || begin.split(' ')[1] === end.split(' ')[1] ? begin.split(' ')[0] : begin}→${end}`;
}

class LanePicture {
  // `sizes`: the places of all rows, and `measure(text, size, weight)`, how wide a text is.
  constructor(playback, history, rows, columns, sizes) {
    Object.assign(this, { playback, history, rows, columns, ...sizes });
    const { width, height, top, bottom } = this;
    this.wires = []; // {element, begin, end, task (0: a callback's)}
    this.svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' });
    this.drawIterations();
    rows.forEach((row) => this.about(this.add(box('row', { y: row.top, width, height: row.height })), row.fold ? 0 : row.first));
    this.under = this.add(box('under', { y: top, height: bottom - top }));
    this.drawWaiting();
    history.blocks.forEach((block) => this.drawTear(block));
    history.blocks.forEach((block) => this.drawCallback(block));
    this.drawReady();
    history.blocks.forEach((block) => this.drawBlock(block));
    history.nested.forEach((block) => this.drawNested(block));
    columns.cells.forEach((cell) => cell.shutdown && this.drawShutdown(cell));
    history.ends.forEach((end, task) => this.drawEnd(end, task));
    this.drawAxis();
    this.veil = box('veil', { y: 0, width, height: bottom });
    this.cause = group('cause');
    this.frame = box('frame', { y: top, height: bottom - top, rx: 4 });
    this.tab = box('tab', { y: bottom, height: height - bottom, rx: 5 });
    this.tabText = label('tabtext', 0, this.axis, '');
    this.playhead = group('playhead', this.frame, this.tab, this.tabText);
    this.svg.append(this.veil, ...history.iterations.map(({ element }) => element), this.cause, this.playhead);
  }

  add(element) {
    this.svg.append(element);
    return element;
  }

  // Marks an element as part of a task, which the page lights everywhere.
  about(element, task) {
    if (task) element.dataset.task = task;
    return element;
  }

  // Where a lane's blocks are: their middle and half their height; `whole` if they are of the usual size. Undefined if
  // the task has no lane.
  lane(task) {
    if (!task) return { y: this.loop.y, half: this.loop.block / 2, whole: true };
    const row = this.rows.find(({ first, last }) => first <= task && task <= last);
    if (!row?.fold) return row && { y: row.y, half: this.block / 2, whole: true };
    const share = (row.height - 4) / (row.last - row.first + 1);
    return { y: row.top + 2 + share * (task - row.first + 0.5), half: Math.max(0.75, Math.min(share, this.block) / 2), share, row };
  }

  // A block's place in its lane.
  boxOf(step, { y, half }) {
    const { x, width } = this.columns.cell(step);
    const gap = Math.min(3, width * 0.07);
    return { x: x + gap, y: y - half, width: width - 2 * gap, height: half * 2, rx: Math.min(5, width / 5, half) };
  }

  drawIterations() {
    const { columns, history, rem, head, bottom } = this;
    const short = ({ iteration, begin, end }) => this.fits(say('iterationShort', iteration), columns.x(end + 1) - columns.x(begin) - 4);
    this.numbered = !history.iterations.every((one) => one.shutdown || short(one));
    history.iterations.forEach((one, at) => {
      const { iteration, run, begin, end, shutdown } = one;
      const x = columns.x(begin);
      if (iteration % 2 && !shutdown) this.add(box('band', { x, y: head, width: columns.x(end + 1) - x, height: bottom - head }));
      this.add(path('rule', `M${x} ${head}V${bottom}`));
      one.forms = shutdown ? ['asyncio.run()'] : this.numbered ? [iteration] : [say('iteration', iteration), say('iterationShort', iteration)];
      one.element = label('it', 0, head + rem * 0.75, '');
      this.nameIteration(one, end);
      if (head && !shutdown && history.iterations[at - 1]?.run !== run) this.drawRun(one, history.iterations.find((other) => other.begin > begin && other.run !== run));
    });
  }

  fits(text, room) {
    return this.measure(text, this.small, 600) + 2 < room;
  }

  // Names an iteration, in the middle of what is shown of it.
  nameIteration({ element, begin, forms }, end) {
    const x = this.columns.x(begin);
    const room = this.columns.x(end + 1) - x;
    element.setAttribute('x', x + room / 2);
    element.textContent = forms.find((form) => this.fits(form, room)) || '';
  }

  // The beginning of a run of the loop, in the line above the iterations.
  drawRun({ begin, run, thread: given }, next) {
    const thread = this.playback.text(given || '');
    const { columns, rem } = this;
    const x = columns.x(begin);
    if (begin > columns.first) this.add(path('divider', `M${x - 1.5} 0V${this.bottom}M${x + 1.5} 0V${this.bottom}`));
    const room = columns.x(next ? next.begin : columns.last + 1) - x - 0.6 * rem;
    const forms = thread ? [`${say('run', run)} · ${thread}`, `${run} · ${thread}`, run] : [say('run', run), run];
    const text = forms.find((form) => this.fits(form, room)) || '';
    this.countedRuns ||= text !== forms[0];
    this.add(label('run', x + 0.4 * rem, rem * 0.62, text));
  }

  drawWaiting() {
    const { columns } = this;
    const folded = new Map(); // boxes in folds, by their extent: neighbours are one
    const boxes = [];
    for (const { task, phase, begin, end, edge, own, source } of this.history.intervals) {
      const lane = phase === 'waiting' && this.lane(task);
      if (!lane) continue;
      const x = edge ? columns.left : own ? columns.x(begin + 1) - 2 : source === null ? columns.x(begin + 1) : columns.middle(begin);
      const half = lane.whole ? lane.half * 0.66 : lane.share / 2;
      const place = { x, y: lane.y - half, width: columns.middle(end) - x, height: half * 2, kind: lane.whole ? 'wait' : 'wait folded' };
      const key = lane.whole || `${x} ${end} ${lane.row.first}`;
      const above = lane.whole ? null : folded.get(key);
      if (above && place.y - above.y - above.height < 3) above.height = place.y + place.height - above.y;
      else if (place.width > 0) {
        boxes.push(place);
        folded.set(key, place);
      }
    }
    boxes.forEach((place) => this.add(box(place.kind, place)));
    this.add(path('hatch', boxes.map(hatching).join('')));
  }

  // Where the clock jumps, time passes for all.
  drawTear({ step, snapshot: { k, i } }) {
    if (k !== 'j') return;
    const { columns, loop, bottom, rem } = this;
    const half = Math.min(4, columns.width / 8);
    const tear = (kind, dx) => this.add(path(kind, zigzag(columns.middle(step) + dx, loop.y + loop.block / 2, bottom - 2)));
    tear(i % 2 ? 'gap band' : 'gap', 0).style.strokeWidth = half * 2 + 'px';
    for (const dx of columns.width > 2 * rem ? [-half, half] : [0]) tear('tear', dx);
  }

  addWire(d, head, { begin, end, task = 0 }) {
    const element = this.add(group('', path('', d), path('head', head)));
    this.wires.push({ element, begin, end, task });
  }

  // From where a task is done to its done callback, through the gutter under the loop's lane. Those that overlap lie
  // beside each other; of many, the last ones share a level.
  drawCallback({ step, snapshot: { k, c } }) {
    const { history, columns, loop } = this;
    const source = k === 'c' && history.at.get(c);
    const lane = source && this.lane(source.lane);
    if (!lane || history.isShutdown(c) || history.isShutdown(step)) return;
    this.taken ||= Array(this.levels).fill(0); // by level, up to which step
    const free = this.taken.findIndex((until) => until < c);
    const level = free < 0 ? this.levels - 1 : free;
    this.taken[level] = step;
    const from = columns.cell(c);
    const to = columns.middle(step);
    const end = loop.y + loop.block / 2;
    this.addWire(`M${from.x + from.width * 0.72} ${lane.y + (source.lane ? -lane.half : lane.half)}V${this.gutter + level * this.level}H${to}V${end + 4}`, `M${to} ${end + 1}l-3 5h6z`, { begin: c, end: step });
  }

  drawReady() {
    const { columns, history, rem } = this;
    let folded = '';
    for (const one of history.intervals) {
      const lane = one.phase === 'ready' && this.lane(one.task);
      if (!lane) continue;
      const runs = history.at.get(one.end)?.lane === one.task;
      const from = one.edge || one.source === null ? null : this.lane(one.source);
      const begin = from ? columns.middle(one.begin) : one.begin < columns.first ? columns.left - 0.8 * rem : columns.x(one.begin + 1);
      const end = Math.max(begin, columns.x(one.end) + (runs ? 1 : 0));
      const d = `M${begin} ${from ? `${from.y + Math.sign(lane.y - from.y) * from.half}V${lane.y}` : lane.y}H${Math.max(begin, end - (runs ? 3 : 0))}`;
      const half = Math.min(5, lane.half);
      if (lane.whole) this.addWire(d, runs ? `M${end} ${lane.y}l${-1.6 * half} ${-half}v${2 * half}z` : '', one);
      else folded += d;
    }
    this.add(group('queued', path('', folded)));
  }

  drawBlock({ step, lane: task, snapshot }) {
    const lane = this.lane(task);
    if (!lane || this.history.isShutdown(step)) return;
    const kind = snapshot.k === 'j' ? 'jump' : task || snapshot.u ? 'own' : 'loop';
    const place = this.boxOf(step, lane);
    const said = (snapshot.b || []).map((text) => this.playback.text(text));
    const block = this.about(this.add(group('block ' + kind, box('', place))), task || said.map((text) => /^T(\d+)$/.exec(text)).find(Boolean)?.[1]);
    if (!lane.whole) return;
    const blocked = blockedFor(snapshot, this.playback.head.clock);
    if (blocked) this.drawBlocked(block, place, timeText(blocked));
    else this.write(block, place, this.wordsOf(snapshot, task, said));
  }

  // What a block may say, in the order of preference: forms of one or two lines.
  wordsOf(snapshot, task, [first = '', second = '']) {
    if (snapshot.k === 'j') return [[jumpText(snapshot.f || 0, snapshot.t)], ['→']];
    if (task) return [[first, second].filter(Boolean), [`${first} ${second}`.trim()]];
    return snapshot.u ? [[first]] : [[second || first], [second.replace(' of ', '/')]];
  }

  // Writes the first of the forms, each of some lines, that can be read well in a box; else the first that can be read.
  write(block, { x, y, width, height }, forms) {
    const { rem } = this;
    const sizeOf = (lines) => {
      const widest = Math.max(...lines.map((line) => this.measure(line, 1, 600)));
      return widest && Math.min(0.8 * rem, (height * 0.92) / Math.max(1.1, lines.length), (width - 3) / widest);
    };
    const lines = [0.68 * rem, Math.max(8.5, 0.45 * rem)].map((least) => forms.find((form) => sizeOf(form) >= least)).find(Boolean) || [];
    lines.forEach((line, at) => {
      const size = sizeOf(lines);
      block.append(label('', x + width / 2, y + height / 2 + 0.5 + (at - (lines.length - 1) / 2) * size * 1.05, line));
      block.lastChild.style.fontSize = size + 'px';
    });
  }

  // A step that keeps everything else from running: its block is torn, and says for how long.
  drawBlocked(block, place, time) {
    const blocks = say('blocks');
    const { x, y, width, height } = place;
    block.append(path('gap', zigzag(x + width * 0.84, y - 3, y + height + 3)), shape('title', {}, `${blocks} ${time}`));
    this.write(block, { ...place, width: width * 0.8 }, [[blocks, time], [`${blocks} ${time}`], [time]]);
  }

  // The first step of an eager task, inset in the column of the task that created it.
  drawNested({ step, lane: task, outer }) {
    const [lane, from] = [this.lane(task), this.lane(outer)];
    if (!lane?.whole || !from) return;
    const { x, width } = this.columns.cell(step);
    const half = lane.half * 0.62;
    this.about(this.add(group('block own',
      path('nesting', `M${x + width / 2} ${from.y + Math.sign(lane.y - from.y) * from.half}V${lane.y}`),
      box('', { x: x + width * 0.2, y: lane.y - half, width: width * 0.6, height: half * 2, rx: Math.min(4, width / 6) }))), task);
  }

  // The end of asyncio.run(): one block for all its steps.
  drawShutdown({ first }) {
    const place = this.boxOf(first, this.lane(0));
    this.write(this.add(group('block loop', box('', place))), place, [[say('shutsDown')]]);
  }

  drawEnd({ step, kind }, task) {
    const lane = this.lane(task);
    if (!lane?.whole || this.history.isShutdown(step)) return;
    const half = Math.min(this.rem * 0.34, lane.half * 0.8);
    const x = kind === 'destroyed' ? this.columns.middle(step) : this.columns.x(step + 1);
    this.add(endMark(kind, x + half + 3, lane.y, half));
  }

  drawAxis() {
    const { columns, bottom, rem, small } = this;
    this.axis = bottom + rem * 0.85;
    this.add(path('axis', `M0 ${bottom}H${this.width}`));
    const every = Math.ceil((this.measure(columns.last, small) + 0.35 * rem) / columns.width);
    this.numbers = columns.cells.map(({ first, last, shutdown }, at) => {
      const text = first === last ? first : `${first}–${last}`;
      const middle = columns.middle(first);
      const element = this.add(label('', middle, this.axis, text));
      return { element, first, last, middle, half: this.measure(text, small) / 2 + 0.1 * rem, regular: shutdown || at % every === 0 };
    });
  }

  // --- At each step

  show({ snapshot, outside }, { asking, moving }) {
    const { columns, svg } = this;
    const { n: step } = snapshot;
    const { x, width } = outside ? { x: columns.x(step + 1), width: 0 } : columns.cell(step);
    svg.classList.toggle('moving', Boolean(moving));
    svg.classList.toggle('outside', Boolean(outside));
    svg.classList.toggle('asking', Boolean(asking));
    for (const one of [this.under, this.playhead]) one.style.transform = `translateX(${x}px)`;
    this.veil.style.transform = `translateX(${x + width}px)`;
    this.under.setAttribute('width', width);
    this.frame.setAttribute('width', width || 3);
    this.showNumbers(snapshot, outside, x, width);
    this.showIterations(step, outside, asking);
    for (const { element, begin, end, task } of this.wires) {
      const kind = (task ? 'queued' : 'told') + (begin <= step && step < end ? ' open' : '') + (begin === step && !outside ? ' fresh' : '');
      if (element.getAttribute('class') !== kind) element.setAttribute('class', kind);
    }
    this.cause.replaceChildren(...(outside ? [] : this.causes(snapshot)));
    return x;
  }

  // The playhead's tab, and the number of the causing step: others make room for them.
  showNumbers({ n: step, c: causing, k: kind }, outside, x, width) {
    const { rem, small } = this;
    const text = outside ? say(step ? 'afterShort' : kind === 'e' ? 'theEnd' : 'startShort', step) : String(step);
    const wide = Math.max(width, this.measure(text, small * 1.12, 700) + 0.45 * rem);
    const middle = Math.max(wide / 2, Math.min(x + width / 2, this.width - wide / 2));
    this.tab.setAttribute('x', middle - wide / 2 - x);
    this.tab.setAttribute('width', wide);
    this.tabText.setAttribute('x', middle - x);
    this.tabText.textContent = text;
    const under = (one) => Math.abs(one.middle - middle) < wide / 2 + one.half;
    const source = outside ? null : this.numbers.find(({ first, last }) => first === causing && last === causing);
    for (const one of this.numbers) {
      const near = source && one !== source && Math.abs(one.middle - source.middle) < source.half + one.half;
      const hidden = under(one) || (one !== source && (near || !one.regular));
      one.element.setAttribute('class', `number${hidden ? ' covered' : ''}${one.first > step ? ' ahead' : ''}${one === source ? ' source' : ''}`);
    }
  }

  // While the reader is to predict, a name may not tell how long its iteration is.
  showIterations(step, outside, asking) {
    if (this.shortened) this.nameIteration(this.shortened, this.shortened.end);
    this.shortened = null;
    for (const one of this.history.iterations) {
      const { element, begin, end, forms } = one;
      const on = begin <= step && step <= end;
      element.setAttribute('class', `it${on && !outside ? ' on' : ''}${begin > step ? ' ahead' : ''}`);
      if (on && asking) this.nameIteration((this.shortened = one), step);
      if (on && !element.textContent) element.textContent = forms[forms.length - 1];
    }
  }

  // The step that caused this one, and the way from there.
  causes({ n: step, c: causing, a: task = 0 }) {
    const { columns, history } = this;
    const lane = this.lane(task);
    const source = history.at.get(causing);
    const from = source && !history.isShutdown(causing) && this.lane(source.lane);
    if (!lane || !causing || history.isShutdown(step) || (source && !from)) return [];
    const shapes = from ? [box('causing', this.boxOf(causing, from))] : [];
    const wire = this.wires.find((one) => one.end === step && one.task === task);
    if (wire) return [...shapes, ...[...wire.element.children].map((one) => one.cloneNode())];
    const { x, width } = columns.cell(step);
    const to = x + width * (task ? 0.5 : 0.28); // beside what this step causes
    const end = lane.y + lane.half + 1;
    const turn = task ? end + 6 : this.gutter;
    const start = from ? `${columns.middle(causing)} ${from.y + (source.lane ? -from.half : from.half)}V${turn}` : `${columns.left - this.rem} ${turn}`;
    return [...shapes, path('', `M${start}H${to}V${end + 5}`), path('head', `M${to} ${end}l-4 7h8z`)];
  }
}
