// What happened in a range of steps, as the lanes draw it: blocks (a task or a handle of the loop runs) and intervals (a
// task waits, or is in the ready queue).

// Whether a snapshot is a decision of the event loop: a step with a column of its own.
function isDecision(snapshot) {
  return !snapshot.p && snapshot.n > 0;
}

// Whether a task took a step in a snapshot: its own, or its first one nested in another's.
function tookStep(snapshot, task) {
  return snapshot.a === task || (snapshot.e || []).includes(task);
}

// How long a step kept everything else from running. On a real clock every step takes some time, so only what
// asyncio's debug mode calls slow counts.
function blockedFor(snapshot, clock) {
  if (!'tcl'.includes(snapshot.k) || snapshot.f === undefined) return 0;
  const time = snapshot.t - snapshot.f;
  return clock === 'virtual' || clock === undefined || time >= 1e8 ? time : 0;
}

// `from`: the index of the range's first snapshot. Of the tasks that are not in `watched` only the blocks are kept: there may be very many. `state` is that of some step of
// the range; what its tasks did before the range follows from it and from what they do first, which is faster than to
// derive the state where the range begins.
class LaneHistory {
  constructor(playback, from, [first, last], watched, state) {
    Object.assign(this, { first, last, watched });
    this.blocks = []; // {column, lane (0: the event loop), snapshot}
    this.nested = []; // first steps of eager tasks: {column, lane, outer}
    this.intervals = []; // {task, phase, begin, end (columns), edge: it began before the range, own, source}
    this.ends = new Map(); // task -> {column, kind}
    this.iterations = []; // {iteration, run, thread, begin, end}
    this.open = new Map(); // by task, the interval that goes on
    this.met = new Set(); // the tasks of which something has been seen
    this.column = first - 1;
    for (let at = from; at < playback.count; ++at) {
      const snapshot = playback.snapshot(at);
      if (snapshot.n > last) break;
      this.add(snapshot, at);
    }
    for (const task of first > 1 ? watched : []) {
      const of = state.tasks.get(task);
      if (of && !this.met.has(task)) this.meet(task, of.phase);
    }
    this.column = last + 1;
    for (const task of [...this.open.keys()]) this.close(task);
    this.intervals.sort((one, other) => one.task - other.task || one.begin - other.begin);
    this.byColumn = new Map(this.blocks.map((block) => [block.column, block]));
  }

  // What a task did where the range begins.
  meet(task, phase) {
    if (this.met.has(task)) return;
    this.met.add(task);
    if (this.first > 1 && (phase === 'waiting' || phase === 'ready')) this.open.set(task, { task, phase, begin: this.first - 1, edge: true });
  }

  add(snapshot, index) {
    const decision = isDecision(snapshot);
    if (decision) {
      this.column = snapshot.n;
      if (snapshot.a) {
        this.meet(snapshot.a, 'ready');
        this.close(snapshot.a);
      }
      this.blocks.push({ column: this.column, lane: snapshot.a || 0, snapshot });
      for (const task of snapshot.e || []) this.nested.push({ column: this.column, lane: task, outer: snapshot.a || 0 });
      this.addIteration(snapshot);
    }
    for (const task of snapshot.T || (index === 0 && snapshot.K ? snapshot.K.T : [])) this.change(task, snapshot, decision);
  }

  addIteration({ i, r = 1, w, g }) {
    const latest = this.iterations[this.iterations.length - 1];
    if (latest && latest.iteration === i && latest.run === r) latest.end = this.column;
    else this.iterations.push({ iteration: i, run: r, thread: w, begin: this.column, end: this.column, shutdown: g });
  }

  change(task, snapshot, decision) {
    const { number, phase, started } = task;
    // Who is ready, but hasn't started, is new.
    this.meet(number, tookStep(snapshot, number) || (phase === 'ready' && !started) ? '' : 'waiting');
    const before = this.open.get(number);
    if (before && before.phase === phase) return;
    this.close(number);
    if (phase === 'done') {
      this.ends.set(number, { column: this.column, kind: task.end ? task.end.kind : 'returned' });
    } else if (phase !== 'running') {
      // `source`: the lane of the step that made the task ready; none if that was the program, or the task itself.
      const own = tookStep(snapshot, number);
      const source = decision && !own ? snapshot.a || 0 : null;
      this.open.set(number, { task: number, phase, begin: this.column, own, source, edge: false });
    }
  }

  close(task) {
    const interval = this.open.get(task);
    if (!interval) return;
    this.open.delete(task);
    if (this.watched.has(task)) this.intervals.push({ ...interval, end: this.column });
  }
}
