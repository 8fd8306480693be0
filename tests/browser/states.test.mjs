// Each step of each scenario shows what replay says: the queue, the timers, the tasks, their tokens in the listing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { open, render, scenarios, start, states, stop } from './page.mjs';

before(start);
after(stop);

// What the page has in its state, and what it shows of it.
function shown(page) {
  return page.evaluate(() => {
    const [player] = corodemo.players;
    const { playback, root, scene } = player;
    const state = playback.state(player.index);
    const texts = (selector) => [...root.querySelectorAll(selector)].map((one) => one.textContent);
    const token = (one) => [Number(one.dataset.token), Number(one.closest('li').value)];
    return {
      name: playback.name(player.index),
      time: playback.snapshot(player.index).t,
      tasks: Object.fromEntries([...state.tasks].map(([number, task]) => [number, task.phase]).sort((one, other) => one[0] - other[0])),
      ready: state.queue.map((one) => one.handle),
      left: state.left,
      timers: state.timers.map(({ handle, when }) => [handle, when]),
      objects: [...state.objects.values()].map(([id, , text]) => `${id} ${playback.text(text)}`),
      // What is drawn.
      strip: texts('.objects li'),
      running: scene.running,
      chips: texts('.queue .chip b'),
      names: state.queue.map((one) => one.name),
      fence: [...root.querySelector('.queue').children].findIndex((item) => item.classList.contains('fence')),
      slot: root.querySelector('.slot b').textContent,
      clock: root.querySelector('.time').textContent,
      tokens: Object.fromEntries([...root.querySelectorAll('.listing [data-token]')].map(token)),
      more: texts('.listing .token.rest').length > 0,
      output: texts('.output .new:not(.aside) code'),
      sentence: root.querySelector('.sentence').textContent,
      lanes: [...root.querySelectorAll('.lanes .lane[data-task] .token')].map((one) => [one.textContent, [...one.classList].at(-1)]),
    };
  });
}

function check(found, expected, what) {
  const { running, chips, names, fence, slot, tokens, more, output, sentence, lanes, clock, strip, ...state } = found;
  const { printed, lines, ...replayed } = expected;
  assert.deepEqual(state, replayed, what);
  const drawn = chips.filter((chip) => !chip.startsWith('+'));
  assert.deepEqual(drawn, names.slice(0, drawn.length), what);
  assert.equal(drawn.length < names.length, chips.length > drawn.length, `${what}: what has no room is counted`);
  if (state.left > 0 && state.left < names.length && state.left <= drawn.length) assert.equal(fence, state.left, what);
  if (running) assert.equal(slot, `T${running}`, what);
  assert.match(clock, /\d/, what);
  for (const [task, line] of Object.entries(lines)) {
    if (Number(task) !== running && !more) assert.equal(tokens[task], line, `${what}: the token of T${task}`);
  }
  assert.deepEqual(strip, state.objects, what);
  assert.deepEqual(output, printed, what);
  assert.ok(sentence.length > 5, what);
  for (const [name, phase] of lanes) {
    const task = Number(name.slice(1));
    if (state.tasks[task]) assert.equal(phase, task === running ? 'running' : state.tasks[task], `${what}: the lane of ${name}`);
  }
}

for (const name of scenarios) {
  test(`${name}: each step shows the state given by replay, forward and back`, async () => {
    const { trace, page: path } = render(name, name);
    const expected = states(trace);
    const page = await open(path);
    for (let at = 0; at < expected.length; ++at) {
      check(await shown(page), expected[at], `${name}, snapshot ${at}`);
      await page.keyboard.press('ArrowRight');
    }
    for (let at = expected.length - 1; at >= 0; --at) {
      check(await shown(page), expected[at], `${name}, back at ${at}`);
      await page.keyboard.press('ArrowLeft');
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('many tasks, and jumps back and forth, show the state given by replay', async () => {
  const { trace, page: path } = render('many', 'gather', '-n', '100');
  const expected = states(trace);
  const page = await open(path);
  for (const at of [402, 17, 300, 299, 101, 403, 0, 150]) {
    await page.evaluate((index) => corodemo.go(index), at);
    check(await shown(page), expected[at], `snapshot ${at}`);
  }
  assert.deepEqual(page.complaints, []);
});
