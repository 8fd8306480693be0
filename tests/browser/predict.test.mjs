// Predicting: it asks only where there is something to choose, nothing on the page gives the answer away, and it judges right.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, goTo, open, render, start, states, step, stop } from './page.mjs';

let gather;
before(async () => {
  await start();
  gather = render('gather', 'gather').page;
});
after(stop);

// What is asked; the handles that can be chosen, in the order in which they are shown; what came of the last answer.
function asked(page) {
  return page.evaluate(() => {
    const [{ root, scene, playback, index }] = corodemo.players;
    const asks = root.classList.contains('asking');
    return {
      asks, index, name: playback.name(index),
      shown: [...root.querySelectorAll('.queue button.chip')].map((chip) => chip.handle),
      queue: playback.state(index).queue.map(({ handle }) => handle),
      said: root.querySelector('.ask').textContent,
      on: document.querySelector('[data-do=predict]').getAttribute('aria-pressed') === 'true',
      running: scene.running,
    };
  });
}

// Of each shape one.
const SHAPES = ['hello', 'gather', 'stop-in-coroutine-unequal', 'stop-in-callback', 'wait', 'gather-print-sum', 'two-callbacks', 'lost-update', 'lost-update-fixed', 'lock-order-deadlock'];

test('it asks exactly where several are ready and one of them runs, and the order of the chips tells nothing', async () => {
  const ranks = [];
  for (const name of SHAPES) {
    const { page: path, trace } = render(name, name);
    const expected = states(trace);
    const page = await open(path);
    const questions = await page.evaluate(() => {
      const [{ root, playback }] = corodemo.players;
      const press = (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      const said = () => root.querySelector('.ask').textContent;
      const found = [];
      press('p');
      while (root.classList.contains('asking')) {
        const { index } = corodemo.players[0];
        const shown = [...root.querySelectorAll('.queue button.chip')].map((chip) => chip.handle);
        const ready = playback.state(index).queue.map(({ handle }) => handle);
        press(String(shown.indexOf(ready[0]) + 1));
        found.push({ index, shown, ready, verdict: said(), after: corodemo.players[0].index });
        press('ArrowRight'); // on to the next question
      }
      return { found, said: said(), end: corodemo.players[0].index };
    });
    assert.equal(questions.end, expected.length - 1, name);
    assert.match(questions.said, questions.found.length ? new RegExp(`You predicted ${questions.found.length} of ${questions.found.length}\\.`) : /never more than one/, name);
    for (const { index, shown, ready, verdict, after } of questions.found) {
      assert.deepEqual(ready, expected[index].ready, name);
      assert.deepEqual([...shown].sort(), [...ready].sort(), name);
      assert.match(verdict, /^✓ Right:/, name);
      assert.equal(after, index + 1);
      assert.ok(!expected[after].ready.includes(ready[0]), `${name}: the head runs`);
      ranks.push(shown.indexOf(ready[0]) / (shown.length - 1));
    }
    // Where several are ready, and the next snapshot is a decision: then the head of the queue is what it runs.
    const decides = (at) => at + 1 < expected.length && !expected[at + 1].name.includes('+') && expected[at + 1].name !== '0';
    assert.deepEqual(questions.found.map(({ index }) => index), [...expected.keys()].filter((at) => expected[at].ready.length > 1 && decides(at)), name);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
  // The one that runs is now here, now there.
  const first = ranks.filter((rank) => rank === 0).length / ranks.length;
  const last = ranks.filter((rank) => rank === 1).length / ranks.length;
  assert.ok(first > 0.2 && first < 0.7 && last > 0.2 && last < 0.7, `first: ${first}, last: ${last}`);
});

// The number of colours in the plot of the lanes, where it shows what is to come.
async function coloursAhead(page) {
  const { x, y } = await page.locator('.plot').boundingBox();
  const [left, right, height] = await page.evaluate(() => {
    const { columns, picture } = corodemo.players[0].lanes;
    const step = corodemo.players[0].scene.snapshot.n;
    return [columns.x(step + 1) + 5, columns.right, Number(picture.veil.getAttribute('height'))];
  });
  if (right - left < 10) return 1;
  const png = await page.screenshot({ clip: { x: x + left, y, width: right - left, height: height - 3 } });
  return page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
    canvas.drawImage(image, 0, 0);
    return new Set(new Uint32Array(canvas.getImageData(0, 0, image.width, image.height).data.buffer)).size;
  }, 'data:image/png;base64,' + png.toString('base64'));
}

