// One playback on the page: sentence, listing, loop, output and lanes of the current snapshot.

function element(name, attributes = {}, children = []) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function glyph(phase) {
  return element('i', { class: 'glyph ' + phase, 'aria-hidden': 'true' });
}

class Player {
  constructor(root, playback) {
    this.root = root;
    this.playback = playback;
    this.words = WORDS[playback.head.lang];
    this.index = 0;
    this.chosen = () => {};
    this.answered = () => {};
    this.find = (name) => root.querySelector('.' + name);
    root.querySelectorAll('[data-word]').forEach((place) => (place.textContent = this.words[place.dataset.word]));
    root.setAttribute('aria-label', playback.head.name);
    this.find('name').textContent = playback.head.name;
    this.find('title').textContent = playback.head.title;
    const given = Object.entries(playback.head.arguments).map(([key, value]) => `${key}=${value}`);
    this.find('given').textContent = ['CPython ' + playback.head.python].concat(given).join(' · ');
    this.find('phases').replaceChildren(...this.words.phases.map((phase) => element('li', {}, [phase])));
    this.rows = {}; // by language, of each of its files
    for (const language of ['python', 'cpp']) {
      const files = playback.head.listings[language];
      if (files.length) this.rows[language] = files.map((listing) => makeListing(listing.text, language));
    }
    this.read(this.rows.python ? 'python' : 'cpp');
  }

  // Shows the listing in that language, if there is one.
  read(language) {
    if (!this.rows[language]) return;
    this.language = language;
    this.file = null;
    this.open();
    this.showSentence(this.playback.snapshot(this.index), this.verdict); // its line numbers are the listing's
    this.showAdvice();
    this.mark();
    this.scroll();
  }

  // Shows the file in which the current line is; without one, the file before.
  open() {
    if (!this.rows[this.language]) return;
    const { l } = this.playback.snapshot(this.index);
    const file = this.language === 'python' && l ? l[2] || 0 : this.file || 0;
    if (file === this.file) return;
    this.file = file;
    this.find('file').textContent = this.playback.head.listings[this.language][file].file;
    this.find('code').replaceChildren(...this.rows[this.language][file]);
  }

  mark() {
    if (!this.rows[this.language]) return;
    const rows = this.rows[this.language][this.file];
    markListing(rows, this.playback.state(this.index), this.playback.snapshot(this.index), this.language, this.file);
  }

  // Shows a snapshot. While the reader is to predict the next one, that is `guessing`; `verdict` is the result of a
  // guess.
  show(index, guessing, verdict) {
    this.index = Math.max(0, Math.min(index, this.playback.count - 1));
    const snapshot = this.playback.snapshot(this.index);
    this.showPlace(snapshot);
    this.showSentence(snapshot, verdict);
    this.showLoop(snapshot, guessing);
    this.showTimers(snapshot);
    this.showOutput();
    this.open();
    this.mark();
    this.drawLanes();
    this.scroll();
  }

  drawLanes() {
    drawLanes(this.find('lanes'), this.room, this.playback, this.index, this.words, (index) => this.chosen(index));
  }

  // Redraws what depends on the available space.
  resize() {
    this.measure();
    this.showTimers(this.playback.snapshot(this.index));
    this.drawLanes();
  }

