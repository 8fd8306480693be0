// A trace of 100,000 steps opens and steps without a complaint. How fast is told, and holds nothing: that is the machine's.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { corodemo, folder, goTo, open, start, step, stop } from './page.mjs';

const path = `${folder}/long.html`;
before(async () => {
  corodemo('gather', '-n', '25000', '-q', '-o', path);
  await start();
});
after(stop);

test('100,000 steps open, and each is at once there', async () => {
  const page = await open(path);
  const opened = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return navigation.domContentLoadedEventEnd - navigation.startTime;
  });
  const steps = await page.evaluate(() => corodemo.players[0].playback.head.steps);
  assert.ok(steps >= 100000);
  const times = await page.evaluate(() => {
    const found = [];
    for (const from of [0, 30000, 60000, 90000]) {
      corodemo.go(from, { pace: 0 });
      for (let at = 0; at < 20; ++at) {
        const begin = performance.now();
        corodemo.go(from + at, { pace: 0 });
        document.body.offsetHeight; // lays it out
        found.push(performance.now() - begin);
      }
    }
    return found.sort((one, other) => one - other);
  });
  console.log(`browser: ${steps} steps open in ${opened.toFixed(0)} ms; a step takes ${times[times.length / 2].toFixed(1)} ms (median), ${times.at(-1).toFixed(1)} ms at most`);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('25,000 tasks: the queue is counted, the lanes fold, each task can be found', async () => {
  const page = await open(path, { width: 1280, height: 800 });
  assert.match(await page.textContent('.queue .rest'), /^\+\d{5}$/);
  const rows = await page.locator('.lanes .lane').count();
  assert.ok(rows > 4 && rows < 40, String(rows));
  for (const name of ['5000', '25001', '40000', '90000']) {
    await goTo(page, name);
    assert.equal(await step(page), name);
    const { running, open: drawn } = await page.evaluate(() => ({ running: corodemo.players[0].scene.running, open: [...document.querySelectorAll('.lanes button.lane')].map((lane) => Number(lane.dataset.task)) }));
    if (running) assert.ok(drawn.includes(running), `T${running} has its own lane`);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    assert.equal(await step(page), name);
  }
  // A link over many steps, and back.
  await goTo(page, '60000');
  await page.click('.sentence a');
  assert.ok(Number(await step(page)) < 60000);
  await page.keyboard.press('Backspace');
  assert.equal(await step(page), '60000');
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('p');
  await page.keyboard.press('1');
  assert.match(await page.textContent('.ask'), /^[✓✗]/);
  await page.keyboard.press('l');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
