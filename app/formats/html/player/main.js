// The page: which step is shown, and all that changes it: controls, keys, the address.

const byId = (id) => document.getElementById(id);
const root = document.documentElement;
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
let returns = []; // the steps from which links were followed

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

// --- Predicting

function togglePredict() {
  if (comparison) return;
  predict.toggle();
  buttons.predict.setAttribute('aria-pressed', String(predict.on));
  go(predict.on ? predict.next(index === last ? 0 : index) : index);
}

function answer(chip) {
  predict.answer(lead.scene, chip.handle);
  pause();
  show(index + 1, 1);
  lead.find('onward').focus({ preventScroll: true });
}

// After a verdict, on to the next question.
function onward() {
  predict.verdict = null;
  const next = predict.next(index);
  show(next, next === index + 1 ? 1 : 0);
}

// Above the ready queue: the question, the verdict on the answer, the score at the end.
function showQuestion() {
  const place = lead.find('ask');
  const button = (text, act, name) => {
    const made = element('button', { type: 'button', class: name }, text);
    made.addEventListener('click', act);
    return made;
  };
  const { verdict } = predict;
  const parts = verdict ? [element('b', {}, (verdict.right ? '✓ ' : '✗ ') + say(verdict.right ? 'right' : 'wrong')), element('span', { title: verdict.why }, verdict.why), button(say('next'), onward, 'onward')]
    : predict.asks(lead.scene) ? [element('b', {}, say('which')), element('span', {}, say('choose'))]
      : predict.on && index === last ? [element('b', {}, predict.asked ? predict.score : say('nothingToPredict'))]
        : !predict.on && !comparison && index === 0 && lead.scene.queued > 1 ? [element('b', {}, say('start')), button(say('startPredict'), togglePredict, 'onward')]
          : [];
  place.replaceChildren(...parts);
  lead.find('readyname').hidden = parts.length > 0;
}

// --- Links to steps, and the way back

function follow(link) {
  const which = players.findIndex((player) => player.root.contains(link));
  const to = players[which].playback.find(link.dataset.step);
  returns.push(index);
  go(comparison ? comparison.position(which, to) : to);
}

function showReturn() {
  const place = lead.find('return');
  if (returns.length && returns[returns.length - 1] === index) returns.pop();
  place.hidden = returns.length === 0;
  if (returns.length) place.textContent = say('back', positionName(returns[returns.length - 1]));
}

function goBack() {
  if (returns.length) go(returns.pop());
}

// --- The same task lights up everywhere

let pinned = new Set();

function light(tasks) {
  document.body.classList.toggle('lighting', tasks.size > 0);
  document.querySelectorAll('[data-task]').forEach((place) => place.classList.toggle('lit', place.dataset.task.split(' ').some((task) => tasks.has(Number(task)))));
}

function tasksOf(place) {
  return new Set(place.dataset.task.split(' ').map(Number));
}

for (const [name, on] of [['pointerover', true], ['focusin', true], ['pointerout', false], ['focusout', false]]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest && event.target.closest('[data-task]');
    if (place) light(on ? tasksOf(place) : pinned);
  });
}

// --- Modes

function present() {
  const on = root.classList.toggle('present');
  buttons.present.setAttribute('aria-pressed', String(on));
  if (on && !document.fullscreenElement) root.requestFullscreen?.().catch(() => {});
  else if (!on && document.fullscreenElement) document.exitFullscreen();
  if (!on) root.classList.remove('blank');
  measure();
}

function blank() {
  if (root.classList.contains('present')) root.classList.toggle('blank');
}

function theme() {
  const dark = root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = dark ? 'light' : 'dark';
}

function read(listing) {
  players.forEach((player) => player.read(listing));
  show(index);
}

function speak(to) {
  language = to;
  root.lang = ['en', 'zh-Hans'][language];
  players.forEach((player) => player.relabel());
  comparison?.relabel();
  relabel();
  measure();
}

function help() {
  const dialog = byId('help');
  if (dialog.open) dialog.close();
  else dialog.showModal();
}

// --- The address: #step=9&lang=zh&code=cpp&embed&present

function address(modes = ['embed', 'present'].filter((mode) => root.classList.contains(mode))) {
  const parts = ['step=' + positionName(index)];
  if (LANGUAGES[language] !== playbacks[0].head.lang) parts.push('lang=' + LANGUAGES[language]);
  if (lead.stage.language === 'cpp' && lead.playback.head.listings.python.length) parts.push('code=cpp');
  return '#' + [...parts, ...modes].join('&');
}

function fromAddress() {
  const asked = new URLSearchParams(location.hash.slice(1).replaceAll('+', '%2B'));
  for (const mode of ['embed', 'present']) root.classList.toggle(mode, asked.has(mode));
  buttons.present.setAttribute('aria-pressed', String(asked.has('present')));
  const step = asked.get('step');
  if (step && /^\d+\+*$/.test(step)) index = comparison ? Math.min(Number(step.replace(/\+/g, '')), last) : lead.playback.find(step);
  if (asked.has('code')) players.forEach((player) => player.read(asked.get('code') === 'cpp' ? 'cpp' : 'python'));
  const wanted = LANGUAGES.indexOf(asked.get('lang') || playbacks[0].head.lang);
  speak(wanted < 0 ? language : wanted);
}

// Copies a text, or shows it where that is not allowed.
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    prompt(say(button.dataset.word), text);
    return;
  }
  button.textContent = say('copied');
  setTimeout(() => (button.textContent = say(button.dataset.word)), 1500);
}

function copyLink({ button }) {
  copy(location.href.split('#')[0] + address(), button);
}

