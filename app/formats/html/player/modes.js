// How the page is shown: presented, dark, in the other language, on a phone.

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

// Reads sizes, and shows what depends on them. What the lanes may take leaves room for the rest.
function measure() {
  const phone = root.classList.toggle('phone', (innerWidth < 700 || innerHeight < 500) && !root.classList.contains('embed'));
  const rem = parseFloat(getComputedStyle(root).fontSize);
  const objects = players.some(({ playback }) => playback.head.objects) ? 3 : 0;
  const rest = (root.classList.contains('present') ? 26.4 : 34.3) + objects + (comparison ? 4 : 0);
  players.forEach((player) => player.measure(phone ? innerHeight / 2 : Math.max(8.5 * rem, innerHeight - rest * rem)));
  show(index);
}

let resizing = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(measure);
});
