// Motion: captures where everything is before and after a step, and lets what is in both captures travel from one place
// to the other (FLIP), by the plan of choreography.js.

const EASE = 'cubic-bezier(.2,.7,.2,1)';
const MOST_PRINTS = 4; // of a step; more would be a swarm
const SWEEP_EASE = 'cubic-bezier(.45,0,.3,1)';
const reduced = matchMedia('(prefers-reduced-motion: reduce)');

class Motion {
  constructor(stage, lanes) {
    this.stage = stage;
    this.lanes = lanes;
    this.animations = [];
    this.flyers = [];
  }

  stop() {
    this.animations.forEach((animation) => animation.cancel());
    this.flyers.forEach((flyer) => flyer.remove());
    this.animations = [];
    this.flyers = [];
  }

  // Where everything is, and how it looks there.
  capture() {
    const { stage } = this;
    const { scene, rail } = stage;
    const places = new Map();
    for (const [key, place] of stage.places) places.set(key, lookOf(place));
    for (const key of scene.ended) {
      const name = this.lanes.nameOf(Number(key.slice(1)));
      if (name) places.set(key, { ...lookOf(name), resting: true });
    }
    const boxes = (selector) => [...stage.root.querySelectorAll(selector)];
    const ghost = stage.root.querySelector('.flag.ghost');
    return {
      scene, places,
      slot: lookOf(stage.find('slot').firstElementChild),
      ghost: ghost && { ...lookOf(ghost), back: 'var(--wait)', ink: 'var(--ink)', edge: 'var(--hatch)' },
      tokens: new Map(boxes('[data-token]').map((token) => [token.dataset.token, token.getBoundingClientRect()])),
      hand: rail.x(scene.snapshot.t),
      prints: this.capturePrints(boxes('.output .new code').slice(-MOST_PRINTS), scene.snapshot.o || []),
    };
  }

  // The last lines printed: where they are, and where they come from.
  capturePrints(codes, printed) {
    return codes.map((code, at) => ({ text: code.textContent, to: code.getBoundingClientRect(), from: this.printedAt(printed[printed.length - codes.length + at]) }));
  }

  // The place in the listing from which a line was printed.
  printedAt(printed) {
    const { open, language, file } = this.stage;
    const line = printed && (language === 'cpp' ? printed.cpp : printed.file === file ? printed.python : 0);
    const row = line && open && open.rows[line - 1];
    return row ? row.firstElementChild.getBoundingClientRect() : null;
  }

  // Plays the way from one capture to the other, at a pace (1: the planned times).
  play(before, after, forward, pace) {
    this.stop();
    if (reduced.matches || !pace) return;
    const [early, late] = forward ? [before, after] : [after, before];
    const moves = planMoves(early, late);
    const prints = planPrints(late);
    const sweep = planSweep(early, late);
    const total = Math.max(MOVE, ...[...moves, ...prints, ...(sweep ? [sweep] : [])].map(({ start, length }) => start + length));
    const timing = ({ start, length }) => ({ delay: (forward ? start : total - start - length) * pace, duration: length * pace, easing: EASE, fill: 'backwards' });
    for (const move of moves) this.playMove(move, forward, timing(move));
    for (const print of prints) this.playPrint(print, forward, timing(print));
    if (sweep) this.playSweep(before, after, { ...timing(sweep), easing: SWEEP_EASE });
    for (const [task, to] of after.tokens) {
      const token = this.stage.root.querySelector(`[data-token="${task}"]`);
      if (before.tokens.has(task)) this.slide(token, before.tokens.get(task), to, timing({ start: 60, length: MOVE }));
    }
    if (late.scene.ran && !late.scene.outside) this.roll(forward, timing({ start: FROM_QUEUE, length: MOVE }));
    this.animate(this.stage.find('wire').firstElementChild, [{ opacity: 0 }, { opacity: 1 }], { delay: 220 * pace, duration: 160 * pace, fill: 'backwards' });
  }

  animate(element, frames, timing) {
    if (element) this.animations.push(element.animate(frames, timing));
  }

  playMove(move, forward, timing) {
    const element = this.stage.places.get(move.key);
    const fadesIn = forward ? move.appears : move.leaves;
    const fadesOut = forward ? move.leaves : move.appears;
    if (fadesIn) this.animate(element, [{ opacity: 0, transform: 'scale(.92)' }, { opacity: 1, transform: 'none' }], timing);
    else if (fadesOut) this.fly(move.key, [fadesOut, fadesOut], timing, { opacity: [1, 0] });
    else this.travel(move, element, forward, timing);
  }

  // A thing that keeps its size and looks slides; of one that changes, a stand-in flies.
  travel({ key, stops, offsets }, element, forward, timing) {
    const way = forward ? stops : [...stops].reverse();
    const first = way[0];
    const last = way[way.length - 1];
    const own = element && element.dataset.key === key;
    const alike = way.length === 2 && Math.abs(first.box.width - last.box.width) < 2 && first.back === last.back && first.edge === last.edge && !first.small && !last.small;
    if (alike && own) return this.slide(element, first.box, last.box, timing);
    const times = offsets && (forward ? offsets : offsets.map((offset) => 1 - offset).reverse());
    const opacity = last.resting || last.small ? [1, 1, 0] : first.resting || first.small ? [0, 1, 1] : null;
    this.fly(key, way, timing, { opacity, times });
    if (own) this.hide(element, timing);
  }

