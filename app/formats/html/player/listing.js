// The listings: with syntax highlighting, the current line marked, and a token for each task at its line.

const KEYWORDS = {
  python: 'import from async def await return if elif else for in while try except finally with as raise lambda None True False not and or is global nonlocal class yield pass break continue',
  cpp: 'co_await co_return auto const constexpr for if else return void int double bool std struct namespace using include try catch throw while template class',
};
const MOST_TOKENS = 3;
const TOKEN = 3.7; // as wide as so many letters of the code
const TOKEN_ORDER = ['running', 'ready', 'waiting'];
const MOST_LIT = 40; // tasks of a line that light it up when they are pointed at elsewhere

// A line in pieces: [class or null, text].
function highlighted(line, language) {
  const words = new Set(KEYWORDS[language].split(' '));
  const comment = language === 'python' ? /#.*/y : /\/\/.*/y;
  const rules = [['string', /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y], ['comment', comment], ['word', /[A-Za-z_]\w*/y], [null, /[^]/y]];
  const found = [];
  for (let at = 0; at < line.length;) {
    for (const [kind, rule] of rules) {
      rule.lastIndex = at;
      const match = rule.exec(line);
      if (!match) continue;
      at = rule.lastIndex;
      const name = kind === 'word' ? (words.has(match[0]) ? 'keyword' : null) : kind;
      const last = found[found.length - 1];
      if (last && last[0] === name) last[1] += match[0];
      else found.push([name, match[0]]);
      break;
    }
  }
  return found;
}

// The lines of a listing, without the comments that tie the two listings together.
function listingLines(text) {
  return text.replace(/\s+\/\/ py:\d+/g, '').replace(/\n$/, '').split('\n');
}

// The rows of a listing, created once. Of several empty lines, one is shown.
function makeListing(lines, language) {
  return lines.map((line, index) => {
    const indent = line.match(/^\s*/)[0];
    const statement = highlighted(line.slice(indent.length), language).flatMap(([kind, part]) => (kind ? [element('span', { class: kind }, part)] : breakable(part)));
    return element('li', { value: index + 1, hidden: line === '' && lines[index - 1] === '' },
      element('code', { style: `--indent:${indent.length + 2}ch` }, indent, element('span', { class: 'statement' }, statement)), element('span', { class: 'stand' }));
  });
}

// A part of a line that may be broken after a dot, a comma or an opening bracket.
function breakable(text) {
  return text.split(/(?<=[.,(])(?=\w)/).flatMap((part, at) => (at ? [element('wbr'), part] : [part]));
}

// Which tasks stand at which line of a file: by phase, in the order of their numbers. Of many, the first.
function tokensByLine(scene, listing, file) {
  const lines = new Map();
  for (const task of scene.state.tasks.values()) {
    const runs = task.number === scene.running;
    if (task.phase === 'done' && !runs) continue;
    const line = runs ? currentLine(scene, listing, file) : listing === 'cpp' ? task.cpp : task.file === file ? task.python : 0;
    if (!line) continue;
    let here = lines.get(line);
    if (!here) lines.set(line, (here = { running: [], ready: [], waiting: [], count: 0 }));
    const alike = here[runs ? 'running' : task.phase];
    ++here.count;
    if (alike.length < MOST_LIT) alike.push(task);
  }
  return lines;
}

// The line at which the program is after a step; 0 if it is in another file.
function currentLine({ snapshot }, listing, file) {
  const [python, cpp, inFile = 0] = snapshot.l || [];
  return (listing === 'cpp' ? cpp : inFile === file ? python : 0) || 0;
}

// Marks the current line, and puts the tokens where the tasks are; the longer the line, of which `room` letters are
// seen, the fewer. Only rows that change are touched.
function markListing({ rows, lines }, scene, listing, file, room) {
  const current = currentLine(scene, listing, file);
  const tokens = tokensByLine(scene, listing, file);
  rows.forEach((row, index) => {
    const isCurrent = index + 1 === current;
    const here = tokens.get(index + 1);
    const all = here ? TOKEN_ORDER.flatMap((phase) => here[phase].map((task) => ({ ...task, phase }))) : [];
    const count = here ? here.count : 0;
    const most = Math.max(Math.min(2, count), Math.min(MOST_TOKENS, Math.floor((room - widthOf(lines[index])) / TOKEN)));
    const shown = all.slice(0, count > most ? most - 1 : most);
    const mark = `${isCurrent && scene.slot.kind} ${count} ${all.map((task) => task.number + task.phase + task.started).join()}`;
    if (row.mark === mark) return;
    row.mark = mark;
    row.classList.toggle('current', isCurrent);
    row.classList.toggle('faint', isCurrent && scene.slot.kind !== 'task' && scene.slot.kind !== 'own');
    if (isCurrent) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
    if (count) row.dataset.task = all.map((task) => task.number).join(' ');
    else delete row.dataset.task;
    row.lastChild.replaceChildren(...shown.map(token), ...(shown.length < count ? [element('b', { class: 'token rest' }, '+' + (count - shown.length))] : []));
  });
}

function token({ number, phase, started }) {
  return element('b', { class: `token ${phase}${started ? '' : ' unborn'}`, 'data-task': number, 'data-token': number }, 'T' + number);
}

// Copying from a listing gives the program as it is in the file: without tokens, with all its empty lines.
function copyListing(event, rows, lines) {
  const range = getSelection().getRangeAt(0);
  const chosen = rows.map((row, index) => (range.intersectsNode(row) ? index : -1)).filter((index) => index >= 0);
  if (chosen.length < 2) return;
  const first = chosen[0];
  const last = chosen[chosen.length - 1];
  const text = [chosenPart(range, rows[first]), ...lines.slice(first + 1, last), chosenPart(range, rows[last])].join('\n');
  event.clipboardData.setData('text/plain', text);
  event.preventDefault();
}

// What is selected of a row's line.
function chosenPart(range, row) {
  const part = document.createRange();
  part.selectNodeContents(row.firstElementChild);
  if (part.comparePoint(range.startContainer, range.startOffset) >= 0) part.setStart(range.startContainer, range.startOffset);
  if (part.comparePoint(range.endContainer, range.endOffset) <= 0) part.setEnd(range.endContainer, range.endOffset);
  return part.toString();
}
