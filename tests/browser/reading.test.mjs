// What a reader does besides stepping: follows one task with the eye, reads either listing in either language, copies, prints.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { corodemo, eventually, folder, goTo, modules, open, ready, render, scenarios, start, step, stop } from './page.mjs';

let gather;
before(async () => {
  await start();
  gather = render('gather', 'gather').page;
});
after(stop);

// --- The same task lights up everywhere

// What is lit: the kinds of places, and the tasks.
function lit(page) {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll('.lit')];
    const KINDS = { chip: '.chip', flag: '.flag', token: '.token', lane: '.lane', row: 'svg .row', line: '.listing li', card: '.card', output: '.output li' };
    return {
      kinds: Object.keys(KINDS).filter((kind) => all.some((one) => one.matches(KINDS[kind]))),
      tasks: [...new Set(all.map((one) => one.dataset.task))].sort(),
    };
  });
}

test('hovering over a task lights it everywhere, and a click keeps it lit', async () => {
  const page = await open(gather);
  await goTo(page, '2'); // T1 waits, T2 runs, T3 is ready
  for (const [place, task, kinds] of [
    ['.queue .chip', 'T3', ['chip', 'lane', 'line', 'row', 'token']],
    ['.track .flag:not(.ghost)', 'T1', ['flag', 'lane', 'line', 'output', 'row', 'token']],
    ['.card', 'T2', ['card', 'flag', 'lane', 'line', 'output', 'row', 'token']],
    ['.lanes button.lane >> nth=0', 'T1', ['flag', 'lane', 'line', 'output', 'row', 'token']],
    ['.listing .token >> text=T3', 'T3', ['chip', 'lane', 'line', 'row', 'token']],
    ['.output li >> nth=0', 'T1', ['flag', 'lane', 'line', 'output', 'row', 'token']],
  ]) {
    const expected = { kinds, tasks: task.slice(1) };
    const now = async () => {
      const { kinds: found, tasks } = await lit(page);
      return { kinds: found.sort(), tasks: tasks.filter((one) => one.split(' ').includes(expected.tasks)).length === tasks.length ? expected.tasks : tasks };
    };
    await page.locator(place).first().hover();
    assert.deepEqual(await now(), expected, `hovering over ${place}`);
    await page.mouse.move(5, 5);
    assert.deepEqual((await lit(page)).kinds, [], `the pointer has left ${place}`);
    await page.locator(place).first().click();
    await page.mouse.move(5, 5);
    assert.deepEqual(await now(), expected, `a click on ${place}`);
    await page.keyboard.press('Escape');
    assert.deepEqual((await lit(page)).kinds, [], 'Escape');
  }
  for (const place of ['.queue .chip', '.track .flag:not(.ghost)', '.card', '.lanes button.lane']) {
    await page.locator(place).first().focus();
    assert.ok((await lit(page)).kinds.includes('lane'), `the focus on ${place}`);
    await page.locator('.output').focus();
    assert.deepEqual((await lit(page)).kinds, []);
  }
  // What is pinned stays so from step to step, until a click elsewhere.
  await page.locator('.lanes button.lane').first().click();
  await page.mouse.move(5, 5);
  await goTo(page, '8');
  assert.deepEqual((await lit(page)).kinds, ['chip', 'token', 'lane', 'row', 'line', 'card', 'output']);
  await page.click('.time');
  assert.deepEqual((await lit(page)).kinds, []);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a tap lights it on a phone', async () => {
  const page = await open(gather, { width: 390, height: 844, hasTouch: true, isMobile: true });
  await goTo(page, '2');
  for (const place of ['.queue .chip', '.card', '.track .flag:not(.ghost)', '.output li']) {
    await page.locator(place).first().tap();
    assert.ok((await lit(page)).kinds.includes('lane'), place);
    await page.locator('.time').tap();
    assert.deepEqual((await lit(page)).kinds, []);
  }
  await page.context().close();
});

// --- The listings

