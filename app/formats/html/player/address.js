// The address: #step=9&lang=zh&code=cpp&embed&present. Links to it can be copied.

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
