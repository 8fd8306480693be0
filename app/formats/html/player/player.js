// One playback on the page: its sentence, its stage, its lanes.

// The sizes of a sentence: the first in which it fits is taken; in the last, it can be scrolled.
const SIZES = ['short', 'long', 'longer', 'longest'];

class Player {
  constructor(root, playback) {
    this.root = root;
    this.playback = playback;
    this.find = (name) => root.querySelector('.' + name);
    this.stage = new Stage(root, playback);
    this.lanes = new Lanes(this.find('lanes'), playback);
    this.motion = new Motion(this.stage, this.lanes);
    this.predict = new Predict(playback);
    this.index = 0;
    this.chosen = () => {}; // called with the index of a snapshot that the reader chose
    this.lanes.choose = (index, how) => this.chosen(index, how);
    const { listings, name } = playback.head;
    this.find('name').textContent = name;
    this.find('switch').hidden = !(listings.python.length && listings.cpp.length);
    this.stage.read(listings.python.length ? 'python' : 'cpp');
    this.find('listing').hidden = !this.stage.language;
    this.find('warnings').addEventListener('click', () => this.showAdvice(this.find('advice').hidden));
    this.relabel();
  }

  // Writes the texts that do not depend on the step, in the page's language.
  relabel() {
    const { head, tail } = this.playback;
    for (const place of this.root.querySelectorAll('[data-word]')) place.textContent = say(place.dataset.word);
    for (const place of this.root.querySelectorAll('[data-label]')) place.setAttribute('aria-label', say(place.dataset.label));
    this.root.setAttribute('aria-label', head.name);
    this.find('clockname').textContent = say(head.clock === 'virtual' ? 'clockVirtual' : 'clockMixed');
    const title = this.playback.text(head.title);
    const twin = playbacks.find(({ head: other }) => other.name === head.name && other.python !== head.python);
    this.find('title').textContent = twin ? 'Python ' + head.python : title === head.name ? '' : title;
    const given = Object.entries(head.arguments).map(([key, value]) => `${key}=${value}`);
    const order = head.order.includes('@') ? say('whatIf') : head.order;
    this.find('given').textContent = [order, 'CPython ' + head.python, ...given].filter(Boolean).join(' · ');
    if (!this.stage.language) this.find('file').textContent = say('noCode');
    const warnings = this.find('warnings');
    warnings.hidden = tail.advice.length === 0;
    warnings.textContent = tail.advice.length === 1 ? say('warning') : say('warnings', tail.advice.length);
    this.writeAdvice();
  }

  // What is wrong with the program; its lines are underlined in the listing.
  writeAdvice() {
    const { advice } = this.playback.tail;
    this.find('advice').replaceChildren(...advice.map(([step, , sentence]) => element('li', {}, this.nodes(sentence, step))));
    for (const listing of Object.values(this.stage.listings)) for (const { rows } of listing) for (const row of rows) row.classList.remove('warned');
    for (const [, line, , file] of advice) this.stage.listings.python[file]?.rows[line - 1]?.classList.add('warned');
    for (const [, line] of advice) this.stage.listings.cpp[0]?.rows[(this.playback.head.lines[line] || 0) - 1]?.classList.add('warned');
  }

  showAdvice(shown) {
    this.find('advice').hidden = !shown;
    this.find('warnings').setAttribute('aria-expanded', String(shown));
  }

  read(listing) {
    this.stage.read(listing);
    for (const button of this.find('switch').children) button.setAttribute('aria-pressed', String(button.dataset.do === this.stage.language));
  }

  // Reads sizes and draws what depends on them. `room` is the greatest height of the lanes.
  measure(room) {
    this.lanes.measure(room);
    this.stage.measure();
  }

  // Shows a snapshot; with `pace` > 0, what moves is seen to move.
  show(index, { pace = 0, pinned = new Set() } = {}) {
    const before = pace && this.stage.scene ? this.motion.capture() : null;
    const focused = this.root.contains(document.activeElement) && document.activeElement.dataset.key;
    const forward = index >= this.index;
    this.index = index = Math.min(index, this.playback.count - 1);
    const scene = sceneOf(this.playback, index);
    const asking = this.predict.asks(scene);
    this.motion.stop();
    this.stage.render(scene, asking);
    this.lanes.show({ ...scene, pinned }, { asking: this.predict.on && index < this.playback.count - 1, moving: Boolean(before) && !reduced.matches });
    this.showSentence(scene);
    this.showPlace(scene);
    this.showHint(scene);
    this.stage.settle();
    if (before) this.motion.play(before, this.motion.capture(), forward, pace);
    if (focused) this.stage.places.get(focused)?.focus({ preventScroll: true });
  }

  get scene() {
    return this.stage.scene;
  }

  // "Step 9 of 14 · iteration 3".
  placeText({ snapshot, outside }) {
    const { steps, runs, internal } = this.playback.head;
    if (snapshot.k === 'e') return say('theEnd');
    if (outside) return snapshot.n ? say('after', snapshot.n) : say('before');
    const parts = [say('place', snapshot.n, steps), say('iteration', snapshot.i)];
    if (runs - internal.length > 1) parts.push(say('run', snapshot.r || 1));
    if (snapshot.w) parts.push(say('thread', this.playback.text(snapshot.w)));
    return parts.join(' · ');
  }

  showPlace(scene) {
    const text = this.placeText(scene);
    const number = scene.outside ? '' : String(scene.snapshot.n);
    const at = number ? text.indexOf(number) : 0;
    this.find('place').replaceChildren(text.slice(0, at), element('b', {}, number), text.slice(at + number.length));
  }

  showSentence({ snapshot, slot }) {
    const sentence = this.find('sentence');
    sentence.replaceChildren(...this.nodes(snapshot.s, snapshot.c));
    sentence.classList.toggle('ofloop', slot.kind === 'loop' || slot.kind === 'idle');
    sentence.classList.remove(...SIZES);
    SIZES.find((size, at) => {
      sentence.classList.remove(SIZES[at - 1]);
      sentence.classList.add(size);
      return sentence.scrollHeight <= sentence.clientHeight + 2;
    });
  }

  // What the lesson says to look for in this step, below a sentence that leaves room for it.
  showHint({ snapshot, outside }) {
    const hint = this.find('hint');
    const sentence = this.find('sentence');
    const mine = new RegExp(`#${snapshot.n}(?!\\d)`);
    const text = outside ? '' : this.playback.head.lesson.map((one) => this.playback.text(one)).find((one) => mine.test(one));
    const oneLine = text && sentence.scrollHeight < 1.5 * parseFloat(getComputedStyle(sentence).lineHeight);
    const parts = oneLine ? text.split(/(#\d+)/) : [];
    const node = (part) => {
      const step = part.slice(1);
      return /^#\d+$/.test(part) && Number(step) !== snapshot.n ? element('a', { href: '#step=' + step, 'data-step': step }, part) : part;
    };
    hint.title = oneLine ? text : '';
    hint.replaceChildren(...(oneLine ? [element('b', {}, say('look')), ' ', ...parts.map(node)] : []));
  }

  // The nodes of a sentence; the step that it names is a link.
  nodes(sentence, step) {
    return this.playback.sentence(sentence).map(([paint, text]) => {
      if (!paint) return text;
      if (paint === 'line') return String(this.lineShown(text));
      return paint === 'cause' && step ? element('a', { href: '#step=' + step, 'data-step': step }, text) : element('b', { class: paint }, text);
    });
  }

  // The line of the listing that is shown, for one of the Python program.
  lineShown(number) {
    return (this.stage.language === 'cpp' && this.playback.head.lines[number]) || number;
  }
}
