// The lanes: one for the loop, one for each task; a column is a step. A block means running, hatching means waiting; a
// blue line means being in the ready queue and begins in the step that made the task ready.

const SVG = 'http://www.w3.org/2000/svg';
const MOST_COLUMNS = 40;
const MOST_LANES = 36;

// Which columns are shown: all, or a window around the current one that moves by half its width.
function windowOf(playback, number) {
  const all = playback.head.steps;
  if (all <= MOST_COLUMNS) return [1, Math.max(all, 1)];
  const half = MOST_COLUMNS / 2;
  const first = Math.max(1, Math.min(all - MOST_COLUMNS + 1, half * Math.floor((number - half / 2) / half) + 1));
  return [first, first + MOST_COLUMNS - 1];
}

// What happened in those columns up to the snapshot at `index`: blocks, and intervals of waiting and of being ready.
// Before these columns, only the tasks in `watched` are examined.
function historyOf(playback, index, first, watched) {
  const from = playback.find(String(first - 1));
  const blocks = [];
  const eager = []; // the first steps of eager tasks, within a block
  const stretches = [];
  const open = new Map(); // by task: the stretch that goes on
  const done = new Map();
  let column = first - 1;
  const close = (task) => {
    const stretch = open.get(task);
    if (!stretch) return;
    stretch.end = column;
    stretches.push(stretch);
    open.delete(task);
  };
  for (let at = from; at <= index; ++at) {
    const snapshot = playback.snapshot(at);
    const decision = !snapshot.p && snapshot.n > 0;
    if (decision && at > from) column = snapshot.n;
    const changed = at > from ? snapshot.T || [] : watched.map((number) => playback.tasksAfter(from).get(number)).filter(Boolean);
    if (decision && at > from) {
      if (snapshot.a) close(snapshot.a);
      blocks.push({ column, lane: snapshot.a || 0, snapshot });
      for (const task of snapshot.e || []) eager.push({ column, lane: task, outer: snapshot.a || 0 });
    }
    for (const task of changed) {
      const before = open.get(task.number);
      if (before && before.phase === task.phase) continue;
      close(task.number);
      if (task.phase === 'waiting' || task.phase === 'ready') {
        const source = at === from ? null : { column, lane: snapshot.a || 0, program: !decision };
        open.set(task.number, { task: task.number, phase: task.phase, begin: column, source, own: took(snapshot, task.number) });
      } else if (task.phase === 'done' && at > from && took(snapshot, task.number)) {
        done.set(task.number, column);
      }
    }
  }
  column = column + 1;
  for (const task of [...open.keys()]) {
    open.get(task).open = true;
    close(task);
  }
  return { blocks, eager, stretches, done };
}

// Whether the task took a step in a snapshot: its own, or its first one nested in another's.
function took(snapshot, task) {
  return snapshot.a === task || (snapshot.e || []).includes(task);
}

// The lanes to show: one for each task if there are few; otherwise one for each task to which something happened
// recently, and the others in bundles.
function lanesOf(playback, index, first) {
  const { tasks } = playback.state(index);
  if (tasks.size <= MOST_LANES) return [...tasks.keys()].sort((one, other) => one - other).map((number) => ({ first: number, last: number }));
  const open = new Set();
  for (let at = index; at > playback.find(String(first - 1)) && open.size < 12; --at) {
    const snapshot = playback.snapshot(at);
    if (snapshot.a) open.add(snapshot.a);
    for (const one of (snapshot.T || []).slice(0, 3)) open.add(one.number);
  }
  const lanes = [];
  let begin = 1;
  const bundle = (end) => {
    if (begin <= end) lanes.push({ first: begin, last: end, bundle: end > begin });
  };
  for (const number of [...open].sort((one, other) => one - other)) {
    bundle(number - 1);
    lanes.push({ first: number, last: number });
    begin = number + 1;
  }
  bundle(tasks.size);
  return lanes;
}

function shape(name, attributes, children = []) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// In characters; a Chinese one counts as two.
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
}