for (const name of ['gather', 'two-callbacks', 'lock-order-deadlock']) {
  test(`${name}: nothing on the page gives the answer away`, async () => {
    const page = await open(render(name, name).page);
    await goTo(page, '2');
    assert.ok((await coloursAhead(page)) > 5, 'it is to be seen before');
    await goTo(page, '0');
    await page.keyboard.press('p');
    let questions = 0;
    for (;; ++questions) {
      const { asks, queue, shown, name: at } = await asked(page);
      if (!asks) break;
      const told = await page.evaluate(() => {
        const [{ root, playback, index }] = corodemo.players;
        const sentence = playback.sentence(playback.snapshot(index + 1).s).map(([, text]) => text).join('');
        const everything = [...document.querySelectorAll('body *:not(#live, script, template, template *, noscript)')].flatMap((one) => [one.textContent.length < 2000 ? one.textContent : '', ...[...one.attributes].map(({ value }) => value)]);
        const looks = new Map();
        for (const chip of root.querySelectorAll('.queue .chip')) {
          const kind = [...chip.classList].find((one) => ['task', 'timer', 'callback', 'call'].includes(one));
          const style = getComputedStyle(chip);
          looks.set(kind, (looks.get(kind) || new Set()).add([style.borderColor, style.boxShadow, style.backgroundColor, style.opacity].join()));
        }
        return {
          sentence: everything.filter((text) => text.includes(sentence)),
          looks: [...looks].filter(([, all]) => all.size > 1).map(([kind, all]) => [kind, ...all]),
          parts: [...root.querySelectorAll('.fence, .part')].filter((part) => part.offsetParent).length,
        };
      });
      assert.deepEqual(told.sentence, [], `${at}: the sentence of the next step`);
      assert.deepEqual(told.looks, [], `${at}: chips of a kind look the same`);
      assert.equal(told.parts, 0, `${at}: no fence`);
      assert.equal(await coloursAhead(page), 1, `${at}: the lanes are covered from here on`);
      await page.keyboard.press(String(shown.indexOf(queue[0]) + 1));
      assert.equal(await coloursAhead(page), 1, `${at}: and still behind the verdict`);
      await page.keyboard.press('ArrowRight');
    }
    assert.ok(questions > 0);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a choice is judged, with the evidence, and Next leads to the next question', async () => {
  const page = await open(gather, { hash: '#step=8' });
  await page.click('[data-do=predict]');
  const chip = (text) => page.locator('.queue button.chip', { hasText: text });
  assert.equal((await asked(page)).name, '8');
  await chip('T3').first().click();
  let { said, name, asks } = await asked(page);
  assert.equal(said, '✗ Not this one:first in, first out; T2 joined in step 6, T3 later.Next');
  assert.deepEqual([name, asks], ['9', false]);
  assert.match(await page.textContent('.sentence'), /^T2 resumes/);
  await eventually(async () => /Not this one/.test(await page.textContent('#live')), 'a screen reader tells the verdict');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Next');
  await page.keyboard.press('Enter');
  ({ said, name, asks } = await asked(page));
  assert.deepEqual([name, asks, said], ['9', true, 'Which one runs next?Choose it: their order is hidden.']);
  await page.keyboard.press('Escape');
  assert.deepEqual((({ on, asks: still }) => [on, still])(await asked(page)), [false, false]);
  // P leaves, too; and what was predicted before is forgotten.
  await page.keyboard.press('p');
  assert.ok((await asked(page)).on);
  await page.keyboard.press('p');
  assert.ok(!(await asked(page)).on);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a step with nothing to choose is skipped, and the score is told at the end', async () => {
  const page = await open(gather);
  assert.match((await asked(page)).said, /^What runs first\?/);
  await page.click('.ask button');
  const path = [];
  for (let right = true; ; right = !right) {
    const { asks, name, shown, queue, said } = await asked(page);
    path.push(name);
    if (!asks) {
      assert.equal(said, `You predicted ${Math.ceil((path.length - 1) / 2)} of ${path.length - 1}.`);
      break;
    }
    const choice = queue[right ? 0 : 1];
    await page.keyboard.press(String(shown.indexOf(choice) + 1));
    assert.match((await asked(page)).said, right ? /^✓/ : /^✗/);
    await page.click('.ask button');
  }
  assert.deepEqual(path, ['0', '1', '4', '5', '6', '7', '8', '9', '10', '11', '14+']);
  await page.context().close();
});

test('where the chips have no room, the right one is among those that are shown', async () => {
  const page = await open(render('twelve', 'gather', '-n', '12').page, { width: 1024, height: 640 });
  await page.keyboard.press('p');
  for (let count = 0; count < 12; ++count) {
    const { asks, name, shown, queue } = await asked(page);
    if (!asks) break;
    assert.ok(shown.includes(queue[0]), name);
    assert.ok(shown.length > 1);
    await page.keyboard.press(String(shown.indexOf(queue[0]) + 1));
    assert.match((await asked(page)).said, /^✓/);
    await page.keyboard.press('ArrowRight');
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('stepping still works while it asks; playing does not', async () => {
  const page = await open(gather);
  await page.keyboard.press('p');
  assert.equal(await step(page), '0');
  await page.keyboard.press('ArrowRight'); // without an answer
  assert.equal(await step(page), '1');
  assert.ok((await asked(page)).asks);
  await page.keyboard.press('9'); // there is no ninth
  assert.equal(await step(page), '1');
  await page.keyboard.press('1');
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual([await step(page), (await asked(page)).asks], ['1', true]);
  await page.keyboard.press('End');
  assert.match((await asked(page)).said, /^You predicted \d of 1\.$/);
  await page.keyboard.press('Home');
  await page.keyboard.press('Space'); // would give the answer away
  assert.deepEqual([(await asked(page)).asks, await page.evaluate(() => document.body.classList.contains('playing'))], [true, false]);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
