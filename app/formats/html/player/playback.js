// A playback: one line of JSON for its head, one for each snapshot, and one for its tail. A snapshot has the changes
// since the snapshot before; a keyframe has the complete state. Lines are parsed on demand, so that a long playback
// opens as fast as a short one. What the lines contain is described in playback_json.hpp.

const PHASES = ['ready', 'running', 'waiting', 'done'];
const ENDS = ['returned', 'raised', 'cancelled', 'destroyed'];
const HANDLES = ['task', 'timer', 'callback', 'call'];
const TIMERS = ['sleep', 'timeout', 'call'];

class Playback {
  constructor(text) {
    this.lines = text;
    this.begins = [];
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at);
      if (end > at) this.begins.push(at);
      at = end < 0 ? text.length : end + 1;
    }
    this.begins.push(text.length);
    this.count = this.begins.length - 3;
    this.head = JSON.parse(this.line(0));
    this.tail = JSON.parse(this.line(this.count + 1));
    this.read = new Map();
    this.names = this.head.names.flatMap(([amount, name]) => Array(amount).fill(name));
  }

  line(index) {
    return this.lines.slice(this.begins[index], this.begins[index + 1]);
  }

  // The snapshot at an index, from 0.
  snapshot(index) {
    let snapshot = this.read.get(index);
    if (!snapshot) {
      snapshot = decodeSnapshot(JSON.parse(this.line(index + 1)));
      if (this.read.size > 5000) this.read.clear();
      this.read.set(index, snapshot);
    }
    return snapshot;
  }

  // Whether a snapshot shows a scheduling decision, not something before, between or after them.
  decides(index) {
    const { n, p } = this.snapshot(index);
    return n > 0 && !p;
  }

  // A text in the page's language.
  text(text) {
    const entry = typeof text === 'number' ? this.tail.texts[text] : text;
    if (!Array.isArray(entry)) return entry || '';
    return typeof entry[0] === 'number' ? this.sentence(entry).map(([, piece]) => piece).join('') : entry[language];
  }

  // A sentence in the page's language, in pieces: [paint or '', text].
  sentence([template, ...given]) {
    const plain = (piece) => (typeof piece === 'number' ? this.text(given[piece]) : piece);
    return this.tail.sentences[template][language].map((piece) =>
      Array.isArray(piece) ? [piece[0], piece.slice(1).map(plain).join('')] : ['', plain(piece)]);
  }

  // A snapshot's name for the reader: "12", and "12+" for what follows step 12.
  name(index) {
    const snapshot = this.snapshot(index);
    return snapshot.n + '+'.repeat(snapshot.p || 0);
  }

  // The index of the snapshot of that name, or of the last one before it.
  find(name) {
    const number = parseInt(name, 10) || 0;
    let low = 0;
    for (let high = this.count - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      const { n, p } = this.snapshot(middle);
      if (n < number || (n === number && !p)) low = middle;
      else high = middle - 1;
    }
    const after = (String(name).match(/\+/g) || []).length;
    return Math.min(low + after, this.count - 1);
  }

  // The name that a task was given, or its coroutine function's; empty where all tasks have the same.
  ownName(task) {
    return this.names[task - 1] || '';
  }

  // "T2 consumer", or "T2" where all have the same name.
  taskName(task) {
    return `T${task} ${this.ownName(task)}`.trimEnd();
  }

  // The state after a snapshot, valid until the next call.
  state(index) {
    if (!this.kept || this.kept.index > index || index - this.kept.index > 64) this.kept = this.derive(index);
    return this.advance(this.kept, index);
  }

  // The tasks after a snapshot; cached, since the one at which a window of lanes begins is requested again and again.
  tasksAfter(index) {
    if (!this.anchor || this.anchor.index !== index) this.anchor = this.derive(index);
    return this.anchor.tasks;
  }

  // An independent state. Caches one a little before it, for stepping back.
  derive(index) {
    const REACH = 500;
    if (!this.base || this.base.index > index || index - this.base.index > REACH) {
      let key = index;
      while (key > 0 && !this.line(key + 1).includes('"K":')) --key;
      this.base = new State(key - 1);
      this.advance(this.base, Math.max(key, index - REACH));
    }
    return this.advance(this.base.copy(), index);
  }

  advance(state, index) {
    while (state.index < index) state.apply(this.snapshot(state.index + 1));
    return state;
  }

  // The last lines printed up to a snapshot, each with the index of its snapshot; `whole` if there are no others.
  output(index, most) {
    const { prints } = this.tail;
    let end = 0;
    for (let high = prints.length; end < high;) {
      const middle = (end + high) >> 1;
      if (prints[middle] <= index) end = middle + 1;
      else high = middle;
    }
    const lines = [];
    let at = end;
    while (at > 0 && lines.length < most) {
      const index = prints[--at];
      lines.unshift(...this.snapshot(index).o.map((line) => ({ ...line, index })));
    }
    return { lines: lines.slice(-most), whole: at === 0 && lines.length <= most };
  }
}

