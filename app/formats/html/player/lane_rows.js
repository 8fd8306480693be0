// The rows and columns of the lanes: which tasks and steps they stand for, and where they are.

// The rows of tasks numbered from 1, of which those in `open` have one each. Neighbours that are left fold into one.
function rowsOf(amount, open) {
  const rows = [];
  const fold = (first, last) => first <= last && rows.push({ first, last, fold: last > first });
  let next = 1;
  for (const task of [...open].sort((one, other) => one - other)) {
    fold(next, task - 1);
    fold(task, task);
    next = task + 1;
  }
  fold(next, amount);
  return rows;
}

// Gives each row its place between `top` and `top + room`. Folds share what the others leave.
function placeRows(rows, top, room, pitch) {
  const folds = rows.filter(({ fold }) => fold).length;
  const rest = Math.max(pitch, (room - pitch * (rows.length - folds)) / folds);
  for (const row of rows) {
    row.height = row.fold ? rest : pitch;
    row.top = top;
    row.y = top + row.height / 2;
    top += row.height;
  }
}

// The tasks that are examined for a row: of a fold, as many as one can tell apart in it.
function sampled({ first, last, height }) {
  const amount = last - first + 1;
  const samples = Math.ceil(Math.min(amount, height / 2));
  return Array.from({ length: samples }, (_, at) => first + Math.floor((at * amount) / samples));
}

// The columns of a range of steps. Those at the end of asyncio.run() share one.
class Columns {
  constructor([first, last], isShutdown) {
    this.cells = [];
    this.cellAt = [];
    for (let step = first; step <= last; ++step) {
      const shutdown = isShutdown(step);
      const before = this.cells[this.cells.length - 1];
      if (shutdown && before?.shutdown) before.last = step;
      else this.cells.push({ first: step, last: step, shutdown });
      this.cellAt.push(this.cells[this.cells.length - 1]);
    }
    Object.assign(this, { first, last });
  }

  // Gives each its place, from `left` on.
  place(left, room, least, shutdown) {
    const groups = this.cells.filter((cell) => cell.shutdown).length;
    this.width = Math.max(least, (room - groups * shutdown) / Math.max(1, this.cells.length - groups));
    this.left = this.right = left;
    for (const cell of this.cells) {
      cell.x = this.right;
      cell.width = cell.shutdown ? shutdown : this.width;
      this.right += cell.width;
    }
  }

  has(step) {
    return step >= this.first && step <= this.last;
  }

  // The place of a step; before the first and after the last one, an edge.
  cell(step) {
    return this.has(step) ? this.cellAt[step - this.first] : { x: step < this.first ? this.left : this.right, width: 0 };
  }

  x(step) {
    return this.cell(step).x;
  }

  middle(step) {
    return this.x(step) + this.cell(step).width / 2;
  }

  // The step at a place; left of them all, the one before the first.
  stepAt(x) {
    const at = this.cells.findIndex((cell) => x < cell.x + cell.width);
    if (x < this.left || !this.cells.length) return this.first - 1;
    const { first, last, x: left, width } = at < 0 ? this.cells[this.cells.length - 1] : this.cells[at];
    return first + Math.floor(Math.min(0.99, (x - left) / width) * (last - first + 1));
  }
}