  slide(element, from, to, timing) {
    if (element && moved(from, to)) this.animate(element, [{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, { transform: 'none' }], timing);
  }

  // Hides an element until its stand-in has arrived.
  hide(element, { delay, duration }) {
    this.animate(element, [{ opacity: 0 }, { opacity: 0 }], { duration: Math.max(0, delay + duration - 30) });
  }

  standIn(className, text) {
    const flyer = element('div', { class: className, 'aria-hidden': 'true' }, text);
    document.body.append(flyer);
    this.flyers.push(flyer);
    return flyer;
  }

  fly(key, way, timing, { opacity, times }) {
    const label = key[0] === 'T' ? key : way.map((stop) => stop.label).find(Boolean) || key;
    const flyer = this.standIn('flyer', label);
    flyer.dataset.key = key;
    const at = (index) => (times ? { offset: times[index], easing: EASE } : {});
    const animation = flyer.animate(way.map((stop, index) => ({ ...this.shape(stop), ...at(index) })), { ...timing, fill: 'both', ...(times && { easing: 'linear' }) });
    animation.onfinish = () => flyer.remove();
    this.animations.push(animation);
    // Colours change early, so that the label can be read on the way.
    const colours = (times ? way : [way[0].small ? way[way.length - 1] : way[0], way[way.length - 1]]).map(({ back, ink, edge }, index) => ({ backgroundColor: back, color: ink, borderColor: edge, ...at(index) }));
    this.animate(flyer, colours, { ...timing, duration: timing.duration * (times ? 1 : 0.45), fill: 'both', easing: times ? 'linear' : 'ease-in' });
    if (opacity) this.animate(flyer, opacity.map((value) => ({ opacity: value })), { ...timing, fill: 'both' });
  }

  shape({ box, round, type, small }) {
    const { rem } = this.stage;
    const size = small ? { left: box.left + box.width / 2 - 1.5 * rem, top: box.top + box.height / 2 - rem, width: 3 * rem, height: 2 * rem } : box;
    return { left: size.left + 'px', top: size.top + 'px', width: size.width + 'px', height: size.height + 'px', borderRadius: round, fontSize: small ? rem + 'px' : type };
  }

  // A printed line flies in an arc from its print() to its row of the output.
  playPrint({ text, from, to }, forward, timing) {
    const flyer = this.standIn('flyer print', element('code', {}, text.length > 60 ? text.slice(0, 59) + '…' : text));
    const at = (left, top, opacity, scale, offset) => ({ left: left + 'px', top: top + 'px', opacity, transform: `scale(${scale})`, offset });
    const high = Math.min(from.top, to.top) + Math.abs(from.top - to.top) * 0.25;
    const frames = [at(from.left, from.top, 0, 0.9, 0), at((from.left + to.left) / 2, high, 1, 1.1, 0.5), at(to.left, to.top, 1, 1, 1)];
    const way = forward ? frames : frames.reverse().map((frame) => ({ ...frame, offset: 1 - frame.offset }));
    const animation = flyer.animate(way, { ...timing, fill: 'both' });
    animation.onfinish = () => flyer.remove();
    this.animations.push(animation);
    if (forward) for (const code of this.stage.root.querySelectorAll('.output .new code')) if (code.textContent === text) this.hide(code, timing);
  }

  // The hand sweeps, the thick part of the axis and the reading go with it.
  playSweep(before, after, timing) {
    const { root } = this.stage;
    this.animate(root.querySelector('.hand'), [{ left: before.hand + 'px' }, { left: after.hand + 'px' }], timing);
    this.animate(root.querySelector('.past'), [{ width: before.hand + 'px' }, { width: after.hand + 'px' }], timing);
    this.count(before.scene.snapshot.t, after.scene.snapshot.t, timing);
  }

  count(from, to, { delay, duration }) {
    const { rail } = this.stage;
    const end = rail.time.textContent;
    const begin = performance.now() + delay;
    let running = true;
    this.animations.push({ cancel: () => (running = false) });
    const tick = (now) => {
      if (!running) return;
      const part = Math.max(0, Math.min(1, (now - begin) / duration));
      rail.time.textContent = part < 1 ? clockText(from + (to - from) * part * part * (3 - 2 * part), rail.end) : end;
      if (part < 1) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }

  // The belt's rollers shift by a chip.
  roll(forward, timing) {
    const shift = (this.stage.chip + this.stage.gap) * (forward ? 1 : -1);
    this.animate(this.stage.find('belt'), [{ backgroundPositionX: shift + 'px' }, { backgroundPositionX: '0px' }], timing);
  }
}

function lookOf(place) {
  const style = getComputedStyle(place);
  const title = place.querySelector('b') || place;
  const { color, fontSize } = getComputedStyle(title);
  return { box: place.getBoundingClientRect(), back: style.backgroundColor, ink: color, edge: style.borderTopColor, round: style.borderTopLeftRadius, type: fontSize, label: title.textContent };
}
