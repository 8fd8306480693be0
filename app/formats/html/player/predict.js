// Predicting: before a step that could be one of several, the reader chooses the handle that runs next.

class Predict {
  constructor(playback) {
    this.playback = playback;
    this.on = false;
    this.restart();
  }

  restart() {
    this.verdict = null;
    this.asked = 0;
    this.right = 0;
  }

  toggle() {
    this.on = !this.on;
    this.restart();
  }

  // Whether a scene asks what runs next.
  asks(scene) {
    return this.on && !this.verdict && this.isQuestion(scene.index);
  }

  // There must be several to choose from, and an answer: after the end of a run, nothing that is ready runs.
  isQuestion(index) {
    return index < this.playback.count - 1 && this.playback.state(index).queued > 1 && this.playback.decides(index + 1);
  }

  // The index of the next snapshot that asks; of the last one, if none does.
  next(index) {
    const last = this.playback.count - 1;
    let at = index;
    while (at < last && !this.isQuestion(at)) ++at;
    return at;
  }

  // Judges the choice of a handle in the ready queue of a scene.
  answer(scene, handle) {
    const [first] = scene.queue;
    const other = scene.queue.find((one) => one.handle === handle);
    const right = other.handle === first.handle;
    ++this.asked;
    this.right += right ? 1 : 0;
    this.verdict = { right, why: right ? say('head', handleName(first)) : this.evidence(first, other) };
  }

  evidence(first, other) {
    const names = [handleName(first), first.joined, handleName(other), other.joined];
    if (first.joined === other.joined) return say('evidenceAhead', names[0], names[2]);
    return say(first.joined ? 'evidence' : 'evidenceStart', ...names);
  }

  get score() {
    return say('score', this.right, this.asked);
  }
}
