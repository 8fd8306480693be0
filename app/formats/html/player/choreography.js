// What moves on the way from one scene to the next, when, and along which places: a plan, which motion.js plays. All
// times are in milliseconds. A step back is the plan of the step forward, played backwards.

const MOVE = 320;
const SWEEP = 600;
const FROM_QUEUE = 70; // the slot is being left meanwhile
const BORN = 260;
const WAKE = 480; // near the end of the clock's sweep
const APART = 40;

// A move: a thing's way along stops, from `start` on. `offsets` say when it is at each stop, if not evenly.
// `early` and `late` are what motion.js captured of the two scenes.
function planMoves(early, late) {
  const jump = late.scene.slot.kind === 'idle';
  const moves = [];
  let woken = 0;
  for (const [key, to] of late.places) {
    const from = early.places.get(key);
    if (!from && (to.resting || stayed(key, early.scene, late.scene))) continue;
    if (!from) moves.push(enter(key, to, early, late));
    else if (wokenByTimer(key, early, late)) moves.push({ key, stops: [grown(late.slot), to], start: FROM_QUEUE + MOVE, length: MOVE });
    else if (moved(from.box, to.box)) {
      const leaves = early.scene.slot.key === key;
      if (!jump) moves.push({ key, stops: [from, to], start: leaves ? 0 : FROM_QUEUE, length: MOVE });
      else moves.push(leaves && early.ghost ? parkedFirst(key, from, early.ghost, to, WAKE + APART * woken++) : { key, stops: [from, to], start: leaves ? 0 : WAKE + APART * woken++, length: MOVE });
    }
  }
  for (const [key, from] of early.places) {
    if (!late.places.has(key) && !from.resting) moves.push({ key, leaves: from, start: 0, length: 180 });
  }
  return moves;
}

// Whether it is a timer that keeps its place on the rail, although the task that waited for it has left.
function stayed(key, early, late) {
  const is = (timer) => 'H' + timer.handle === key;
  return late.timers.some(is) && early.timers.some(is);
}

// Something that was not there before: the handle that runs comes from the head of the queue, what a step made grows out
// of the slot, and the program's card just appears.
function enter(key, to, early, late) {
  if (key === 'idle' || key === 'program') return { key, appears: to, start: 0, length: 200 };
  const head = early.scene.queue[0];
  const before = late.scene.slot.key === key && head && early.places.get(head.key);
  if (before) return { key, stops: [before, to], start: FROM_QUEUE, length: MOVE };
  return { key, stops: [grown(late.slot, to.label), to], start: BORN, length: MOVE };
}

// Whether this task's timer runs in the slot, so that the task leaves the slot, not the queue.
function wokenByTimer(key, early, late) {
  const head = early.scene.queue[0];
  return !late.scene.outside && late.scene.snapshot.k === 'm' && head && head.key === key && key[0] === 'T';
}

// A task whose sleep ends in the jump right after its step is seen at its deadline first.
function parkedFirst(key, from, ghost, to, wake) {
  const length = wake + MOVE;
  return { key, stops: [from, ghost, ghost, to], offsets: [0, MOVE / length, wake / length, 1], start: 0, length };
}

// The place out of which a new thing grows: the middle of the slot.
function grown(slot, label) {
  return { ...slot, small: true, label: label || slot.label };
}

function planPrints(late) {
  return late.prints.filter(({ from }) => from).map((print, at) => ({ ...print, start: 240 + 90 * at, length: 400 }));
}

// The sweep of the clock's hand: in a jump, or while the code in the slot blocks.
function planSweep(early, late) {
  if (early.hand === late.hand) return null;
  return { start: late.scene.slot.kind === 'idle' ? 0 : 300, length: SWEEP };
}

function moved(one, other) {
  return Math.abs(one.left - other.left) >= 1 || Math.abs(one.top - other.top) >= 1 || Math.abs(one.width - other.width) >= 1;
}