test('line numbers in a sentence are those of the listing that is shown', async () => {
  const { page: path, trace } = render('lines', 'gather-two');
  const events = JSON.parse(readFileSync(trace, 'utf8')).events;
  const { line, cpp_line: cppLine } = events.find((event) => event.kind === 'step_finished' && event.stack && event.task === 'T2').stack.at(-1);
  assert.notEqual(line, cppLine);
  const page = await open(path, { hash: '#step=2' });
  assert.match(await page.textContent('.sentence'), new RegExp(`at line ${line}\\b`));
  await page.click('[data-do=cpp]');
  assert.match(await page.textContent('.sentence'), new RegExp(`at line ${cppLine}\\b`));
  assert.equal(await page.getAttribute('[data-do=cpp]', 'aria-pressed'), 'true');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the listing can be switched between Python and C++', async () => {
  const page = await open(gather, { hash: '#step=9' });
  assert.match(await page.textContent('.listing .current'), /print\("Hello again!"\)/);
  await page.click('[data-do=cpp]');
  assert.match(await page.textContent('.listing .current'), /print\("Hello again!"\);/);
  assert.equal(await page.textContent('.file'), 'gather.cpp');
  assert.ok(!(await page.textContent('.listing')).includes('// py:'));
  await page.click('[data-do=python]');
  assert.equal(await page.textContent('.file'), 'gather.py');
  await page.context().close();
});