  // Measures the space for the lanes and the clock. Measuring forces a layout of the page, so it is done when the size
  // changes, not at each step.
  measure() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.room = { rem, width: this.find('lanes').clientWidth, clock: this.find('clock').clientWidth };
  }

  // Scrolls to the current line, and to the last one printed. Called last, for the same reason.
  scroll() {
    const code = this.find('code');
    const current = code.querySelector('.current');
    const output = this.find('output');
    const middle = current && code.scrollHeight > code.clientHeight ? current.offsetTop - code.clientHeight / 2 : null;
    const end = output.scrollHeight;
    if (middle !== null) code.scrollTop = middle;
    output.scrollTop = end;
  }

  showPlace(snapshot) {
    const { steps, runs, lang } = this.playback.head;
    const parts = [];
    const bold = (text) => element('b', {}, [text]);
    const iteration = snapshot.i ? (lang === 'zh' ? ` · 第 ${snapshot.i} 轮` : ` · ${this.words.iteration} ${snapshot.i}`) : '';
    const run = runs > 1 && (snapshot.r || 1) > 1 ? (lang === 'zh' ? ` · 第 ${snapshot.r} 次运行` : ` · ${this.words.run} ${snapshot.r}`) : '';
    if (snapshot.p) parts.push(lang === 'zh' ? `第 ${snapshot.n} 步之后` : `${this.words.behind} ${snapshot.n}`, ' · ');
    else if (snapshot.n === 0) parts.push(this.words.before, ' · ');
    else if (lang === 'zh') parts.push('第 ', bold(String(snapshot.n)), ` / ${steps} 步${iteration}${run} · `);
    else parts.push('Step ', bold(String(snapshot.n)), ` of ${steps}${iteration}${run} · `);
    parts.push(bold(timeText(snapshot.t)));
    if (snapshot.w) parts.push(` · ${this.words.thread} ${snapshot.w}`);
    this.find('place').replaceChildren(...parts);
  }

  showSentence(snapshot, verdict) {
    this.verdict = verdict;
    const words = this.nodes(snapshot.s, snapshot.c);
    this.find('sentence').replaceChildren(element('p', {}, [verdict ? element('em', {}, [verdict + ' ']) : null, ...words]));
  }

  // The nodes of a sentence; the step that it names is a link.
  nodes(pieces, step) {
    const link = (text) => {
      const made = element('a', { href: '#step=' + step }, [text]);
      made.addEventListener('click', (event) => {
        event.preventDefault();
        this.chosen(this.playback.find(String(step)));
      });
      return made;
    };
    return pieces.map((piece) => {
      if (typeof piece === 'string') return piece;
      if (typeof piece === 'number') return this.playback.phrase(piece);
      if (piece[0] === 'line') return String(this.lineShown(piece[1]));
      return piece[0] === 'cause' && step ? link(piece[1]) : element('b', { class: piece[0] }, [this.playback.phrase(piece[1])]);
    });
  }

  // The line of the listing that is shown, for one of the Python program.
  lineShown(number) {
    return (this.language === 'cpp' && this.playback.head.lines[number]) || number;
  }

  // What is wrong with the program; its lines are underlined in the listing.
  showAdvice() {
    const { advice } = this.playback.tail;
    this.find('warnings').hidden = advice.length === 0;
    this.find('advice').replaceChildren(...advice.map(([step, , pieces]) => element('li', {}, this.nodes(pieces, step))));
    const files = this.rows[this.language];
    for (const [, line, , file] of advice) files?.[file]?.[this.lineShown(line) - 1]?.classList.add('warned');
  }

  showLoop(snapshot, guessing) {
    const words = this.words;
    const phase = { j: 0, m: 2 }[snapshot.k];
    [...this.find('phases').children].forEach((item, at) => item.classList.toggle('on', snapshot.n > 0 && !snapshot.p && at === (phase === undefined ? 2 : phase)));
    const state = this.playback.state(this.index);
    const slot = this.find('slot');
    const outside = snapshot.p || snapshot.n === 0;
    const who = snapshot.a ? 'T' + snapshot.a : snapshot.k === 'j' ? snapshot.b[0] : outside ? words.program : snapshot.b[0];
    const does = snapshot.a ? (state.tasks.get(snapshot.a).phase === 'done' ? state.tasks.get(snapshot.a).end : words[state.tasks.get(snapshot.a).phase] || '') : snapshot.k === 'j' || !outside ? snapshot.b[1] || '' : '';
    slot.className = 'slot ' + (snapshot.a || (outside && !snapshot.last) || snapshot.o ? 'own' : 'loop');
    slot.classList.toggle('long', who.split(' ').some((word) => word.length > 6));
    const name = snapshot.a ? this.playback.names[snapshot.a - 1] : '';
    slot.replaceChildren(element('b', {}, [who]), element('small', {}, [[name, does].filter(Boolean).join(' · ')]));

    const queue = this.find('queue');
    if (guessing) {
      queue.replaceChildren(this.question(guessing));
      return;
    }
    const joined = new Set((snapshot.q ? snapshot.q[1] : []).map((chip) => chip[0]));
    const MOST = 12;
    const chips = state.first(MOST).map((chip) => this.chip(chip, joined.has(chip[0])));
    const fence = element('li', { class: 'fence' }, [element('span', {}, [words.next])]);
    if (state.left < chips.length) chips.splice(state.left, 0, fence);
    queue.classList.toggle('many', state.queued > 5);
    if (state.queued > MOST) chips.push(element('li', { class: 'more' }, ['+' + (state.queued - MOST)]));
    queue.replaceChildren(...(chips.length ? chips : [element('li', { class: 'none' }, [words.empty])]));
  }

  chip([, who, what, own], joined) {
    return element('li', { class: 'chip' + (own ? ' own' : '') + (joined ? ' joined' : '') }, [element('b', {}, [who]), element('small', {}, [what])]);
  }

  // The candidates for what runs next, as buttons in an order that does not give the answer away.
  question(next) {
    const words = this.words;
    const state = this.playback.state(this.index);
    const button = (label, right) => {
      const made = element('button', { type: 'button' }, [label]);
      made.addEventListener('click', () => this.answered(right, next));
      return made;
    };
    const name = (chip) => (chip[3] ? `${chip[1]}: ${chip[2]}` : chip[1]);
    const labels = new Map(state.first(4).map((chip, at) => [name(chip), at === 0]).reverse());
    const queued = [...labels].map(([label, first]) => ({ label, right: first && !next.p && next.k !== 'j' }));
    const others = queued.length ? [] : [{ label: words.jumps, right: next.k === 'j' }, { label: words.stops, right: next.k !== 'j' }];
    const candidates = queued.concat(others).sort((one, other) => (one.label < other.label ? -1 : 1));
    return element('li', { class: 'question' }, [element('strong', {}, [words.which]), ...candidates.map(({ label, right }) => button(label, right))]);
  }

  // The timers along the clock, by deadline; those that don't fit are only counted.
  showTimers(snapshot) {
    const words = this.words;
    const { timers } = this.playback.state(this.index);
    const { clock: width, rem } = this.room;
    const last = timers.length ? timers[timers.length - 1][1] : snapshot.t;
    const end = Math.max(last, snapshot.t, 1);
    const at = (time) => (time / end) * 0.84;
    const names = (all) => all.slice(0, 3).map((timer) => timer[2]).join(' ') + (all.length > 3 ? ' +' + (all.length - 3) : '');
    // Whether a text fits into a row, which is occupied up to some point; if so, the row is now occupied up to the
    // text's end.
    const fits = (row, text, size, time, share) => {
      const wide = (widthOf(text) * 0.6 + 1.2) * size * rem;
      const from = at(time) * width - share * wide;
      if (from < row.end) return false;
      row.end = from + wide;
      return true;
    };
    const rows = [{ end: -width }, { end: -width }];
    const axis = { end: -width };
    const ticks = [];
    const now = `${words.clock} ${timeText(snapshot.t)}`;
    if (snapshot.t > 0 && at(snapshot.t) * width > widthOf(now) * rem) ticks.push(element('span', { class: 'time', style: 'left:0' }, ['0 s']));
    const MOST = 5;
    for (let from = 0, shown = 0; from < timers.length && shown < MOST; ++shown) {
      const when = timers[from][1];
      let to = from;
      while (to < timers.length && timers[to][1] === when) ++to;
      const text = names(timers.slice(from, to));
      const row = rows.findIndex((one) => fits(one, text, 0.9, when, at(when)));
      if (row >= 0) ticks.push(element('span', { class: 'tick', style: `left:${at(when) * 100}%;translate:${-at(when) * 100}%;bottom:${0.7 + 1.7 * row}rem` }, [text]));
      const time = timeText(when);
      const near = Math.abs(at(when) - at(snapshot.t)) * width < ((widthOf(now) + widthOf(time)) / 2) * 0.6 * rem;
      if (!near && fits(axis, time, 0.9, when, 0.5)) ticks.push(element('span', { class: 'time', style: `left:${at(when) * 100}%` }, [time]));
      from = to;
    }
    const hand = element('i', { class: 'hand', style: `left:${at(snapshot.t) * 100}%;--share:${-at(snapshot.t) * 100}%`, 'data-now': now });
    this.find('clock').replaceChildren(...ticks, hand);
    this.find('pending').textContent = timers.length ? names(timers) : words.none;
  }

  showOutput() {
    const words = this.words;
    const { lines, whole } = this.playback.output(this.index, 60);
    const shown = `${lines.length} ${lines.length && lines.at(-1)[0]} ${lines.length && lines.at(-1)[0] === this.index}`;
    if (shown === this.printed) return;
    this.printed = shown;
    const rows = lines.map(([index, task, text, aside]) =>
      element('li', { class: (index === this.index ? 'new' : '') + (aside ? ' aside' : '') }, [
        element('span', {}, [this.playback.name(index)]),
        element('span', {}, [task ? 'T' + task : '']),
        element('code', {}, [text]),
      ]),
    );
    if (!whole) rows.unshift(element('li', { class: 'none' }, ['…']));
    this.find('output').replaceChildren(...(rows.length ? rows : [element('li', { class: 'none' }, [words.nothing])]));
  }
}
