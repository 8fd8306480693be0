// The clock rail: time from left to right, on one scale for the whole playback. A deadline is a pole, and the tasks
// that wait for it are flags on it; those that wait without a deadline are in the bay at its right.

const MOST_IN_BAY = 4;
const NICE = [-9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** (power + 9)));

class Rail {
  constructor(root, playback) {
    this.playback = playback;
    this.track = root.querySelector('.track');
    this.bay = root.querySelector('.bay');
    this.time = root.querySelector('.time');
    this.count = root.querySelector('.pending');
    const { end, last, bay } = playback.head;
    // A deadline far behind the end would leave no room for the rest: it stands at the right, as "later".
    this.later = end > 0 && last > 2 * end;
    this.end = (this.later ? end : Math.max(end, last)) || 1;
    this.still = !end && !last; // nothing ever depends on the clock
    this.bay.hidden = !bay;
  }

  measure(rem) {
    this.rem = rem;
    this.width = this.track.clientWidth;
    this.reach = Math.max(0, this.width - (this.later ? 5.5 : 1.6) * rem);
  }

  x(time) {
    return 0.4 * this.rem + Math.min(1, time / this.end) * this.reach;
  }

  // Draws the timers of a scene; `put(key, element)` is told where each is.
  show(scene, put) {
    const now = scene.snapshot.t;
    this.time.textContent = clockText(now, this.end);
    const groups = byDeadline(scene.timers, (when) => this.later && when > this.end);
    if (groups.length) groups[groups.length - 1].more = scene.state.timers.length - scene.timers.length;
    const count = scene.state.timers.length;
    this.count.replaceChildren(say('timers'), element('span', {}, count ? String(count) : say('noTimers')));
    const parts = [element('i', { class: 'axis' }), element('i', { class: 'past', style: `width:${this.x(now)}px` }), ...this.ticks(now)];
    if (this.later) parts.push(element('span', { class: 'tick ahead later', style: `left:${this.width - 2 * this.rem}px` }, say('later')));
    parts.push(...this.poles(groups, this.x(now), put));
    parts.push(element('i', { class: 'hand' + (this.x(now) > this.width - 3 * this.rem ? ' late' : ''), 'data-now': say('now'), style: `left:${this.x(now)}px` }));
    this.track.replaceChildren(...parts);
    this.showBay(scene.bay, scene.waiting, put);
  }

  ticks(now) {
    if (this.still) return [this.tick(0, now)];
    const step = NICE.find((one) => (one / this.end) * this.reach >= 5.5 * this.rem) || this.end;
    const ticks = [];
    for (let time = 0; time <= this.end * 1.0001; time += step) ticks.push(this.tick(time, now));
    return ticks;
  }

  tick(time, now) {
    return element('span', { class: 'tick' + (time > now ? ' ahead' : ''), style: `left:${this.x(time)}px` }, timeText(time));
  }

  // Flags stand on the side of their pole where neither the hand nor another flag is, in one of two rows; those for
  // which there is no room are counted.
  poles(groups, hand, put) {
    const rows = [-Infinity, -Infinity];
    const poles = [];
    for (const { when, timers, more } of groups) {
      const x = when > this.end ? this.width - 2 * this.rem : this.x(when);
      const most = Math.max(1, Math.floor(Math.max(x, this.width - x) / (3.2 * this.rem)) - 1);
      const flags = timers.slice(0, timers.length + more > most ? most - 1 || 1 : most).map((timer) => this.flag(timer, put));
      const rest = timers.slice(flags.length);
      if (rest.length + more) flags.push(this.rest(rest, more, put));
      const wide = (text) => (Math.min(9, widthOf(text)) * 0.62 + 1.35) * this.rem;
      const length = flags.reduce((sum, flag) => sum + wide(flag.textContent), 0);
      const covers = x - length < hand + 4 && hand < x - 1;
      const left = x + length > this.width || (x - length > rows[0] && x > this.width * 0.4 && !covers);
      const begin = left ? x - length : x;
      const row = begin >= rows[0] ? 0 : begin >= rows[1] ? 1 : -1;
      const title = `${timeText(when)}: ${timers.map((timer) => timer.name).join(', ')}`;
      const pole = element('div', { class: `pole${left ? ' left' : ''}${row < 0 ? ' bare' : ''}`, style: `left:${x}px;--row:${Math.max(0, row)}`, title }, row < 0 ? [] : element('div', { class: 'flags', style: `width:${length}px` }, flags));
      if (row >= 0) rows[row] = begin + length + 0.3 * this.rem;
      else for (const timer of timers) if (!timer.ghost) put(timer.key, pole);
      poles.push(pole);
    }
    return poles;
  }

  flag(timer, put) {
    const flag = element('div', {
      class: `flag ${timer.kind}${timer.ghost ? ' ghost' : ''}${timer.key[0] === 'H' && !timer.ghost ? ' other' : ''}`,
      'data-task': timer.task || null,
      tabindex: timer.ghost ? null : 0,
      title: `${timer.name} · ${timeText(timer.when)}`,
    }, timer.name);
    return timer.ghost ? flag : put(timer.key, flag);
  }

  rest(timers, more, put) {
    const rest = element('div', { class: 'flag rest', title: timers.map((timer) => timer.name).join(', ') }, '+' + (timers.length + more));
    for (const timer of timers) if (!timer.ghost) put(timer.key, rest);
    return rest;
  }

  showBay(bay, count, put) {
    const shown = bay.slice(0, count > MOST_IN_BAY ? MOST_IN_BAY - 1 : MOST_IN_BAY);
    const rows = shown.map(({ key, task, awaits }) =>
      element('li', {}, put(key, element('div', { class: 'flag', 'data-task': task, tabindex: 0 }, key)), element('small', { title: this.playback.text(awaits) }, this.playback.text(awaits))));
    const hidden = bay.slice(shown.length);
    if (hidden.length) {
      const more = element('div', { class: 'flag rest', title: hidden.map(({ key }) => key).join(' ') }, '+' + (count - shown.length));
      for (const { key } of hidden) put(key, more);
      rows.push(element('li', {}, more));
    }
    this.bay.querySelector('ol').replaceChildren(...rows);
  }
}

// Timers in groups of equal deadline, those that are `late` in one.
function byDeadline(timers, late) {
  const groups = [];
  for (const timer of timers) {
    const last = groups[groups.length - 1];
    if (last && (last.when === timer.when || (late(last.when) && late(timer.when)))) last.timers.push(timer);
    else groups.push({ when: timer.when, timers: [timer], more: 0 });
  }
  return groups;
}

// The clock's reading: its number of digits does not change within a playback.
function clockText(time, end) {
  return end >= 1e8 || time === 0 ? (time / 1e9).toFixed(3) + ' s' : timeText(time);
}

// In characters; a Chinese one counts as two.
function widthOf(text) {
  return [...text].reduce((sum, letter) => sum + (letter.codePointAt(0) > 0x2e80 ? 2 : 1), 0);
}
