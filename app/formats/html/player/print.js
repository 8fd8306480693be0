// Printing: a page per step.

const MOST_PAGES = 200;

addEventListener('beforeprint', () => {
  const here = index;
  const links = [...returns];
  const pages = [];
  for (let at = 0; at <= Math.min(last, MOST_PAGES); ++at) {
    show(at);
    const page = document.querySelector('main').cloneNode(true);
    page.className = 'page';
    pages.push(page);
  }
  returns = links;
  show(here);
  const paper = element('div', { id: 'paper' }, pages);
  if (last > MOST_PAGES) paper.append(element('p', {}, say('pages', MOST_PAGES)));
  document.body.append(paper);
});

addEventListener('afterprint', () => document.querySelectorAll('#paper').forEach((paper) => paper.remove()));
