// A film: a head, and a line of JSON for each shot. A shot says what is another than in the shot before;
// a key shot says all. Lines are read when they are needed, so that a long film opens as fast as a short one.

class Film {
  constructor(text) {
    this.text = text;
    this.begins = [];
    for (let at = 0; at < text.length;) {
      const end = text.indexOf('\n', at);
      if (end > at) this.begins.push(at);
      at = end < 0 ? text.length : end + 1;
    }
    this.begins.push(text.length);
    this.head = JSON.parse(this.line(0));
    this.count = this.begins.length - 2;
    this.read = new Map();
  }

  line(index) {
    return this.text.slice(this.begins[index], this.begins[index + 1]);
  }

  // The shot at an index, from 0.
  shot(index) {
    let shot = this.read.get(index);
    if (!shot) {
      shot = JSON.parse(this.line(index + 1));
      if (this.read.size > 5000) this.read.clear();
      this.read.set(index, shot);
    }
    return shot;
  }

  // What a reader calls it: "12", and "12+" for what stands behind step 12.
  name(index) {
    const shot = this.shot(index);
    return shot.n + '+'.repeat(shot.p || 0);
  }

  // The index of the shot of that name, or of the last one before it.
  find(name) {
    const number = parseInt(name, 10) || 0;
    let low = 0;
    for (let high = this.count - 1; low < high;) {
      const middle = (low + high + 1) >> 1;
      if (this.shot(middle).n < number || (this.shot(middle).n === number && !this.shot(middle).p)) low = middle;
      else high = middle - 1;
    }
    const after = (String(name).match(/\+/g) || []).length;
    return Math.min(low + after, this.count - 1);
  }

  // The state after a shot: tasks by number, the queue, how many of it are left in this iteration, the timers.
  state(index) {
    if (this.kept && this.kept.index <= index && index - this.kept.index < 64) {
      while (this.kept.index < index) apply(this.kept, this.shot(++this.kept.index));
      return this.kept;
    }
    let key = index;
    while (key > 0 && !this.line(key + 1).includes('"K":')) --key;
    const state = { index: key, tasks: new Map(), queue: [], left: 0, timers: [] };
    apply(state, this.shot(key));
    while (state.index < index) apply(state, this.shot(++state.index));
    return (this.kept = state);
  }

  // Calls visit(state, index) for each shot from one to another, both included.
  walk(from, to, visit) {
    for (let index = from; index <= to; ++index) visit(this.state(index), index);
  }

  // What has been printed up to a shot, the last lines of it: [index, who, text], and how many shots were searched.
  output(index, most) {
    const lines = [];
    let at = index;
    for (; at >= 0 && lines.length < most && index - at < 20000; --at) {
      const shot = this.shot(at);
      const texts = (shot.o || []).map((text) => [at, shot, text]);
      lines.unshift(...texts.concat((shot.z || []).map((text) => [at, shot, text, true])));
    }
    return { lines: lines.slice(-most), whole: at < 0 && lines.length <= most };
  }
}

function task([number, phase, python, cpp, stack, end], since) {
  return { number, phase, python, cpp, stack, end, since };
}

function apply(state, shot) {
  const key = shot.K;
  if (key) {
    const before = state.tasks;
    state.tasks = new Map(key.T.map((one) => [one[0], task(one, (before.get(one[0]) || {}).since)]));
    state.queue = key.Q;
    state.left = key.L;
    state.timers = key.M;
  }
  for (const one of shot.T || []) {
    const before = state.tasks.get(one[0]);
    const same = before && before.phase === one[1] && before.since !== undefined && one[1] !== 'running' && shot.a !== one[0];
    state.tasks.set(one[0], task(one, same ? before.since : state.index));
  }
  if (key) return;
  if (shot.Q) state.queue = shot.Q;
  else if (shot.q) state.queue = state.queue.slice(shot.q[0]).concat(shot.q[1]);
  if ('L' in shot) state.left = shot.L;
  if (shot.m) {
    const gone = new Set(shot.m[0]);
    state.timers = state.timers.filter((timer) => !gone.has(timer[0])).concat(shot.m[1]);
    state.timers.sort((one, other) => one[1] - other[1] || one[0] - other[0]);
  }
}

function seconds(nanoseconds) {
  const text = (nanoseconds / 1e9).toFixed(9).replace(/\.?0+$/, '');
  return text;
}
