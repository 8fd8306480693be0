// The page: its playbacks, which step together, and their controls: keys, buttons, the scrubber, the address.

const playbacks = [...document.querySelectorAll('script.playback')].map((script) => new Playback(script.textContent));
const words = WORDS[playbacks[0].head.lang];
const stage = document.querySelector('main');
const template = document.querySelector('template');
const players = playbacks.map((playback) => {
  const root = template.content.firstElementChild.cloneNode(true);
  stage.append(root);
  return new Player(root, playback);
});
const last = Math.max(...playbacks.map((playback) => playback.count)) - 1;
const lead = playbacks.findIndex((playback) => playback.count - 1 === last);
const scrubber = document.querySelector('#scrubber');
const speed = document.querySelector('#speed');
const buttons = Object.fromEntries([...document.querySelectorAll('button[data-do]')].map((button) => [button.dataset.do, button]));

let index = 0;
let predicting = false;
let timer = 0;
let resting = 0;

function show(next, verdict) {
  const forward = next === index + 1;
  index = Math.max(0, Math.min(next, last));
  players.forEach((player) => {
    player.show(index, predicting && index < last ? player.playback.snapshot(index + 1) : null, verdict);
    player.root.classList.toggle('moved', forward);
  });
  scrubber.value = index;
  scrubber.setAttribute('aria-valuetext', players[lead].find('place').textContent);
  buttons.first.disabled = buttons.back.disabled = index === 0;
  buttons.forward.disabled = buttons.last.disabled = index === last;
  clearTimeout(resting);
  resting = setTimeout(rest, 150);
}

// Called a moment after the last step: updating the address takes a browser long.
function rest() {
  const address = '#step=' + playbacks[lead].name(index);
  if (location.hash !== address) history.replaceState(null, '', address);
}

function pause() {
  clearInterval(timer);
  timer = 0;
  buttons.play.setAttribute('aria-pressed', 'false');
  buttons.play.setAttribute('aria-label', words.play);
}

function play() {
  if (timer) {
    pause();
    return;
  }
  if (index === last) show(0);
  buttons.play.setAttribute('aria-pressed', 'true');
  buttons.play.setAttribute('aria-label', words.pause);
  timer = setInterval(() => {
    show(index + 1);
    if (index === last) pause();
  }, 1000 / Number(speed.value));
}

// Goes to the beginning of an iteration: the next one, this one, or the one before it.
function iteration(direction) {
  const playback = playbacks[lead];
  const key = (at) => `${playback.snapshot(at).r || 1}/${playback.snapshot(at).i}`;
  let at = index;
  if (direction > 0) {
    while (at < last && key(at) === key(index)) ++at;
  } else {
    at = Math.max(0, at - 1);
    while (at > 0 && key(at - 1) === key(at)) --at;
  }
  move(at);
}

function move(to) {
  pause();
  show(to);
}

function predict() {
  if (players.length > 1) return;
  predicting = !predicting;
  buttons.predict.setAttribute('aria-pressed', String(predicting));
  document.body.classList.toggle('predicting', predicting);
  move(index);
}

function read(language) {
  players.forEach((player) => player.read(language));
  for (const button of [buttons.python, buttons.cpp]) button.setAttribute('aria-pressed', String(button.dataset.do === language));
}

function turn() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
}

const DO = {
  first: () => move(0),
  back: () => move(index - 1),
  play,
  forward: () => move(index + 1),
  last: () => move(last),
  predict,
  python: () => read('python'),
  cpp: () => read('cpp'),
  theme: turn,
};
const KEYS = {
  ArrowLeft: DO.back, ArrowRight: DO.forward, Home: DO.first, End: DO.last, ' ': play, p: predict, P: predict,
  '[': () => iteration(-1), ']': () => iteration(1),
};

for (const [name, button] of Object.entries(buttons)) {
  button.addEventListener('click', DO[name]);
  const label = words[name];
  if (button.dataset.label) button.querySelector('span').textContent = label;
  else button.setAttribute('aria-label', label);
  button.title = label;
}
document.addEventListener('keydown', (event) => {
  const typing = event.target.matches('input, select, textarea');
  const pressing = event.target.matches('button, a') && (event.key === ' ' || event.key === 'Enter');
  if (typing || pressing || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
  event.preventDefault();
  KEYS[event.key]();
});
scrubber.max = last;
scrubber.setAttribute('aria-label', words.scrubber);
scrubber.addEventListener('input', () => move(Number(scrubber.value)));
speed.setAttribute('aria-label', words.speed);
speed.addEventListener('change', () => {
  if (timer) {
    pause();
    play();
  }
});
players.forEach((player) => {
  player.chosen = move;
  player.answered = (right, next) => {
    const why = next.k === 'j' ? words.idle : next.p ? words.over : words.fifo;
    pause();
    show(index + 1, right ? words.right : words.wrong + why);
  };
});
document.querySelector('.keys').replaceChildren(
  ...words.keys.flatMap(([keys, what]) => [...keys.split(' ').map((key) => element('kbd', {}, [key])), ` ${what} `]),
);

function fromAddress() {
  const match = location.hash.match(/^#step=(\d+\+*)$/);
  show(match ? playbacks[lead].find(match[1]) : index);
}
addEventListener('hashchange', fromAddress);

let resizing = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(() => players.forEach((player) => player.resize()));
});

// When printed, one page per step.
const MOST_PAGES = 200;
addEventListener('beforeprint', () => {
  const here = index;
  const pages = [];
  for (let at = 0; at <= Math.min(last, MOST_PAGES); ++at) {
    show(at);
    const page = stage.cloneNode(true);
    page.className = 'page';
    pages.push(page);
  }
  show(here);
  const paper = element('div', { id: 'paper' }, pages);
  if (last > MOST_PAGES) paper.append(element('p', {}, [words.pages.replace('{0}', MOST_PAGES)]));
  document.body.append(paper);
});
addEventListener('afterprint', () => document.querySelectorAll('#paper').forEach((paper) => paper.remove()));

document.body.classList.toggle('two', players.length > 1);
buttons.predict.hidden = players.length > 1;
players.forEach((player) => player.measure());
const shown = players[lead].rows.python ? 'python' : 'cpp';
document.querySelector('.languages').hidden = !(players[lead].rows.python && players[lead].rows.cpp);
read(shown);
fromAddress();
