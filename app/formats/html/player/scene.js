// A scene: where everything is after a step. Whatever moves has a key and one place at a time; stepping moves it:
//   'T2'   a task: in the slot, in the ready queue, at its deadline on the rail, in the bay of those that wait without
//          a deadline, or done, in its lane
//   'H13'  a handle that is no task: a done callback, a call, a timer of which no task waits for the end

// Of a long queue, of many timers, of many waiting tasks only the first have places: the others are counted.

const MOST_PLACES = 100;

function sceneOf(playback, index) {
  const head = index > 0 ? playback.state(index - 1).first(1)[0] : null;
  const snapshot = playback.snapshot(index);
  const state = playback.state(index);
  const outside = !playback.decides(index);
  const running = outside ? 0 : snapshot.a || 0;
  const placed = new Set(); // the tasks that have a place
  const slot = slotOf(snapshot, outside, head);
  if (running) placed.add(running);
  const queue = queueOf(state, snapshot, outside, placed);
  const timers = timersOf(state, running, placed);
  const [bay, waiting] = bayOf(state, running, placed);
  const ended = endedIn(playback, index).filter((task) => task !== running).map((task) => 'T' + task);
  return { index, snapshot, state, outside, running, ran: head, slot, queue, queued: state.queued, left: Math.min(state.left, state.queued), timers, bay, waiting, ended };
}

// What is in the slot: a task, a handle of the loop, nothing while the clock moves, or the program outside of the loop.
function slotOf(snapshot, outside, head) {
  if (outside) return { kind: snapshot.k === 'e' || snapshot.k === 'h' ? 'over' : 'program', key: 'program' };
  if (snapshot.k === 'j') return { kind: 'idle', key: 'idle' };
  if (snapshot.a) return { kind: 'task', key: 'T' + snapshot.a, task: snapshot.a };
  return { kind: snapshot.u ? 'own' : 'loop', key: head ? 'H' + head.handle : 'loop', task: head ? head.task : 0 };
}

// The ready queue. A task that waits for the timer in it is where its timer is.
function queueOf(state, snapshot, outside, placed) {
  return state.first(MOST_PLACES).map((handle) => {
    const { task, kind } = handle;
    const awaited = kind === 'timer' && task && state.tasks.get(task)?.phase === 'waiting';
    const moves = (kind === 'task' || awaited) && !placed.has(task);
    if (moves) placed.add(task);
    const fresh = !outside && handle.joined === snapshot.n;
    return { ...handle, key: moves ? 'T' + task : 'H' + handle.handle, fresh, ghost: kind === 'task' && !moves };
  });
}

// The timers by deadline. Of several timers of a waiting task, the one set last is where it is; the place of a task that
// still runs is only outlined.
function timersOf(state, running, placed) {
  const timers = state.timers.slice(0, MOST_PLACES);
  const last = new Map();
  for (const { task, handle } of timers) {
    if (task && state.tasks.get(task)?.phase === 'waiting' && handle > (last.get(task) || 0)) last.set(task, handle);
  }
  return timers.map((timer) => {
    const own = last.get(timer.task) === timer.handle;
    const ghost = own && timer.task === running;
    const moves = own && !placed.has(timer.task);
    if (moves) placed.add(timer.task);
    return { ...timer, key: moves ? 'T' + timer.task : 'H' + timer.handle, ghost };
  });
}

// The tasks that wait without a deadline, and how many there are.
function bayOf(state, running, placed) {
  const bay = [];
  let count = 0;
  const timed = state.timers.length > MOST_PLACES ? new Set(state.timers.map(({ task }) => task)) : placed;
  for (const { number, phase, awaits } of state.tasks.values()) {
    if (phase !== 'waiting' || number === running || placed.has(number) || timed.has(number)) continue;
    if (count++ < MOST_PLACES) bay.push({ key: 'T' + number, task: number, awaits });
  }
  return [bay, count];
}

// The tasks that a snapshot or the one before it ended: they are on the way to their lanes.
function endedIn(playback, index) {
  const changed = [index - 1, index].flatMap((at) => (at >= 0 && playback.snapshot(at).T) || []);
  const { tasks } = playback.state(index);
  return [...new Set(changed.map(({ number }) => number))].filter((number) => tasks.get(number).phase === 'done');
}

// What reads of a handle in the sentence of a verdict.
function handleName({ kind, name }) {
  if (kind === 'timer') return say('timerOf', name);
  return kind === 'callback' ? say('callbackOf', name) : name;
}
