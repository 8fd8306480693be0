// Printing: a page per step, as it is on the screen, as large as the paper allows.

const MOST_PAGES = 200;
const PAPER = { width: 1040, height: 710 }; // A4 in landscape without its margins, in CSS pixels

addEventListener('beforeprint', () => {
  const here = index;
  const links = [...returns];
  const main = document.querySelector('main');
  const { offsetWidth: width, offsetHeight: height } = main;
  root.style.fontSize = getComputedStyle(root).fontSize; // it would be that of the paper's size
  const pages = [];
  for (let at = 0; at <= Math.min(last, MOST_PAGES); ++at) {
    show(at);
    const page = main.cloneNode(true);
    page.className = 'page';
    keepInView(main, page);
    Object.assign(page.style, { width: width + 'px', height: height + 'px', zoom: Math.min(PAPER.width / width, PAPER.height / height) });
    pages.push(page);
  }
  returns = links;
  show(here);
  const paper = element('div', { id: 'paper' }, pages);
  if (last > MOST_PAGES) paper.append(element('p', {}, say('pages', MOST_PAGES)));
  document.body.append(paper);
});

// A copy is not scrolled: what is in view is moved there instead.
function keepInView(main, page) {
  for (const name of ['.listing', '.output', '.plot']) {
    const copies = page.querySelectorAll(name);
    main.querySelectorAll(name).forEach(({ scrollTop, scrollLeft }, at) => {
      const content = copies[at].firstElementChild;
      if (content) content.style.margin = `${-scrollTop}px 0 0 ${-scrollLeft}px`;
    });
  }
}

addEventListener('afterprint', () => {
  byId('paper')?.remove();
  root.style.fontSize = '';
});
