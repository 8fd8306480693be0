// A playback: one line of JSON for its head, one for each snapshot, and one for its tail. A snapshot has the changes
// since the snapshot before; a keyframe has the complete state. Lines are parsed on demand, so that a long playback
// opens as fast as a short one. A text that may occur often is a phrase: the text itself, or its index in the table of
// the tail.

const PHASES = ['ready', 'running', 'waiting', 'done'];

class Playback {
  constructor(text) {
    this.text = text;
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
    return this.text.slice(this.begins[index], this.begins[index + 1]);
  }

  // The snapshot at an index, from 0.
  snapshot(index) {
    let snapshot = this.read.get(index);
    if (!snapshot) {
      snapshot = JSON.parse(this.line(index + 1));
      if (snapshot.T) snapshot.T = snapshot.T.map((one) => this.task(one));
      if (snapshot.K) snapshot.K.T = snapshot.K.T.map((one) => this.task(one));
      // What was printed; asides, each in an array of its own; what another task than the snapshot's printed, with it.
      if (snapshot.o) {
        snapshot.o = snapshot.o.map((line) => {
          const [phrase, task] = Array.isArray(line) ? line : [line, snapshot.a];
          return { text: this.phrase(phrase), task: task || snapshot.a, aside: Array.isArray(line) && line.length === 1 };
        });
      }
      if (this.read.size > 5000) this.read.clear();
      this.read.set(index, snapshot);
    }
    return snapshot;
  }

  phrase(phrase) {
    return typeof phrase === 'number' ? this.tail.phrases[phrase] : phrase;
  }

  // Its line is [line, file] where it is not in the main file.
  task([number, phase, line, cpp, stack, end]) {
    const [python, file] = Array.isArray(line) ? line : [line, 0];
    return { number, phase: PHASES[phase], python, file, cpp, stack: this.phrase(stack), end: this.phrase(end) };
  }

  // Its name for the reader: "12", and "12+" for what follows step 12.
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
      if (this.snapshot(middle).n < number || (this.snapshot(middle).n === number && !this.snapshot(middle).p)) low = middle;
      else high = middle - 1;
    }
    const after = (String(name).match(/\+/g) || []).length;
    return Math.min(low + after, this.count - 1);
  }

  // A task's name for the reader: "T2 consumer", or "T2" where all have the same.
  taskName(number) {
    return this.names.length ? `T${number} ${this.names[number - 1]}` : 'T' + number;
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

  // The last lines printed up to a snapshot: [index, task, text, whether it is an aside].
  output(index, most) {
    const prints = this.tail.prints;
    let end = 0;
    for (let high = prints.length; end < high;) {
      const middle = (end + high) >> 1;
      if (prints[middle] <= index) end = middle + 1;
      else high = middle;
    }
    const lines = [];
    let at = end;
    while (at > 0 && lines.length < most) {
      const snapshot = this.snapshot(prints[--at]);
      lines.unshift(...snapshot.o.map(({ text, task, aside }) => [prints[at], task, text, aside]));
    }
    return { lines: lines.slice(-most), whole: at === 0 && lines.length <= most };
  }
}

// The state of the loop after a snapshot.
class State {
  constructor(index) {
    this.index = index;
    this.tasks = new Map(); // by number
    this.chips = []; // the ready queue, from `front` on
    this.front = 0;
    this.left = 0; // how many of the queue still run in this iteration
    this.pending = new Map(); // timers by handle: [handle, when, whose]
    this.sorted = null; // the timers, once somebody has asked for them
  }

  copy() {
    const copy = new State(this.index);
    copy.tasks = new Map(this.tasks);
    copy.chips = this.queue;
    copy.left = this.left;
    copy.pending = new Map(this.pending);
    return copy;
  }

  get queue() {
    return this.first(this.queued);
  }

  get queued() {
    return this.chips.length - this.front;
  }

  // The first entries of the ready queue.
  first(count) {
    return this.chips.slice(this.front, this.front + count);
  }

  get timers() {
    this.sorted ||= [...this.pending.values()].sort((one, other) => one[1] - other[1] || one[0] - other[0]);
    return this.sorted;
  }

  // Applies the next snapshot.
  apply(snapshot) {
    ++this.index;
    const key = snapshot.K;
    if (key) {
      this.tasks = new Map(key.T.map((task) => [task.number, task]));
      this.chips = key.Q.slice();
      this.front = 0;
      this.left = key.L;
      this.pending = new Map(key.M.map((timer) => [timer[0], timer]));
      this.sorted = null;
      return;
    }
    for (const task of snapshot.T || []) this.tasks.set(task.number, task);
    if (snapshot.Q) {
      this.chips = snapshot.Q.slice();
      this.front = 0;
    } else if (snapshot.q) {
      this.front += snapshot.q[0];
      this.chips.push(...snapshot.q[1]);
    }
    if ('L' in snapshot) this.left = snapshot.L;
    if (snapshot.m) {
      for (const handle of snapshot.m[0]) this.pending.delete(handle);
      for (const timer of snapshot.m[1]) this.pending.set(timer[0], timer);
      this.sorted = null;
    }
  }
}

// A time as a person writes it: at most three decimals, or three digits that count.
function timeText(nanoseconds) {
  const seconds = nanoseconds / 1e9;
  const rounded = (value) => String(Number(value >= 0.1 ? value.toFixed(3) : value.toPrecision(3)));
  if (nanoseconds === 0 || seconds >= 0.01) return rounded(seconds) + ' s';
  return seconds >= 0.001 ? rounded(seconds * 1e3) + ' ms' : rounded(seconds * 1e6) + ' µs';
}
