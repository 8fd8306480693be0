// Two playbacks side by side: which of their snapshots belong together, and where they first differ.

class Comparison {
  constructor(text, playbacks) {
    this.playbacks = playbacks;
    Object.assign(this, JSON.parse(text));
    // Where one has no counterpart, it stays where it was.
    const here = [0, 0];
    this.pairs = this.aligned.map((pair) => pair.map((index, which) => (here[which] = index ?? here[which])));
    this.differing = new Set(this.differs);
    this.banner = element('section', { class: 'verdict' }, element('p', { class: 'said' }), element('p', { class: 'rule' }), element('button', { type: 'button', 'data-do': 'difference' }));
    document.querySelector('main').prepend(this.banner);
  }

  get count() {
    return this.pairs.length;
  }

  // The index of a playback's snapshot at a position of both.
  at(position, which) {
    return this.pairs[position][which];
  }

  // The first position at which a playback is at that snapshot, or at a later one.
  position(which, index) {
    const found = this.pairs.findIndex((pair) => pair[which] >= index);
    return found < 0 ? this.count - 1 : found;
  }

  relabel() {
    const [lead] = this.playbacks;
    const [said, rule, button] = this.banner.children;
    said.textContent = lead.text(this.verdict);
    rule.textContent = rule.title = lead.text(this.rule);
    button.textContent = say('firstDifference');
    button.hidden = this.first === null;
  }

  // Marks what differs at a position.
  show(position, players) {
    for (const player of players) {
      player.root.classList.toggle('differs', this.differing.has(position));
      player.root.classList.toggle('first-difference', position === this.first);
    }
  }
}