function copyEmbed({ button }) {
  const source = (location.protocol === 'file:' ? location.pathname.split('/').pop() : location.href.split('#')[0]) + address(['embed']);
  const frame = element('iframe', { src: source, width: 800, height: 450, style: 'border: 0', title: lead.playback.head.name });
  copy(frame.outerHTML, button);
}

// --- Controls and keys

const DO = {
  first: () => go(0), back, play, forward, last: () => go(last), predict: togglePredict, theme, present, help,
  python: () => read('python'), cpp: () => read('cpp'), language: () => speak(1 - language), notes: () => notes.open(lead), return: goBack, difference: () => go(comparison.first), copyLink, copyEmbed,
};
const KEYS = {
  ArrowLeft: back, ArrowRight: forward, PageUp: back, PageDown: forward, Home: DO.first, End: DO.last, ' ': play, p: togglePredict, f: present, t: theme,
  l: DO.language, n: DO.notes, b: blank, '.': blank, '?': help, '[': (event) => iteration(-1, event), ']': (event) => iteration(1, event), Backspace: goBack, Escape: leave,
};
// A key that is held repeats these; it does not switch a mode to and fro.
const STEPPING = new Set(['ArrowLeft', 'ArrowRight', 'PageUp', 'PageDown', '[', ']']);

function setLabel(button, text) {
  button.setAttribute('aria-label', text);
  button.title = text;
}

// The name and the title of a playback.
function titleOf(playback) {
  const { name, title } = playback.head;
  return [...new Set([name, playback.text(title)])].join(': ');
}

function relabel() {
  for (const place of document.querySelectorAll('footer [data-word], dialog [data-word]')) place.textContent = say(place.dataset.word);
  for (const button of document.querySelectorAll('footer [data-label], dialog [data-label]')) setLabel(button, say(button.dataset.label));
  setLabel(buttons.play, say(timer ? 'pause' : 'play'));
  document.title = playbacks.map(titleOf).join(' · ');
  byId('legend').replaceChildren(...LEGEND.flatMap(([kind, text]) => [element('dt', {}, sampleOf(kind)), element('dd', {}, text[language])]));
  byId('keys').replaceChildren(...KEY_NAMES.flatMap(([keys, text]) => [element('dt', {}, keys.split(' ').map((key) => element('kbd', {}, key))), element('dd', {}, text[language])]));
}

// A sample of what the legend explains: a token, a mark of the lanes, or the fence.
function sampleOf(kind) {
  if (kind === 'returned' || kind === 'raised' || kind === 'cancelled') return stateMark(kind);
  return element('i', { class: 'sample ' + kind }, { fence: '', queued: '', jumped: '0→1 s' }[kind] ?? 'T1');
}

document.addEventListener('click', (event) => {
  const control = event.target.closest('[data-do]');
  if (control) return DO[control.dataset.do]({ button: control });
  const link = event.target.closest('[data-step]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { // otherwise, the browser opens it elsewhere
    event.preventDefault();
    return follow(link);
  }
  const chip = event.target.closest('.chip');
  if (chip && chip.handle !== undefined && predict.asks(lead.scene)) return answer(chip);
  if (!getSelection().isCollapsed) return; // text is being selected
  const place = event.target.closest('[data-task]');
  if (event.target.closest('.plot') || (!place && event.target.closest('button, a, select, .lanes'))) return;
  const tasks = place ? tasksOf(place) : new Set();
  pinned = [...tasks].every((task) => pinned.has(task)) ? new Set() : tasks;
  light(pinned);
});

// Leaves what the reader is in.
function leave() {
  if (root.classList.contains('present')) return present();
  if (predict.on) return togglePredict();
  pinned = new Set();
  light(pinned);
}

// The keys that belong to what has the focus; all others step, wherever it is.
function isTaken(event) {
  const { target, key } = event;
  if (target.matches('button, select')) return key === ' ' || key === 'Enter';
  return target.matches('a') && key === 'Enter';
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || (byId('help').open && event.key !== '?')) return;
  if (root.classList.contains('blank')) {
    root.classList.remove('blank');
    return event.preventDefault();
  }
  if (isTaken(event)) return;
  const chip = /^[1-9]$/.test(event.key) && predict.asks(lead.scene) && lead.find('queue').querySelectorAll('.chip:not(.rest)')[event.key - 1];
  if (chip) return answer(chip);
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  if (!event.repeat || STEPPING.has(event.key)) act(event);
});

byId('speed').addEventListener('change', () => {
  if (!timer) return;
  pause();
  play();
});
document.addEventListener('fullscreenchange', () => {
  if (!document.fullscreenElement && root.classList.contains('present')) present();
});

// --- Sizes

function measure() {
  const phone = root.classList.toggle('phone', (innerWidth < 700 || innerHeight < 500) && !root.classList.contains('embed'));
  const rem = parseFloat(getComputedStyle(root).fontSize);
  const shrinks = players.some(({ playback }) => playback.head.objects) ? 3 : 0;
  const rest = (root.classList.contains('present') ? 26.4 : 34.3) + shrinks;
  players.forEach((player) => player.measure(phone ? innerHeight / 2 : Math.max(8.5 * rem, innerHeight - rest * rem)));
  show(index);
}

let resizing = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(measure);
});

document.body.classList.toggle('two', players.length > 1);
buttons.predict.hidden = players.length > 1;
players.forEach((player) => {
  player.chosen = (to, { dragging = false } = {}) => go(comparison ? comparison.position(players.indexOf(player), to) : to, { pace: dragging ? 0 : 1 });
  player.read(player.stage.language);
});
addEventListener('hashchange', fromAddress);
fromAddress();
// For a page that embeds this one and steps it, and for tests.
window.corodemo = { players, go };
