// Everything has its place from the first step on: nothing moves between steps, is cut, or needs to be scrolled to.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, render, scenarios, start, stop } from './page.mjs';

before(start);
after(stop);

// Steps through a page; returns what moved between steps, and what is cut. `scrolls`: whether the page as a whole may be
// scrolled, as on a phone.
function faults(page, scrolls) {
  return page.evaluate((mayScroll) => {
    const [player] = corodemo.players;
    const { root } = player;
    const FIXED = '.top, .say, .s-code, .listing, .s-clock, .s-rail, .track, .track .axis, .bay, .s-slot, .slot, .card, .s-queue, .belt, .queue, .objects, .variables, .s-out, .output, .lanes';
    const found = [];
    const boxes = () => [...root.querySelectorAll(FIXED), ...document.querySelectorAll('footer button, footer select')].filter((one) => one.offsetParent || one.ownerSVGElement).map((one) => {
      const { left, top, width, height } = one.getBoundingClientRect();
      return [one.className || one.dataset.do, [left, top, width, height].map(Math.round).join()];
    });
    const inside = (inner, outer, what) => {
      const one = inner.getBoundingClientRect();
      const other = outer.getBoundingClientRect();
      if (one.width && (one.left < other.left - 1 || one.right > other.right + 1 || one.top < other.top - 1 || one.bottom > other.bottom + 1)) found.push(`${player.playback.name(player.index)}: ${what} is outside`);
    };
    let first;
    for (let at = 0; at < player.playback.count; ++at) {
      corodemo.go(at, { pace: 0 });
      const now = boxes();
      first ||= now;
      now.forEach(([name, box], which) => box === first[which][1] || found.push(`${player.playback.name(at)}: ${name} moved from ${first[which][1]} to ${box}`));
      for (const chip of root.querySelectorAll('.queue > li')) inside(chip, root.querySelector('.belt'), 'a chip');
      for (const flag of root.querySelectorAll('.track .flag, .tick')) inside(flag, root.querySelector('.s-rail'), `"${flag.textContent}" on the rail`);
      for (const row of root.querySelectorAll('.bay li')) inside(row, root.querySelector('.bay'), 'a task without a deadline');
      for (const part of root.querySelectorAll('.card > *')) inside(part, root.querySelector('.card'), 'the text in the slot');
      const flags = [...root.querySelectorAll('.track .flag')].map((flag) => flag.getBoundingClientRect());
      flags.forEach((one, which) => flags.slice(which + 1).some((other) => one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1) && found.push(`${player.playback.name(at)}: flags overlap`));
      const sentence = root.querySelector('.sentence');
      if (!sentence.classList.contains('longest') && sentence.scrollHeight > sentence.clientHeight + 3) found.push(`${player.playback.name(at)}: the sentence is cut: ${sentence.textContent}`);
      for (const label of root.querySelectorAll('.chip b, .chip small, .card b, .bay small')) if (label.scrollWidth > label.clientWidth + 1 && !label.title && !label.closest('[title]')) found.push(`${player.playback.name(at)}: "${label.textContent}" is cut`);
      if (document.documentElement.scrollWidth > innerWidth || (!mayScroll && document.documentElement.scrollHeight > innerHeight)) found.push(`${player.playback.name(at)}: the page scrolls`);
    }
    return found;
  }, scrolls);
}

const SIZES = [[1024, 640], [1280, 800], [1920, 1080], [3840, 2160], [390, 844]];

// Steps through a page at several sizes: opened at the first, then resized.
async function check(path, sizes, hash = '') {
  const page = await open(path, { width: sizes[0][0], height: sizes[0][1], hash });
  for (const [width, height] of sizes) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))); // it has drawn anew
    assert.deepEqual((await faults(page, width < 700 && !hash)).slice(0, 5), [], `${width} x ${height}`);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

// Of each shape one is looked at in every size: many chips, many lanes, long sentences, objects, warnings, runs. The others only
// where there is least room.
const SHAPES = ['gather', 'blocking', 'wait', 'stop-in-coroutine-unequal', 'two-callbacks', 'callback-wrong-order', 'lost-update', 'lock-order-deadlock'];

for (const name of scenarios) {
  test(`${name}: nothing moves or is cut between steps`, () => check(render(name, name).page, SHAPES.includes(name) ? SIZES : [SIZES[0], SIZES[4]]));
}

for (const [what, ...args] of [['1', 'gather', '-n', '1'], ['12', 'gather', '-n', '12'], ['100', 'gather', '-n', '100'], ['chinese', 'wait', '-n', '12', '--lang', 'zh']]) {
  test(`${what}: nothing moves or is cut`, () => check(render('size-' + what, ...args).page, what === '100' ? [SIZES[0], SIZES[2], SIZES[4]] : SIZES));
}

test('presenting: nothing moves or is cut', () => check(render('present', 'wait').page, [[1280, 720], [1920, 1080]], '#present'));
test('embedded: nothing moves or is cut', () => check(render('embed', 'wait').page, [[800, 450], [640, 360]], '#embed'));
