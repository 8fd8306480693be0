// The rows and columns of the lanes: which tasks and steps they stand for, and where they are. Where there are many tasks,
// neighbours fold into one row.

const MOST_LANES = 36;
const LEAST_PITCH = 10; // px; below, a name can't be read

// The rows of a few tasks: one each.
function rowsOfEach(tasks) {
  return tasks.map((task) => ({ first: task, last: task }));
}

// The rows of very many tasks, numbered from 1: those in `open` each have one, the others fold.
function foldedRows(amount, open, nameOf) {
  const rows = [];
  const fold = (first, last) => {
    if (first <= last) rows.push({ first, last, name: nameOf(first) === nameOf(last) ? nameOf(first) : '' });
  };
  let next = 1;
  for (const task of [...open].sort((one, other) => one - other)) {
    fold(next, task - 1);
    rows.push({ first: task, last: task });
    next = task + 1;
  }
  fold(next, amount);
  return rows;
}

// Gives each row its place between `top` and `top + room`. Folds share what the others leave.
function placeRows(rows, top, room, pitch) {
  const folds = rows.filter(({ first, last }) => first < last).length;
  const rest = Math.max(pitch, (room - pitch * (rows.length - folds)) / folds);
  let at = top;
  for (const row of rows) {
    row.height = row.first < row.last ? rest : pitch;
    row.top = at;
    row.y = at + row.height / 2;
    at += row.height;
  }
}

// The row of a task.
function rowOf(rows, task) {
  let low = 0;
  for (let high = rows.length - 1; low < high;) {
    const middle = (low + high + 1) >> 1;
    if (rows[middle].first <= task) low = middle;
    else high = middle - 1;
  }
  return rows[low];
}

// The tasks that are examined for a row: of a fold, as many as one can tell apart in it.
function sampled({ first, last, height }) {
  const amount = last - first + 1;
  const samples = Math.max(1, Math.min(amount, Math.floor(height / 2)));
  return Array.from({ length: samples }, (_, at) => first + Math.floor((at * amount) / samples));
}

// The columns of a range of steps. Those at the end of asyncio.run() share one.
class Columns {
  constructor(first, last, isShutdown) {
    this.cells = [];
    this.cellAt = [];
    for (let step = first; step <= last; ++step) {
      const cell = this.cells[this.cells.length - 1];
      const shutdown = isShutdown(step);
      if (shutdown && cell && cell.shutdown) cell.last = step;
      else this.cells.push({ first: step, last: step, shutdown });
      this.cellAt.push(this.cells[this.cells.length - 1]);
    }
    Object.assign(this, { first, last });
  }

  // Gives each its place, from `left` on; returns where they end.
  place(left, room, least, shutdown) {
    const groups = this.cells.filter((cell) => cell.shutdown).length;
    this.width = Math.max(least, (room - groups * shutdown) / Math.max(1, this.cells.length - groups));
    this.left = this.right = left;
    for (const cell of this.cells) {
      cell.x = this.right;
      cell.width = cell.shutdown ? shutdown : this.width;
      this.right += cell.width;
    }
    return this.right;
  }

  cell(step) {
    return this.cellAt[Math.max(0, Math.min(step - this.first, this.cellAt.length - 1))];
  }

  // The left edge of a step; where the step after the last one would be, the end.
  x(step) {
    if (step < this.first || !this.cells.length) return this.left;
    return step > this.last ? this.right : this.cell(step).x;
  }

  middle(step) {
    return step > this.last ? this.right : step < this.first ? this.left : this.cell(step).x + this.cell(step).width / 2;
  }

  // The step at a place; `first - 1` is left of them all.
  stepAt(x) {
    if (x < this.left || !this.cells.length) return this.first - 1;
    const cell = this.cells.find((one) => x < one.x + one.width) || this.cells[this.cells.length - 1];
    const share = Math.min(0.999, (x - cell.x) / cell.width);
    return cell.first + Math.floor(share * (cell.last - cell.first + 1));
  }
}
