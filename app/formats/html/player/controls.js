// Buttons, keys, clicks: what they do, and what they are called.

const DO = {
  first: () => go(0), back, play, forward, last: () => go(last), predict: togglePredict, theme, present, help,
  python: () => read('python'), cpp: () => read('cpp'), language: () => speak(1 - language), notes: () => notes.open(lead), return: goBack, difference: () => go(comparison.first), copyLink, copyEmbed,
};
const KEYS = {
  ArrowLeft: back, ArrowRight: forward, PageUp: back, PageDown: forward, Home: DO.first, End: DO.last, ' ': play, p: togglePredict, f: present, t: theme,
  l: DO.language, n: DO.notes, b: blank, '.': blank, '?': help, '[': (event) => iteration(-1, event), ']': (event) => iteration(1, event), Backspace: goBack, Escape: leave,
};
// A key that is held repeats these; it does not switch a mode back and forth.
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
  if (!target.matches) return false;
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
