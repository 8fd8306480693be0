// Keys, buttons, the lanes as a scrubber, links and the address: all the ways to get from one step to another.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { corodemo, eventually, folder, goTo, open, ready, render, start, step, stop } from './page.mjs';

let gather; // three tasks in 14 steps; its iterations begin in steps 1, 4, 8, 11 and 14
before(async () => {
  await start();
  gather = render('gather', 'gather').page;
});
after(stop);

// What can have the focus, and a step in which it is there.
const CONTROLS = [
  ['footer [data-do=theme]', 9], ['[data-do=forward]', 9], ['#speed', 9], ['.listing', 9], ['[data-do=cpp]', 9], ['.queue .chip', 9], ['.card', 9], ['.sentence a', 9],
  ['.output', 9], ['.lanes button.lane', 9], ['.lanes .plot', 9], ['.track .flag', 2],
];
const STEPS = {
  9: { ArrowRight: '10', PageDown: '10', ArrowLeft: '8', PageUp: '8', Home: '0', End: '14+', ']': '11', '[': '8' },
  2: { ArrowRight: '3', PageDown: '3', ArrowLeft: '1', PageUp: '1', Home: '0', End: '14+', ']': '4', '[': '1' },
};

// Goes to a step, and gives the focus to a control, if it is to be seen.
function focus(page, name, control) {
  return page.evaluate(([to, selector]) => {
    corodemo.go(corodemo.players[0].playback.find(to), { pace: 0 });
    document.querySelector(selector).focus();
  }, [String(name), control]);
}

test('keys step, whatever has the focus', async () => {
  const page = await open(gather);
  for (const [control, from] of CONTROLS) {
    for (const [key, expected] of Object.entries(STEPS[from])) {
      await focus(page, from, control);
      await page.keyboard.press(key);
      assert.equal(await step(page), expected, `${key} on ${control}`);
    }
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('letters work, whatever has the focus', async () => {
  const page = await open(gather);
  const holds = (condition) => page.evaluate(condition);
  const LETTERS = [
    ['p', () => document.body.classList.contains('predicting')],
    ['f', () => document.documentElement.classList.contains('present')],
    ['t', () => document.documentElement.dataset.theme === 'dark'],
    ['l', () => document.documentElement.lang === 'zh-Hans'],
  ];
  for (const [control, from] of CONTROLS.filter(([name]) => ['#speed', '.listing', '.queue .chip', '.lanes .plot', '.sentence a', 'footer [data-do=theme]'].includes(name))) {
    for (const [key, condition] of LETTERS) {
      for (const expected of [true, false]) {
        await focus(page, from, control);
        await page.keyboard.press(key);
        assert.equal(await holds(condition), expected, `${key} on ${control}`);
      }
    }
    await focus(page, from, control);
    await page.keyboard.press('?');
    assert.ok(await page.locator('#help').isVisible(), `? on ${control}`);
    await page.keyboard.press('Escape');
    assert.ok(!(await page.locator('#help').isVisible()));
    assert.ok(await page.locator(control).first().evaluate((one) => one === document.activeElement), `${control} has the focus again`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the space bar plays and pauses, but presses a button that has the focus', async () => {
  const page = await open(gather);
  const plays = () => page.evaluate(() => document.body.classList.contains('playing'));
  for (const [control, from] of CONTROLS) {
    const isControl = await page.evaluate((selector) => document.querySelector(selector)?.matches('button, select'), control);
    if (isControl) continue;
    await goTo(page, String(from));
    await page.locator(control).first().focus();
    await page.keyboard.press('Space');
    assert.ok(await plays(), control);
    assert.equal(await page.getAttribute('[data-do=play]', 'aria-label'), 'Pause');
    await page.keyboard.press('Space');
    assert.ok(!(await plays()), control);
    assert.equal(await page.getAttribute('[data-do=play]', 'aria-label'), 'Play');
  }
  await goTo(page, '9');
  await page.locator('[data-do=forward]').focus();
  await page.keyboard.press('Space');
  assert.equal(await step(page), '10');
  assert.ok(!(await plays()));
  await page.context().close();
});

test('a key that is held steps on, but switches nothing to and fro', async () => {
  const page = await open(gather, { reducedMotion: 'no-preference' });
  const moving = () => page.evaluate(() => document.getAnimations().length + document.querySelectorAll('.flyer').length);
  await page.keyboard.press('ArrowRight');
  assert.ok((await moving()) > 0);
  for (const key of ['ArrowRight', 'ArrowRight', ']', ']', 'ArrowLeft', '[']) {
    await page.evaluate((held) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: held, repeat: true, bubbles: true, cancelable: true })), key);
    assert.equal(await moving(), 0, key);
  }
  assert.equal(await step(page), '4');
  for (const key of ['p', 'f', 't', 'l', 'b', 'n', ' ', '?']) {
    const look = () => page.evaluate(() => document.documentElement.className + document.documentElement.dataset.theme + document.documentElement.lang + document.body.className + document.querySelector('#help').open);
    const before = await look();
    await page.evaluate((held) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: held, repeat: true, bubbles: true, cancelable: true })), key);
    assert.equal(await look(), before, key);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('keys with Control, Alt or Meta are those of the browser', async () => {
  const page = await open(gather);
  await goTo(page, '9');
  for (const key of ['Alt+ArrowRight', 'Control+ArrowRight', 'Control+p', 'Meta+ArrowLeft']) {
    const [modifier, name] = key.split('+');
    const taken = await page.evaluate(([how, which]) => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key: which, [how]: true, bubbles: true, cancelable: true })), [{ Alt: 'altKey', Control: 'ctrlKey', Meta: 'metaKey' }[modifier], name]);
    assert.ok(!taken, key);
  }
  assert.equal(await step(page), '9');
  await page.context().close();
});

