// Two playbacks side by side.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { corodemo, folder, open, start, stop } from './page.mjs';

before(start);
after(stop);


test('two playbacks step together; a click in the lanes and a link in the sentence of each lead there', async () => {
  const path = `${folder}/two.html`;
  corodemo('compare', 'wait', 'gather', '-o', path);
  const page = await open(path);
  const steps = () => page.evaluate(() => corodemo.players.map(({ playback, index }) => playback.name(index)));
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await steps(), ['1', '1']);
  await page.keyboard.press('End');
  assert.deepEqual(await steps(), ['16+', '14+']);
  for (const which of [0, 1]) {
    const plot = page.locator('.lanes .plot').nth(which);
    const { x, y, height } = await plot.boundingBox();
    const middle = await page.evaluate((at) => corodemo.players[at].lanes.columns.middle(5), which);
    await page.mouse.click(x + middle, y + height / 2);
    assert.equal((await steps())[which], '5');
  }
  await page.keyboard.press('End');
  for (const which of [0, 1]) {
    for (let at = 0; at < 30 && !(await page.locator('.player').nth(which).locator('.sentence a').count()); ++at) await page.keyboard.press('ArrowLeft');
    const link = page.locator('.player').nth(which).locator('.sentence a').first();
    const cause = await link.getAttribute('data-step');
    const before = await steps();
    await link.click();
    assert.equal((await steps())[which], cause);
    await page.keyboard.press('Backspace');
    assert.deepEqual(await steps(), before);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the verdict stands above, a button leads to the first difference, and both are in both languages', async () => {
  const path = `${folder}/differing.html`;
  corodemo('compare', 'wait', 'gather', '-o', path);
  const page = await open(path);
  const verdict = await page.textContent('.verdict .said');
  assert.ok(verdict.length > 10);
  assert.ok(!(await page.locator('[data-do=predict]').isVisible()));
  await page.click('[data-do=difference]');
  assert.equal(await page.locator('.player.first-difference').count(), 2);
  await page.keyboard.press('p'); // there is nothing to predict
  assert.equal(await page.locator('.asking').count(), 0);
  await page.keyboard.press('l');
  assert.match(await page.textContent('.verdict .said'), /\p{Script=Han}/u);
  assert.match(await page.textContent('[data-do=difference]'), /\p{Script=Han}/u);
  await page.keyboard.press('l');
  assert.equal(await page.textContent('.verdict .said'), verdict);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
