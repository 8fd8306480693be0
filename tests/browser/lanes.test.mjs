// The lanes: they keep what comes to themselves while the reader predicts, fold what doesn't fit, and cut nothing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, render, scenarios, start, stop } from './page.mjs';

before(start);
after(stop);

test('while the reader predicts, nothing tells what comes', async () => {
  const page = await open(render('predicting', 'gather', '-n', '4').page, { width: 1280, height: 800 });
  const seen = await page.evaluate(() => {
    const [{ root, predict, playback }] = corodemo.players;
    const found = [];
    predict.on = true;
    const hidden = (part) => getComputedStyle(part).opacity === '0';
    for (let at = 0; at < playback.count - 1; ++at) {
      corodemo.go(at, { pace: 0 });
      const [veil, frame, plot] = ['.veil', '.frame', '.plot svg'].map((name) => root.querySelector(name).getBoundingClientRect());
      if (getComputedStyle(root.querySelector('.veil')).opacity !== '1') found.push(`${at}: the veil is transparent`);
      if (veil.left > frame.right + 1 || veil.right < plot.right) found.push(`${at}: the veil does not cover what comes`);
      for (const name of root.querySelectorAll('.it')) {
        if (name.textContent && !hidden(name) && name.getBoundingClientRect().right > veil.left + 1) found.push(`${at}: "${name.textContent}" tells how long its iteration is`);
      }
      for (const head of root.querySelectorAll('.open .head')) if (!hidden(head)) found.push(`${at}: an arrow ends at the next step`);
    }
    return found;
  });
  assert.deepEqual(seen, []);
});

test('many tasks fold; the current one and the pinned one stay open', async () => {
  const page = await open(render('folded', 'gather', '-n', '100').page, { width: 1280, height: 800 });
  const found = await page.evaluate(() => {
    const faults = [];
    const [player] = corodemo.players;
    for (let at = 0; at < player.playback.count; at += 3) {
      player.show(at, { pinned: new Set([77]) });
      const rows = player.lanes.rows;
      const own = (task) => rows.some(({ first, last }) => first === task && last === task);
      const { running } = player.scene;
      if (running && !own(running)) faults.push(`${at}: T${running} has no lane of its own`);
      if (!own(77)) faults.push(`${at}: the pinned task has no lane of its own`);
      if (rows.length > 36 || rows.reduce((sum, { first, last }) => sum + last - first + 1, 0) !== 100) faults.push(`${at}: ${rows.map(({ first, last }) => `${first}-${last}`)}`);
    }
    return faults;
  });
  assert.deepEqual(found, []);
  assert.match(await page.locator('.lane.fold').first().textContent(), /^T\d+–T\d+ \(\d+\)/);
});

// Steps through a page; returns which names of the lanes are cut, and which of the plot's texts overlap.
function faults(page) {
  return page.evaluate(() => {
    const found = new Set();
    const [{ root, playback }] = corodemo.players;
    const overlap = (selector, at) => {
      const boxes = [...root.querySelectorAll(selector)].filter((one) => one.textContent || one.matches('.tab')).map((one) => one.getBoundingClientRect()).sort((one, other) => one.left - other.left);
      boxes.forEach((box, which) => which && box.left < boxes[which - 1].right - 1 && found.add(`${at}: ${selector} overlap`));
    };
    for (let at = 0; at < playback.count; ++at) {
      corodemo.go(at, { pace: 0 });
      for (const one of root.querySelectorAll('.lane .name, .lane .state > span, .lane .token')) {
        if (one.offsetParent && one.scrollWidth > one.clientWidth + 1) found.add(`${at}: "${one.textContent}" is cut`);
      }
      overlap('.it', at);
      overlap('.number:not(.covered), .tab', at);
    }
    return [...found].slice(0, 5);
  });
}

for (const name of scenarios) {
  test(`${name}: no name in the lanes is cut, no words overlap`, async () => {
    const page = await open(render('lanes-' + name, name).page, { width: 1920, height: 1080 });
    for (const [width, height] of [[1920, 1080], [1024, 640], [390, 844]]) {
      await page.setViewportSize({ width, height });
      for (const language of ['one language', 'the other one']) {
        assert.deepEqual(await faults(page), [], `${width} x ${height}, ${language}`);
        await page.keyboard.press('l');
      }
    }
    await page.context().close();
  });
}