// The objects of a snapshot, by name.
function decodeSnapshot(snapshot) {
  if (snapshot.T) snapshot.T = snapshot.T.map(decodeTask);
  if (snapshot.q) snapshot.q[1] = snapshot.q[1].map(decodeHandle);
  if (snapshot.Q) snapshot.Q = snapshot.Q.map(decodeHandle);
  if (snapshot.m) snapshot.m[1] = snapshot.m[1].map(decodeTimer);
  if (snapshot.o) snapshot.o = snapshot.o.map(([text, task, aside, python, cpp]) => ({ text, task, aside, cpp, ...position(python) }));
  const key = snapshot.K;
  if (key) {
    key.T = key.T.map(decodeTask);
    key.Q = key.Q.map(decodeHandle);
    key.M = key.M.map(decodeTimer);
  }
  return snapshot;
}

// A Python line is [line, file] where it is not in the main file.
function position(line) {
  return Array.isArray(line) ? { python: line[0], file: line[1] } : { python: line, file: 0 };
}

function decodeTask([number, phase, line, cpp, started, awaits, stack, end]) {
  return { number, phase: PHASES[phase], ...position(line), cpp, started, awaits, stack, end: end && { kind: ENDS[end[0]], value: end[1] } };
}

function decodeHandle([handle, kind, task, name, what, joined, cancelled]) {
  return { handle, kind: HANDLES[kind], task, name, what, joined, cancelled };
}

function decodeTimer([handle, when, kind, task, name, line]) {
  return { handle, when, kind: TIMERS[kind], task, name, line };
}

// The state of the loop after a snapshot.
class State {
  constructor(index) {
    this.index = index;
    this.tasks = new Map(); // by number
    this.handles = []; // the ready queue, from `front` on
    this.front = 0;
    this.left = 0; // how many of the queue still run in this iteration
    this.timers = []; // by deadline
    this.variables = new Map(); // by scope and name
    this.objects = new Map(); // by id
  }

  copy() {
    const copy = new State(this.index);
    copy.tasks = new Map(this.tasks);
    copy.handles = this.queue;
    copy.left = this.left;
    copy.timers = this.timers.slice();
    copy.variables = new Map(this.variables);
    copy.objects = new Map(this.objects);
    return copy;
  }

  get queue() {
    return this.first(this.queued);
  }

  get queued() {
    return this.handles.length - this.front;
  }

  // The first entries of the ready queue.
  first(count) {
    return this.handles.slice(this.front, this.front + count);
  }

  // Applies the next snapshot.
  apply(snapshot) {
    ++this.index;
    const key = snapshot.K;
    if (key) {
      this.tasks = new Map(key.T.map((task) => [task.number, task]));
      this.handles = key.Q.slice();
      this.front = 0;
      this.left = key.L;
      this.timers = key.M.slice().sort(byDeadlineAndHandle);
      this.variables = new Map();
      this.setVariables(key.X);
      this.objects = new Map((key.Z || []).map((object) => [object[0], object]));
      return;
    }
    for (const task of snapshot.T || []) this.tasks.set(task.number, task);
    if (snapshot.Q) {
      this.handles = snapshot.Q.slice();
      this.front = 0;
    } else if (snapshot.q) {
      this.front += snapshot.q[0];
      this.handles.push(...snapshot.q[1]);
    }
    if ('L' in snapshot) this.left = snapshot.L;
    if (snapshot.m) {
      const [gone, set] = [new Set(snapshot.m[0]), snapshot.m[1]];
      if (gone.size) this.timers = this.timers.filter(({ handle }) => !gone.has(handle));
      for (const timer of set) this.timers.splice(this.timers.findLastIndex((other) => byDeadlineAndHandle(other, timer) < 0) + 1, 0, timer);
    }
    this.setVariables(snapshot.x);
    for (const object of snapshot.z || []) this.objects.set(object[0], object);
  }

  // A variable without a value is gone.
  setVariables(changed = []) {
    for (const variable of changed) {
      if (variable[2] === '') this.variables.delete(variableKey(variable));
      else this.variables.set(variableKey(variable), variable);
    }
  }
}

function byDeadlineAndHandle(one, other) {
  return one.when - other.when || one.handle - other.handle;
}

function variableKey([scope, name]) {
  return `${scope} ${name}`;
}

// A time as a person writes it: at most three decimals, or three digits that count.
function timeText(nanoseconds) {
  const seconds = nanoseconds / 1e9;
  const rounded = (value) => String(Number(value >= 0.1 ? value.toFixed(3) : value.toPrecision(3)));
  if (nanoseconds === 0 || seconds >= 0.01) return rounded(seconds) + ' s';
  return seconds >= 0.001 ? rounded(seconds * 1e3) + ' ms' : rounded(seconds * 1e6) + ' µs';
}