// Draws into `place`, of the given width and font size; `choose(index)` is called when a column is clicked.
function drawLanes(place, { width: given, rem }, playback, index, words, choose) {
  const width = Math.max(given, 280);
  const narrow = width < 60 * rem;
  const snapshot = playback.snapshot(index);
  const state = playback.state(index);
  const range = windowOf(playback, snapshot.n);
  const lanes = lanesOf(playback, index, range[0]);
  const history = historyOf(playback, index, range[0], lanes.map((lane) => lane.first));
  const columns = range[1] - range[0] + 1;

  const left = (narrow ? 7.8 : 21) * rem;
  const column = (width - left - 4) / columns;
  const tight = lanes.length > 8;
  const pitch = rem * (narrow ? 2.2 : tight ? Math.max(1.05, 12 / lanes.length) : 2.5);
  const threads = history.blocks.some(({ snapshot: of }) => of.w);
  const top = (threads ? 2.9 : 2) * rem;
  const loopY = top + rem * 1.4;
  const gutter = rem * 1.2;
  const laneY = (at) => loopY + pitch * 0.5 + gutter + pitch * (at + 0.5);
  const bottom = laneY(lanes.length - 1) + pitch * 0.65 + (lanes.length ? 0 : pitch);
  const height = bottom + 2.3 * rem;
  const x = (number) => left + (number - range[0]) * column;
  const placeOf = (task) => lanes.findIndex((lane) => lane.first <= task && task <= lane.last);
  const y = (lane) => (lane === 0 ? loopY : laneY(placeOf(lane)));
  // Of a bundle, only the first task is drawn.
  const drawn = (task) => lanes.some((lane) => lane.first === task);
  const blockHeight = pitch * 0.76;

  const svg = shape('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': words.lanes });
  const text = (x, y, content, attributes = {}) => shape('text', { x, y, 'dominant-baseline': 'central', ...attributes }, [content]);
  const fits = (content, room, size) => {
    const most = Math.floor(room / (size * 0.61));
    return widthOf(content) <= most ? content : most < 3 ? '' : [...content].slice(0, most - 1).join('') + '…';
  };
  svg.append(shape('defs', {}, [
    shape('pattern', { id: 'hatch', width: 9, height: 9, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, [
      shape('rect', { class: 'ground', width: 9, height: 9 }), shape('path', { class: 'hatch', d: 'M0 0V9' })]),
  ]));

  // Iterations, up to the current one.
  const seen = [];
  for (const { column: at, snapshot: of } of history.blocks) {
    const last = seen[seen.length - 1];
    if (last && last.it === of.i && last.run === (of.r || 1)) last.end = at;
    else seen.push({ it: of.i, run: of.r || 1, thread: of.w, begin: at, end: at });
  }
  for (const { it, thread, begin, end } of seen) {
    if (it % 2) svg.append(shape('rect', { class: 'band', x: x(begin), y: 0, width: (end - begin + 1) * column, height }));
    svg.append(shape('path', { class: 'rule', d: `M${x(begin)} 0V${height}` }));
    const room = (end - begin + 1) * column;
    const long = playback.head.lang === 'zh' ? `第 ${it} 轮` : `${words.iteration} ${it}`;
    const name = room > long.length * rem * 0.6 ? long : playback.head.lang === 'en' && room > ('it ' + it).length * rem * 0.64 ? 'it ' + it : room > String(it).length * rem * 0.7 ? String(it) : '';
    if (thread) svg.append(text(x(begin) + room / 2, rem * 2.1, fits(thread, room, rem * 0.82), { class: 'thread' }));
    svg.append(text(x(begin) + room / 2, rem, name, { class: it === snapshot.i && end === history.blocks.at(-1).column ? 'it current' : 'it' }));
  }
  // The current step.
  const decision = !snapshot.p && snapshot.n > 0;
  if (decision) svg.append(shape('rect', { class: 'cursor', x: x(snapshot.n), y: top, width: column, height: bottom - top }));
  else if (snapshot.n >= range[0]) svg.append(shape('path', { class: 'cursor bar', d: `M${x(snapshot.n + 1)} ${top}V${bottom}` }));

  // Names and states.
  const name = (at, title, phase, detail) => {
    svg.append(text(0, at, title, { class: 'name' }));
    const from = (narrow ? 2.1 : title.length > 3 ? 1 + title.length * 0.72 : 3.2) * rem;
    if (phase) svg.append(mark(phase, from, at, rem), text(from + rem * 1.2, at, words[phase], { class: 'phase ' + phase }));
    if (detail && !narrow) svg.append(text(from + rem * 5.6, at, fits(detail, left - from - rem * 6, rem * 0.82), { class: 'detail' }));
  };
  svg.append(text(0, loopY, words.theLoop, { class: 'name' }));
  lanes.forEach((lane, at) => {
    if (lane.bundle && lane.last > lane.first) {
      name(laneY(at), fits(`T${lane.first}–T${lane.last} (${lane.last - lane.first + 1})`, left, rem * 1.1));
      return;
    }
    const task = state.tasks.get(lane.first);
    const phase = snapshot.a === lane.first && decision ? 'running' : task.phase;
    name(laneY(at), narrow ? 'T' + lane.first : fits(playback.taskName(lane.first), 12 * rem, rem), phase, task.phase === 'done' ? task.end : task.stack);
  });

  // Waiting: from the block where it began to the step that ended it.
  for (const stretch of history.stretches) {
    if (stretch.phase !== 'waiting' || !drawn(stretch.task)) continue;
    const begin = stretch.begin < range[0] ? left : x(stretch.begin) + (stretch.own ? column - 3 : column / 2);
    const end = stretch.open ? x(stretch.end) : x(stretch.end) + column / 2;
    const high = pitch * 0.52;
    if (end > begin) svg.append(shape('rect', { class: 'wait', x: begin, y: y(stretch.task) - high / 2, width: end - begin, height: high }));
  }
  // A break where the clock jumps.
  for (const { column: at, snapshot: of } of history.blocks) {
    if (of.k !== 'j') continue;
    const middle = x(at) + column / 2;
    const half = Math.min(7, column / 5);
    const zigzag = (dx) => {
      let d = '';
      for (let yy = top, side = 1; yy <= bottom; yy += 12, side = -side) d += `${d ? 'L' : 'M'}${middle + dx + (side * half) / 2} ${yy}`;
      return d;
    };
    svg.append(shape('path', { class: 'tear ground', d: zigzag(0), 'stroke-width': half * 2 }),
      shape('path', { class: 'tear', d: zigzag(-half) }), shape('path', { class: 'tear', d: zigzag(half) }));
  }
  // In the ready queue.
  for (const stretch of history.stretches) {
    if (stretch.phase !== 'ready' || !drawn(stretch.task)) continue;
    const yy = y(stretch.task);
    const source = stretch.source && !stretch.source.program && !stretch.own ? stretch.source : null;
    const known = source;
    const begin = known ? x(source.column) + column / 2 : stretch.begin < range[0] ? left - rem * 0.6 : x(stretch.begin + (stretch.own || (stretch.source && stretch.source.program) ? 1 : 0));
    const end = x(stretch.end) + (stretch.open ? -2 : 2);
    const from = known ? `M${begin} ${y(source.lane) + (y(source.lane) < yy ? blockHeight / 2 : -blockHeight / 2)}V${yy}` : `M${begin} ${yy}`;
    if (end - 8 > begin || known) svg.append(shape('path', { class: 'queued', d: `${from}H${Math.max(end - 8, begin)}` }));
    svg.append(shape('path', { class: stretch.open ? 'head open' : 'head', d: `M${end} ${yy}l-10 -6v12z` }));
  }
  // Arrows from completed tasks to their done callbacks.
  let level = 0;
  for (const { column: at, lane, snapshot: of } of history.blocks) {
    if (of.k !== 'c' || !of.c || of.c < range[0]) continue;
    const source = history.blocks.find((block) => block.column === of.c);
    if (!source) continue;
    const from = x(of.c) + column * 0.7;
    const to = x(at) + column / 2;
    const gutterY = loopY + pitch * 0.42 + rem * (0.35 + 0.3 * (level++ % 4));
    const start = source.lane === 0 ? loopY + blockHeight / 2 : y(source.lane) - blockHeight / 2;
    svg.append(shape('path', { class: 'news', d: `M${from} ${start}V${gutterY}H${to}V${loopY + blockHeight / 2 + 4}` }));
  }
  // Blocks.
  for (const { column: at, lane, snapshot: of } of history.blocks) {
    if (lane !== 0 && !drawn(lane)) continue;
    const kind = of.k === 'j' ? 'jump' : lane === 0 ? (of.o ? 'own' : 'loop') : 'own';
    const gap = Math.min(4, column * 0.08);
    const source = decision && of.n === snapshot.c ? ' source' : '';
    const block = shape('g', { class: 'block ' + kind + source }, [
      shape('rect', { x: x(at) + gap, y: y(lane) - blockHeight / 2, width: Math.max(1, column - 2 * gap), height: blockHeight, rx: Math.min(6, column / 5) }),
    ]);
    const room = column - 2 * gap - 4;
    const rows = blockHeight > rem * 1.6 ? of.b : [of.k === 'j' ? of.b[1] : of.b.join(' ')];
    const longest = Math.max(...rows.map(widthOf));
    const size = Math.max(rem * 0.64, Math.min(rem * 0.86, blockHeight * 0.42, room / (longest * 0.62)));
    const cut = rows.map((word) => fits(word, room, size));
    const telling = (word) => word && (word.length > 5 || !word.endsWith('…'));
    // Where the label does not fit, a block of the loop still shows whose it is.
    const shown = cut.every(telling) ? cut : lane === 0 && of.b[1] && fits(of.b[1], room, size) === of.b[1] ? [of.b[1]] : [];
    shown.forEach((word, row) => block.append(text(x(at) + column / 2, y(lane) + (row - (shown.length - 1) / 2) * size * 1.15, word, { style: `font-size:${size}px` })));
    svg.append(block);
  }
  for (const { column: at, lane, outer } of history.eager) {
    if (!drawn(lane) || (outer !== 0 && !drawn(outer))) continue;
    const from = y(outer);
    const down = y(lane) > from ? 1 : -1;
    const room = column * 0.66;
    svg.append(shape('g', { class: 'block own' }, [
      shape('path', { class: 'nested', d: `M${x(at) + column / 2} ${from + (down * blockHeight) / 2}V${y(lane)}` }),
      shape('rect', { x: x(at) + (column - room) / 2, y: y(lane) - blockHeight * 0.3, width: room, height: blockHeight * 0.6, rx: Math.min(6, column / 5) }),
    ]));
  }
  for (const [task, at] of history.done) {
    if (drawn(task)) svg.append(shape('rect', { class: 'done', x: x(at + 1) + 3, y: y(task) - rem * 0.33, width: rem * 0.66, height: rem * 0.66 }));
  }
  // The axis, and the clickable columns.
  svg.append(shape('path', { class: 'axis', d: `M0 ${bottom}H${width}` }), text(0, bottom + rem * 1.15, playback.head.lang === 'zh' ? '步' : 'step', { class: 'axisname' }));
  const every = Math.max(1, Math.ceil((String(range[1]).length * rem * 0.75) / column));
  for (let number = range[0]; number <= range[1]; ++number) {
    const current = decision && number === snapshot.n;
    const past = number <= snapshot.n;
    if (current) svg.append(shape('rect', { class: 'here', x: x(number), y: bottom, width: column, height: 2.1 * rem, rx: 5 }));
    const near = decision && !current && Math.abs(number - snapshot.n) < every;
    if (current || (!near && (number - range[0]) % every === 0)) {
      svg.append(text(x(number) + column / 2, bottom + rem * 1.1, String(number), { class: current ? 'number current' : number === snapshot.c ? 'number source' : past ? 'number past' : 'number' }));
    }
  }
  const hit = shape('rect', { class: 'hit', x: left, y: 0, width: column * columns, height });
  hit.addEventListener('click', (event) => {
    const { left: edge, width: wide } = hit.getBoundingClientRect();
    const at = Math.floor(((event.clientX - edge) / wide) * columns);
    choose(playback.find(String(range[0] + Math.max(0, Math.min(at, columns - 1)))));
  });
  svg.append(hit);
  place.replaceChildren(svg);
}

// The symbol of a state.
function mark(phase, x, y, rem) {
  const half = rem * 0.36;
  if (phase === 'running') return shape('path', { class: 'mark running', d: `M${x} ${y - half}l${half * 2} ${half}l${-half * 2} ${half}z` });
  if (phase === 'ready') return shape('path', { class: 'mark ready', d: `M${x + 1} ${y - half}l${half * 2} ${half}l${-half * 2} ${half}z` });
  const kind = phase === 'waiting' ? 'mark waiting' : 'mark done';
  return shape('rect', { class: kind, x, y: y - half, width: phase === 'waiting' ? half * 2.6 : half * 2, height: half * 2 });
}
