// The page: the playbacks that it shows, at which step they are, and the ways to another step.

const template = document.querySelector('template');
const playbacks = [...document.querySelectorAll('script.playback')].map((script) => new Playback(script.textContent));
language = LANGUAGES.indexOf(playbacks[0].head.lang);
const players = playbacks.map((playback) => {
  const made = template.content.firstElementChild.cloneNode(true);
  document.querySelector('main').append(made);
  return new Player(made, playback);
});
const [lead] = players;
const { predict } = lead;
// What the page steps through: the snapshots of its playback, or aligned pairs of two.
const comparison = document.querySelector('script.comparison') ? new Comparison(document.querySelector('script.comparison').textContent, playbacks) : null;
const last = (comparison ? comparison.count : lead.playback.count) - 1;
const buttons = Object.fromEntries([...document.querySelectorAll('footer [data-do]')].map((button) => [button.dataset.do, button]));
const notes = new Notes();

let index = 0;
let timer = 0;
let resting = 0;

function show(to, pace = 0) {
  const stepped = Math.abs(to - index) === 1;
  index = Math.max(0, Math.min(to, last));
  players.forEach((player, which) => player.show(comparison ? comparison.at(index, which) : index, { pace, pinned }));
  comparison?.show(index, players);
  document.body.classList.toggle('stepped', stepped);
  document.body.classList.toggle('predicting', predict.on);
  showQuestion();
  showReturn();
  light(pinned);
  buttons.first.disabled = buttons.back.disabled = index === 0;
  buttons.forward.disabled = buttons.last.disabled = index === last;
  restSoon();
}

function restSoon() {
  clearTimeout(resting);
  resting = setTimeout(rest, 180);
}

// A moment after the last step: tells a screen reader where we are, and updates the address, which takes long.
function rest() {
  if (!timer) byId('live').textContent = players.map((player) => `${player.find('place').textContent}. ${player.find('sentence').textContent} ${player.find('ask').textContent}`).join(' ').trim();
  notes.show(lead);
  const hash = address();
  if (location.hash !== hash) history.replaceState(null, '', hash);
}

function positionName(at) {
  return comparison ? String(at) : lead.playback.name(at);
}

// To a step, by the hand of the reader.
function go(to, { pace = 1 } = {}) {
  pause();
  predict.verdict = null;
  show(to, pace);
}

// Nothing moves on the way while a key is held.
function paceOf(event) {
  return event.repeat ? 0 : 1;
}

function forward(event) {
  if (predict.on && predict.verdict) return onward();
  if (index < last) go(index + 1, { pace: paceOf(event) });
}

function back(event) {
  if (index > 0) go(index - 1, { pace: paceOf(event) });
}

// Goes to the beginning of an iteration: the next one, this one, or the one before it.
function iteration(direction, event) {
  const key = (at) => {
    const { r = 1, i } = lead.playback.snapshot(comparison ? comparison.at(at, 0) : at);
    return `${r}/${i}`;
  };
  let at = index;
  if (direction > 0) while (at < last && key(at) === key(index)) ++at;
  else for (at = Math.max(0, at - 1); at > 0 && key(at - 1) === key(at);) --at;
  go(at, { pace: paceOf(event) });
}

function pause() {
  clearTimeout(timer);
  timer = 0;
  document.body.classList.remove('playing');
  setLabel(buttons.play, say('play'));
  restSoon();
}

function play() {
  if (timer) return pause();
  if (predict.on) return predict.verdict ? onward() : undefined; // the question stays
  if (index === last) show(0);
  playNext();
  document.body.classList.add('playing');
  setLabel(buttons.play, say('pause'));
}

// Shows the next step after the time that it takes to read this one.
function playNext() {
  const letters = Math.max(...players.map((player) => widthOf(player.find('sentence').textContent)));
  const interval = Math.max(1500, 600 + 40 * letters) / Number(byId('speed').value);
  timer = setTimeout(() => {
    show(index + 1, interval > 200 ? Math.min(1, interval / 1100) : 0);
    if (index === last) pause();
    else playNext();
  }, interval);
}
