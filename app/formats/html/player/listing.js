// The listings: with syntax highlighting, the current line marked, and where each task is.

const KEYWORDS = {
  python: 'import from async def await return if else for in while try except finally with as raise lambda None True False not and or global class yield pass',
  cpp: 'co_await co_return auto const for if else return void int double std struct namespace using include try catch throw while template class',
};

// A line in pieces: [class or null, text].
function pieces(line, language) {
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

// The rows of a listing, created once.
function makeListing(text, language) {
  // Hides the comments that tie the two listings together.
  const lines = text.replace(/\s+\/\/ py:\d+/g, '').replace(/\n$/, '').split('\n');
  return lines.map((line, index) => {
    const indentation = line.match(/^\s*/)[0];
    const statement = pieces(line.slice(indentation.length), language).map(([kind, part]) => (kind ? element('span', { class: kind }, [part]) : part));
    const code = element('code', {}, [indentation, element('span', { class: 'statement' }, statement)]);
    const gap = line === '' && lines[index - 1] === '';
    return element('li', { value: index + 1, hidden: gap ? '' : null }, [code]);
  });
}

// Marks the line of a snapshot, and the lines in which tasks wait, are ready or run: those in that file of the language.
function markListing(rows, state, snapshot, language, file) {
  const [python, cpp, inFile = 0] = snapshot.l || [];
  const current = language === 'cpp' ? cpp : inFile === file ? python : null;
  const there = new Map(); // by line
  let at = null; // the line of the task before, and who is there: most often it is the same one
  let who = null;
  for (const one of state.tasks.values()) {
    const runs = snapshot.a === one.number;
    const line = runs ? current : language === 'cpp' || one.file === file ? one[language] : null;
    if (!line || (one.phase === 'done' && !runs)) continue;
    const phase = runs ? 'running' : one.phase;
    if (line !== at) {
      at = line;
      who = there.get(at) || { running: [], ready: [], waiting: [] };
      there.set(at, who);
    }
    if (who[phase]) who[phase].push(one.number);
  }
  rows.forEach((row, index) => {
    row.classList.toggle('current', index + 1 === current);
    if (index + 1 === current) row.setAttribute('aria-current', 'step');
    else row.removeAttribute('aria-current');
    row.querySelectorAll('.who').forEach((old) => old.remove());
    const here = there.get(index + 1);
    if (!here) return;
    const tags = ['running', 'ready', 'waiting'].filter((phase) => here[phase].length).map((phase) => {
      const all = here[phase];
      const names = all.slice(0, all.length > 3 ? 2 : 3).map((number) => 'T' + number);
      if (names.length < all.length) names.push('+' + (all.length - names.length));
      return element('span', { class: 'tag ' + phase }, [glyph(phase), names.join(' ')]);
    });
    row.append(element('span', { class: 'who' }, tags));
  });
}