test('what is copied from a listing is the program, without marks', async () => {
  const { page: path, trace } = render('copied', 'lost-update');
  const { listings } = JSON.parse(readFileSync(trace, 'utf8')).program;
  const program = listings.python.text ?? listings.python[0].text;
  const page = await open(path, { hash: '#step=5' });
  await page.evaluate(() => document.addEventListener('copy', (event) => setTimeout(() => (window.copied = event.clipboardData.getData('text/plain') || String(getSelection())))));
  const copied = async (select, ...args) => {
    await page.evaluate(() => (window.copied = null));
    await page.evaluate(select, args);
    await page.evaluate(() => {
      const data = new DataTransfer();
      const event = new ClipboardEvent('copy', { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector('.listing').dispatchEvent(event);
      window.copied = event.defaultPrevented ? data.getData('text/plain') : String(getSelection());
    });
    return page.evaluate(() => window.copied);
  };
  const all = () => getSelection().selectAllChildren(document.querySelector('.listing'));
  assert.equal((await copied(all)).trimEnd(), program.trimEnd());
  // From the middle of one line to the middle of another.
  const lines = program.split('\n');
  const some = ([from, to]) => {
    const place = (line, letters) => {
      const walker = document.createTreeWalker(document.querySelectorAll('.listing li')[line - 1].querySelector('code'), NodeFilter.SHOW_TEXT);
      let node = walker.nextNode();
      for (; node.length < letters; node = walker.nextNode()) letters -= node.length;
      return [node, letters];
    };
    getSelection().setBaseAndExtent(...place(from, 2), ...place(to, 3));
  };
  const [first, last] = [lines.findIndex((line) => line.startsWith('async def')) + 1, lines.findIndex((line) => /^ +balance = /.test(line)) + 1];
  assert.ok(first > 0 && last > first);
  const expected = [lines[first - 1].slice(2), ...lines.slice(first, last - 1), lines[last - 1].slice(0, 3)].join('\n');
  assert.equal(await copied(some, first, last), expected);
  // A line as a triple click selects it: up to the beginning of the next one.
  const line = page.locator('.listing li').nth(first - 1).locator('code');
  await line.click({ clickCount: 3, position: { x: 30, y: 5 } });
  assert.equal((await copied(() => {})).trimEnd(), lines[first - 1].trimEnd());
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// --- Languages

// All that can be read of the page, besides the program's own texts.
function texts(page) {
  return page.evaluate(() => {
    const program = new Set(document.querySelector('.listing').textContent.match(/[A-Za-z]+/g));
    const ours = (text) => text.replaceAll(corodemo.players[0].playback.head.name, '').replace(/[A-Za-z]+/g, (word) => (program.has(word) ? '' : word)).trim();
    const OWN = '#live, code, kbd, .listing, .file, .lanes .name, .who, .chip small, .bay small, [data-do=language], .output code, script, style, noscript, template, .card b, .title, .given';
    const found = [document.title.replace(/^.*?:/, '')];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) if (!node.parentElement.closest(OWN)) found.push(ours(node.data));
    for (const one of document.querySelectorAll('body *')) {
      for (const name of ['title', 'aria-label', 'aria-valuetext', 'data-now', 'placeholder', 'alt']) if (one.hasAttribute(name) && !one.matches('[data-do=language], .chip, .flag, .pole, .lane, .card *')) found.push(ours(one.getAttribute(name)));
    }
    return [...new Set(found.filter(Boolean))];
  });
}

const HAN = /\p{Script=Han}/u;
// Words that are the same in Chinese: Python's own, and units.
const TERMS = /"[^"]*"|[\w.]+\(.*?\)|\b(asyncio|await|Task|Future|C?Python|Markdown|Page Up|Page Down|Home|End|Space|gather|wait|None|print|main|T\d+|G\d+|[A-Z]\w*(Error|Exception)|ms|µs|s)\b/g;

test('a switch of the language changes every text', async () => {
  for (const name of ['gather', 'lock-order-deadlock', 'blocking', 'callback-wrong-order']) {
    const page = await open(render('language-' + name, name).page);
    const count = await page.evaluate(() => corodemo.players[0].playback.count);
    await page.keyboard.press('?');
    await page.keyboard.press('Escape');
    for (let at = 0; at < count; ++at) {
      await page.evaluate((index) => corodemo.go(index, { pace: 0 }), at);
      const english = await texts(page);
      assert.deepEqual(english.filter((text) => HAN.test(text)), [], `${name}, ${at}: in English`);
      await page.keyboard.press('l');
      const chinese = await texts(page);
      assert.deepEqual(chinese.filter((text) => !HAN.test(text) && /[A-Za-z]{3}/.test(text.replace(TERMS, ''))), [], `${name}, ${at}: in Chinese`);
      await page.keyboard.press('l');
      assert.deepEqual(await texts(page), english);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('a page begins in the language in which it was made', async () => {
  const page = await open(render('chinese', 'gather', '--lang', 'zh').page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans');
  assert.match(await page.textContent('.place'), HAN);
  await page.click('[data-do=language]');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await eventually(async () => (await page.evaluate(() => location.hash)) === '#step=0&lang=en', 'the address has the language');
  await page.reload();
  await ready(page);
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.context().close();
});

// --- What is told besides

test('warnings link to their step, and underline their line in both listings', async () => {
  const page = await open(render('warned', 'blocking').page);
  const underlined = () => page.locator('.listing .warned').allTextContents();
  const advice = page.locator('.advice');
  assert.ok(!(await advice.isVisible()));
  await page.click('.warnings');
  assert.equal(await page.getAttribute('.warnings', 'aria-expanded'), 'true');
  assert.equal(await advice.locator('li').count(), 1);
  assert.match(await advice.locator('li').textContent(), /^step 1, line 9: .* the event loop .* Write await asyncio\.sleep\(delay\) instead\.$/);
  assert.equal((await underlined()).length, 1);
  assert.match((await underlined())[0], /time\.sleep\(delay\)/);
  await advice.locator('a').click();
  assert.equal(await step(page), '1');
  await page.click('.warnings');
  assert.ok(!(await advice.isVisible()));
  await page.click('[data-do=cpp]');
  assert.match((await underlined())[0], /time_sleep/);
  await page.context().close();

  const right = await open(gather);
  assert.ok(!(await right.locator('.warnings').isVisible()));
  assert.equal(await right.locator('.warned').count(), 0);
  await right.context().close();
});

test('the speaker notes are a window that follows, and whose keys step', async () => {
  const page = await open(gather, { hash: '#step=9' });
  const [notes] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('n')]);
  const text = () => notes.textContent('body');
  await eventually(async () => /Step 9 of 14/.test(await text()), 'the notes tell the step');
  assert.match(await text(), /T2 .*Hello again!.*Next.*T3 /s);
  await notes.keyboard.press('ArrowRight');
  assert.equal(await step(page), '10');
  await eventually(async () => /Step 10 of 14/.test(await text()), 'the notes follow');
  await notes.keyboard.press('l');
  await eventually(async () => HAN.test(await text()), 'the notes are Chinese');
  assert.deepEqual([await notes.title(), await notes.evaluate(() => document.documentElement.lang)], ['gather · 演讲者备注', 'zh-Hans']);
  await notes.keyboard.press('End');
  await eventually(async () => !/下一步/.test(await text()), 'nothing comes next at the end');
  await notes.close();
  await page.waitForFunction('notes.window.closed'); // which the browser tells later
  await page.keyboard.press('ArrowLeft');
  const [again] = await Promise.all([page.waitForEvent('popup'), page.keyboard.press('n')]);
  await eventually(async () => /14/.test(await again.textContent('body')), 'they can be opened again');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the status tells where we are, once at rest, and not while playing', async () => {
  const page = await open(gather);
  const status = () => page.textContent('#live');
  await page.keyboard.press('ArrowRight');
  await eventually(async () => /^Step 1 of 14.*T1 .*starts/.test(await status()), 'the status tells the step');
  await page.evaluate(() => {
    window.told = [];
    new MutationObserver(() => window.told.push(document.querySelector('#live').textContent)).observe(document.querySelector('#live'), { childList: true, characterData: true, subtree: true });
  });
  await page.clock.install();
  await page.click('[data-do=play]');
  await page.clock.runFor(10000);
  assert.ok(Number(await step(page)) > 1);
  assert.deepEqual(await page.evaluate(() => window.told), []);
  await page.click('[data-do=play]');
  await page.clock.runFor(1000);
  assert.deepEqual(await page.evaluate(() => [window.told.length, window.told[0].includes(document.querySelector('.sentence').textContent)]), [1, true], 'the status tells where it was paused');
  await page.context().close();
});

test('the legend and the keys are behind ?', async () => {
  const page = await open(gather);
  await page.click('[data-do=help]');
  assert.ok(await page.locator('#help').isVisible());
  assert.ok((await page.locator('#legend dt').count()) >= 6);
  assert.ok((await page.locator('#keys dt').count()) >= 10);
  await page.keyboard.press('?');
  assert.ok(!(await page.locator('#help').isVisible()));
  await page.keyboard.press('?');
  await page.click('#help form button');
  assert.ok(!(await page.locator('#help').isVisible()));
  await page.keyboard.press('ArrowRight');
  assert.equal(await step(page), '1');
  await page.context().close();
});

test('without scripts, the page shows the picture and the steps as text', async () => {
  const page = await open(gather, { javaScriptEnabled: false, height: 600 });
  const sizes = async (selector) => page.locator(selector).first().boundingBox();
  const picture = await sizes('noscript svg');
  const steps = await sizes('noscript pre');
  assert.ok(picture.width > 300 && picture.height > 150);
  assert.match(await page.textContent('noscript pre'), /T2 resumes \(its sleep expired in/);
  assert.ok(!(await page.locator('footer').isVisible()), 'nothing that does not work');
  // All of it can be reached.
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, 20000);
  await eventually(async () => (await sizes('noscript pre')).y + steps.height <= 600, 'it can be scrolled to its end');
  await page.context().close();
});

test('with scripts, the text for browsers without takes no room', async () => {
  const page = await open(gather);
  assert.equal(await page.locator('svg[viewBox="0 0 1600 900"]').count(), 0);
  await page.context().close();
});

test('printed, one page per step', async () => {
  const page = await open(render('paper', 'hello').page, { hash: '#step=2' });
  const snapshots = await page.evaluate(() => corodemo.players[0].playback.count);
  const pdf = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type \/Page\b(?!s)/g).length, snapshots);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  const places = await page.locator('#paper .page .place').allTextContents();
  assert.equal(places.length, snapshots);
  assert.equal(new Set(places).size, snapshots);
  assert.equal(await step(page), '2');
  // On paper, which is smaller than the screen, it is as on the screen.
  await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1047, height: 718 });
  const overlaps = await page.locator('#paper .page').evaluateAll((all) => all.flatMap((one) => {
    const box = (selector) => one.querySelector(selector).getBoundingClientRect();
    const sheet = one.getBoundingClientRect();
    return [
      ['.lanes begin below the stage', box('.lanes').top >= box('.s-out').bottom - 1 && box('.lanes').top >= box('.listing').bottom - 1],
      ['the plot is inside', box('.plot svg').right <= sheet.right + 1 && box('.plot').bottom <= sheet.bottom + 1],
      ['the hand is inside', box('.hand').right <= sheet.right + 1],
      ['the sheet fits', sheet.width <= innerWidth && sheet.height <= innerHeight],
    ].filter(([, holds]) => !holds).map(([what]) => what);
  }));
  assert.deepEqual(overlaps, []);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('#paper').count(), 0);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// --- For everybody

for (const [scheme, language] of [['light', 'en'], ['dark', 'zh']]) {
  test(`axe-core reports no violation: ${scheme}, ${language}`, async () => {
    const { page: path } = render('axe-' + language, 'lock-order-deadlock', '--lang', language);
    for (const width of [1920, 390]) {
      const page = await open(path, { colorScheme: scheme, width });
      // The page's content security policy blocks scripts, but not those of the debugger.
      await page.evaluate(readFileSync(`${modules}/axe-core/axe.min.js`, 'utf8'));
      for (const keys of [[], ['ArrowRight', 'ArrowRight', 'ArrowRight'], ['p'], ['p', '?'], ['Escape', 'End']]) {
        for (const key of keys) await page.keyboard.press(key);
        const { violations } = await page.evaluate(() => axe.run());
        assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]), [], `${width}, ${keys}`);
      }
      await page.context().close();
    }
  });
}
