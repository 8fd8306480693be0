// What happened in a range of steps, as the lanes draw it: blocks (a task or a handle of the loop runs) and intervals (a
// task waits, or is in the ready queue).

// Whether a task took a step in a snapshot: its own, or its first one nested in another's.
function tookStep({ a, e = [] }, task) {
  return a === task || e.includes(task);
}

// How long a step kept everything else from running. On a real clock every step takes some time, so only what
// asyncio's debug mode calls slow counts.
function blockedFor({ k, t, f = t }, clock) {
  return 'tcl'.includes(k) && (clock === 'virtual' || t - f >= 1e8) ? t - f : 0;
}

class LaneHistory {
  // `from` is the index of the first snapshot of the range. Of the tasks that are not in `watched` only the blocks are
  // kept: there may be very many. `state` is that of some step of the range; what its tasks did before the range follows
  // from it and from what they do first, which is faster than to derive the state where the range begins.
  constructor(playback, from, [first, last], watched, state) {
    Object.assign(this, { first, last, watched });
    this.blocks = []; // {step, lane (0: the event loop), snapshot}
    this.nested = []; // first steps of eager tasks: {step, lane, outer}
    this.intervals = []; // {task, phase, begin, end (steps), edge: it began before the range, own, source}
    this.ends = new Map(); // task -> {step, kind}
    this.iterations = []; // {iteration, run, thread, begin, end}; the steps at the end of asyncio.run() are one
    this.open = new Map(); // by task, the interval that goes on
    this.met = new Set(); // the tasks of which something has been seen
    this.at = new Map(); // the block of each step
    this.step = first - 1;
    for (let index = from; index < playback.count && playback.snapshot(index).n <= last; ++index) this.add(playback.snapshot(index));
    for (const task of first > 1 ? watched : []) {
      const of = state.tasks.get(task);
      if (of) this.meet(task, of.phase);
    }
    this.step = last + 1;
    for (const task of [...this.open.keys()]) this.close(task);
    this.intervals.sort((one, other) => one.task - other.task || one.begin - other.begin);
  }

  isShutdown(step) {
    return Boolean(this.at.get(step)?.snapshot.g);
  }

  // What a task did where the range begins.
  meet(task, phase) {
    if (this.met.has(task)) return;
    this.met.add(task);
    if (this.first > 1 && (phase === 'waiting' || phase === 'ready')) this.open.set(task, { task, phase, begin: this.first - 1, edge: true });
  }

  add(snapshot) {
    const decision = !snapshot.p && snapshot.n > 0;
    if (decision) {
      const { n: step, a: lane = 0, e = [] } = snapshot;
      this.step = step;
      this.meet(lane, 'ready');
      this.close(lane);
      this.blocks.push({ step, lane, snapshot });
      this.at.set(step, this.blocks[this.blocks.length - 1]);
      for (const task of e) this.nested.push({ step, lane: task, outer: lane });
      this.addIteration(snapshot);
    }
    for (const task of snapshot.T || (this.step ? [] : snapshot.K?.T || [])) this.change(task, snapshot, decision);
  }

  addIteration({ n, i, r = 1, w, g }) {
    const latest = this.iterations[this.iterations.length - 1];
    if (latest && (latest.iteration === i && latest.run === r || latest.shutdown && g)) latest.end = n;
    else this.iterations.push({ iteration: i, run: r, thread: w, begin: n, end: n, shutdown: g });
  }

  change({ number: task, phase, started, end }, snapshot, decision) {
    const own = tookStep(snapshot, task);
    // Who is ready, but hasn't started, is new.
    this.meet(task, own || (phase === 'ready' && !started) ? '' : 'waiting');
    if (this.open.get(task)?.phase === phase) return;
    this.close(task);
    if (phase === 'done') this.ends.set(task, { step: this.step, kind: end.kind });
    // `source`: the lane of the step that made the task ready; null if that was the program, or the task itself.
    else if (phase !== 'running') this.open.set(task, { task, phase, begin: this.step, own, source: decision && !own ? snapshot.a || 0 : null });
  }

  close(task) {
    const interval = this.open.get(task);
    this.open.delete(task);
    if (interval && this.watched.has(task)) this.intervals.push({ ...interval, end: this.step });
  }
}
