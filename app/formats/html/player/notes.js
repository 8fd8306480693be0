// Speaker notes, in a window of their own: the present step, the next one, and what the lesson says to look for.

class Notes {
  open(player) {
    if (!this.window || this.window.closed) {
      this.window = window.open('', 'notes', 'popup,width=720,height=640');
      if (!this.window) return;
      const { document: page } = this.window;
      page.head.replaceChildren(element('style', {}, NOTES_STYLE));
      // Its keys are those of the page.
      page.addEventListener('keydown', (event) => document.body.dispatchEvent(new KeyboardEvent('keydown', event)) || event.preventDefault());
    }
    this.window.focus();
    this.show(player);
  }

  show(player) {
    if (!this.window || this.window.closed) return;
    const { playback, index } = player;
    const { document: page } = this.window;
    const sentence = (at) => player.nodes(playback.snapshot(at).s).map((node) => node.textContent || node).join('');
    const look = (playback.head.lesson || []).map((text) => element('li', {}, playback.text(text)));
    page.documentElement.lang = root.lang;
    page.title = `${playback.head.name} · ${say('notes')}`;
    page.body.replaceChildren(
      element('p', { class: 'place' }, player.find('place').textContent),
      element('p', { class: 'now' }, sentence(index)),
      ...(index < playback.count - 1 ? [element('h2', {}, say('comesNext')), element('p', {}, sentence(index + 1))] : []),
      ...(look.length ? [element('h2', {}, say('lookFor')), element('ul', {}, look)] : []),
    );
  }
}

const NOTES_STYLE = 'body{font:18px/1.5 system-ui,sans-serif;margin:2rem;color:#15202b}.now{font-size:1.5rem}h2{font-size:1rem;color:#536170;margin:1.5rem 0 .3rem}.place{color:#536170}li{margin:.3rem 0}';