test('buttons step, and are disabled where there is no such step', async () => {
  const page = await open(gather);
  const disabled = () => page.locator('footer button:disabled').evaluateAll((all) => all.map((button) => button.dataset.do));
  assert.deepEqual(await disabled(), ['first', 'back']);
  await page.click('[data-do=last]');
  assert.equal(await step(page), '14+');
  assert.deepEqual(await disabled(), ['forward', 'last']);
  await page.click('[data-do=back]');
  assert.equal(await step(page), '14');
  assert.deepEqual(await disabled(), []);
  await page.click('[data-do=forward]');
  assert.equal(await step(page), '14+');
  // The button that has just been pressed is disabled now; keys still step.
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  assert.equal(await step(page), '13');
  await page.click('[data-do=first]');
  assert.equal(await step(page), '0');
  await page.context().close();
});

test('the lanes are the scrubber: click and drag', async () => {
  const page = await open(gather);
  const place = async (number) => {
    const { x, y, height } = await page.locator('.lanes .plot').boundingBox();
    const middle = await page.evaluate((at) => corodemo.players[0].lanes.columns.middle(at), number);
    return [x + middle, y + height / 2];
  };
  await page.mouse.click(...(await place(10)));
  assert.equal(await step(page), '10');
  await page.mouse.move(...(await place(2)));
  await page.mouse.down();
  for (const number of [3, 5, 7, 8, 6]) {
    await page.mouse.move(...(await place(number)));
    assert.equal(await step(page), String(number));
  }
  await page.mouse.up();
  await page.mouse.move(...(await place(12)));
  assert.equal(await step(page), '6');
  const { x } = await page.locator('.lanes .plot').boundingBox();
  await page.mouse.click(x + 2, (await place(1))[1]);
  assert.equal(await step(page), '0');
  // Dragged beyond both ends.
  await page.mouse.move(...(await place(5)));
  await page.mouse.down();
  await page.mouse.move(0, 0);
  assert.equal(await step(page), '0');
  await page.mouse.move(1919, 0);
  assert.equal(await step(page), '14');
  await page.mouse.up();
  const slider = page.locator('.lanes [role=slider]');
  assert.deepEqual(await slider.evaluate((one) => ['min', 'max', 'now', 'text'].map((name) => one.getAttribute('aria-value' + name))), ['0', '14', '14', 'Step 14 of 14']);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the bar below the lanes of a long playback is its scrubber', async () => {
  const page = await open(render('many', 'gather', '-n', '100').page);
  const { x, y, width, height } = await page.locator('.overview').boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
  const half = Number(await step(page));
  assert.ok(Math.abs(half - 201) < 3, String(half));
  await page.mouse.move(x + width / 4, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + (3 * width) / 4, y + height / 2);
  await page.mouse.up();
  assert.ok(Math.abs(Number(await step(page)) - 302) < 3);
  await page.locator('.overview').focus();
  const before = Number(await step(page));
  await page.keyboard.press('PageDown');
  assert.equal(Number(await step(page)), before + 1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a link leads to the step that was the cause, and there is a way back', async () => {
  const page = await open(gather);
  const back = page.locator('.return');
  await goTo(page, '9');
  assert.ok(!(await back.isVisible()));
  await page.click('.sentence a');
  assert.equal(await step(page), '6');
  assert.equal(await back.textContent(), 'back to step 9');
  await page.keyboard.press('ArrowLeft');
  await back.click();
  assert.equal(await step(page), '9');
  assert.ok(!(await back.isVisible()));
  await page.click('.sentence a');
  await page.keyboard.press('Backspace');
  assert.equal(await step(page), '9');
  // With the keyboard alone; and one way back after the other.
  for (const [from, cause] of [['9', '6'], ['10', '7']]) {
    await goTo(page, from);
    await page.locator('.sentence a').focus();
    await page.keyboard.press('Enter');
    assert.equal(await step(page), cause);
  }
  await page.keyboard.press('Backspace');
  assert.equal(await step(page), '10');
  await page.keyboard.press('Backspace');
  assert.equal(await step(page), '9');
  assert.ok(!(await back.isVisible()));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// --- The address

// The address, once the page is at rest.
async function reads(page, hash) {
  await eventually(async () => (await page.evaluate(() => location.hash)) === hash, `${hash}, but ${await page.evaluate(() => location.hash)}`);
}

test('the address is that of the step, and survives a reload', async () => {
  const page = await open(gather, { hash: '#step=9' });
  assert.equal(await step(page), '9');
  await page.keyboard.press('End');
  await reads(page, '#step=14+');
  await page.keyboard.press('l');
  await reads(page, '#step=14+&lang=zh');
  await page.click('[data-do=cpp]');
  await reads(page, '#step=14+&lang=zh&code=cpp');
  await page.reload();
  await ready(page);
  assert.equal(await step(page), '14+');
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-Hans');
  assert.equal(await page.textContent('.file'), 'gather.cpp');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the address chooses step, language, listing and mode', async () => {
  const page = await open(gather);
  const found = () => page.evaluate(() => ({
    step: corodemo.players[0].playback.name(corodemo.players[0].index), lang: document.documentElement.lang, file: document.querySelector('.file').textContent,
    modes: [...document.documentElement.classList].join(),
  }));
  const usual = { step: '0', lang: 'en', file: 'gather.py', modes: '' };
  for (const [hash, expected] of [
    ['#step=12', { step: '12' }],
    ['#step=14%2B', { step: '14+' }],
    ['#step=3+', { step: '4' }],
    ['#step=99999999999999999999', { step: '14+' }],
    ['#step=0&lang=zh', { lang: 'zh-Hans' }],
    ['#code=cpp&step=2', { step: '2', file: 'gather.cpp' }],
    ['#embed&step=2', { step: '2', modes: 'embed' }],
    ['#step=2&present', { step: '2', modes: 'present' }],
    ...['#step=x', '#step=-1', '#step=', '#step=1e1', '#%', '#%E0%A4%A', '#lang=fr', '#code=rust', '#__proto__=1', '#step', '#=&&=', '#step=<b>', '#1'].map((hash) => [hash, {}]),
  ]) {
    await page.goto('about:blank');
    await page.goto(`file://${gather}${hash}`);
    await ready(page);
    assert.deepEqual(await found(), { ...usual, ...expected }, hash);
    // The same as a change of the address.
    await page.goto(`file://${gather}#step=0&lang=en&code=python`);
    await ready(page);
    await page.evaluate((to) => (location.hash = to), hash);
    await eventually(async () => JSON.stringify(await found()) === JSON.stringify({ ...usual, ...expected }), `${hash}: ${JSON.stringify(await found())}`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the link and the code that embeds the page lead to this step', async () => {
  const page = await open(gather, { hash: '#step=9' });
  await page.clock.install();
  await page.evaluate(() => {
    window.copied = [];
    navigator.clipboard.writeText = async (text) => window.copied.push(text);
  });
  await page.click('[data-do=help]');
  const link = page.locator('[data-do=copyLink]');
  await link.click();
  await link.click();
  assert.equal(await link.textContent(), 'Copied');
  await page.clock.runFor(2000);
  assert.equal(await link.textContent(), 'Copy a link to this step');
  await page.click('[data-do=copyEmbed]');
  const [url, , embed] = await page.evaluate(() => window.copied);
  assert.equal(url, `file://${gather}#step=9`);
  const frame = await page.evaluate((source) => {
    const made = new DOMParser().parseFromString(source, 'text/html').body;
    const [one] = made.children;
    return [made.children.length, one.tagName, one.getAttribute('src'), one.getAttribute('width'), one.getAttribute('height'), one.title];
  }, embed);
  assert.deepEqual(frame, [1, 'IFRAME', 'gather.html#step=9&embed', '800', '450', 'gather']);
  // Where there is no clipboard, the page does not say that it copied.
  await page.evaluate(() => (navigator.clipboard.writeText = async () => Promise.reject(new Error('not allowed'))));
  page.complaints.length = 0;
  await link.click();
  await eventually(async () => page.complaints.length === 1, 'the text is shown instead');
  assert.equal(await link.textContent(), 'Copy a link to this step');
  await page.context().close();
});

// --- Playing

test('plays to the end, at the speed chosen, and begins anew there', async () => {
  const page = await open(gather);
  await page.clock.install();
  const plays = () => page.evaluate(() => document.body.classList.contains('playing'));
  await page.click('[data-do=play]');
  assert.ok(await plays());
  await page.clock.runFor(6000);
  const slow = Number(await step(page));
  assert.ok(slow > 0 && slow < 14);
  await page.click('[data-do=first]');
  await page.selectOption('#speed', '4');
  await page.click('[data-do=play]');
  await page.clock.runFor(6000);
  assert.ok(Number.parseInt(await step(page), 10) > 2 * slow, 'it is faster');
  await page.clock.runFor(60000);
  assert.equal(await step(page), '14+');
  assert.ok(!(await plays()));
  await page.click('[data-do=play]');
  assert.ok(await plays());
  assert.equal(await step(page), '0');
  await page.keyboard.press('ArrowRight'); // whoever steps by hand wants to look
  assert.ok(!(await plays()));
  await page.clock.runFor(60000);
  assert.equal(await step(page), '1');
  await page.click('[data-do=play]');
  await page.selectOption('#speed', '2');
  assert.ok(await plays());
  await page.locator('.lanes .plot').click();
  assert.ok(!(await plays()));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('presenting can be left, and the screen blanked', async () => {
  const page = await open(gather, { hash: '#present' });
  const classes = () => page.evaluate(() => [...document.documentElement.classList].join(' '));
  await page.keyboard.press('b');
  assert.equal(await classes(), 'present blank');
  await page.keyboard.press('ArrowRight'); // any key brings the picture back, and does nothing else
  assert.equal(await classes(), 'present');
  assert.equal(await step(page), '0');
  await page.keyboard.press('.');
  assert.equal(await classes(), 'present blank');
  await page.keyboard.press('f');
  await page.keyboard.press('f');
  assert.equal(await classes(), '');
  await page.keyboard.press('b'); // only while presenting
  assert.equal(await classes(), '');
  await page.context().close();
});
