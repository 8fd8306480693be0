// Motion: what moves is one thing in one place at a time, leaves nothing behind, and is not there for those who want none.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, goTo, open, render, start, step, stop } from './page.mjs';

before(start);
after(stop);

const MOVING = { reducedMotion: 'no-preference' };

// Steps through a playback, holds the clock of the animations at several moments of each step, and looks who is to be seen.
function faultsOnTheWay(page, backwards) {
  return page.evaluate(async (back) => {
    const [player] = corodemo.players;
    const { playback, stage, root } = player;
    const last = playback.count - 1;
    const found = [];
    const opacity = (one) => (one && one !== document.body ? Number(getComputedStyle(one).opacity) * opacity(one.parentElement) : 1);
    const apart = (one, other) => Math.max(...['left', 'top', 'right', 'bottom'].map((side) => Math.abs(one[side] - other[side])));
    const order = [...Array(last).keys()].map((at) => (back ? last - 1 - at : at + 1));
    corodemo.go(back ? last : 0, { pace: 0 });
    for (const at of order) {
      const early = new Map([...stage.places].filter(([key]) => key[0] === 'T').map(([key, one]) => [key, one.getBoundingClientRect()]));
      corodemo.go(at, { pace: 1 });
      const animations = document.getAnimations();
      const tell = (what) => found.push(`${playback.name(at)}${back ? ', back' : ''}: ${what}`);
      if (!animations.length) tell('nothing moves');
      const end = Math.max(...animations.map((one) => one.effect.getComputedTiming().endTime));
      for (const one of animations) one.pause();
      // A timer that expires is its task's stand-in until it has arrived in the slot.
      const late = back ? at + 1 : at;
      const expiring = playback.snapshot(late).k === 'm' ? playback.state(late - 1).first(1)[0] : null;
      playback.state(at);
      for (const share of [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) {
        for (const one of animations) one.currentTime = share * end;
        const flying = [...document.querySelectorAll('.flyer')].filter((flyer) => flyer.getAnimations().some((one) => one.currentTime < one.effect.getComputedTiming().endTime));
        for (const [key, place] of stage.places) {
          // A task that was and is on the stage; not those that share "+3".
          if (key[0] !== 'T' || !early.has(key) || place.dataset.key !== key) continue;
          // At its end, a stand-in lies on the place that it stood for; when it has arrived, it is gone.
          const flies = (name) => flying.filter((flyer) => flyer.dataset.key === name && opacity(flyer) > 0.5);
          const flyers = flies(key).length || opacity(place) > 0.5 ? flies(key) : flies(expiring && expiring.task === Number(key.slice(1)) ? 'H' + expiring.handle : '');
          const lies = (flyer) => apart(flyer.getBoundingClientRect(), place.getBoundingClientRect()) < 12;
          const seen = opacity(place) > 0.5 ? 1 + flyers.filter((flyer) => !lies(flyer)).length : flyers.length;
          if (seen !== 1) tell(`at ${share} of its way, ${key} is to be seen ${seen} times`);
          if (share) continue;
          const begins = (flyers[0] || place).getBoundingClientRect();
          const was = early.get(key);
          if (apart(begins, was) > 40) tell(`${key} begins elsewhere: ${[begins.left, begins.top]}, not ${[was.left, was.top]}`);
        }
      }
      for (const one of animations) one.finish();
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))); // what happens on their end
      const flyers = document.querySelectorAll('.flyer').length;
      if (flyers) tell(`${flyers} stand-ins are left`);
      if (document.getAnimations().length) tell('something still moves');
      for (const [key, place] of stage.places) if (opacity(place) < 1 && !place.classList.contains('ghost')) tell(`${key} has opacity ${opacity(place)}`);
      for (const one of root.querySelectorAll('.output code, .wire path')) if (opacity(one) < 1) tell('a line printed, or the wire, is not to be seen');
    }
    return found;
  }, backwards);
}

for (const name of ['gather', 'lost-update-fixed', 'blocking', 'stop-in-callback']) {
  test(`${name}: on its way, each task is to be seen exactly once, and nothing is left behind`, async () => {
    const page = await open(render(name, name).page, MOVING);
    assert.deepEqual(await faultsOnTheWay(page, false), []);
    assert.deepEqual(await faultsOnTheWay(page, true), []);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a line that is printed flies to its row of the output', async () => {
  const page = await open(render('prints', 'gather').page, MOVING);
  const [at, ends] = await page.evaluate(() => {
    corodemo.go(1, { pace: 1 });
    const flyer = document.querySelector('.flyer.print');
    const all = document.getAnimations();
    for (const one of all) one.pause();
    const box = (one) => (({ left, top }) => [left, top])(one.getBoundingClientRect());
    const [flight] = flyer.getAnimations();
    flight.currentTime = flight.effect.getComputedTiming().endTime - 0.01;
    return [box(flyer), box(document.querySelector('.output .new code'))];
  });
  assert.ok(Math.abs(at[0] - ends[0]) < 8 && Math.abs(at[1] - ends[1]) < 3, `${at}, but the row is at ${ends}`);
  await page.context().close();
});

test('nothing moves for those who want no motion', async () => {
  const page = await open(render('still', 'gather').page);
  const moving = await page.evaluate(() => {
    const found = [];
    for (let at = 0; at < corodemo.players[0].playback.count; ++at) {
      corodemo.go(at);
      if (document.getAnimations().length || document.querySelector('.flyer')) found.push(at);
    }
    return found;
  });
  assert.deepEqual(moving, []);
  // What is new is marked instead.
  await goTo(page, '4');
  await page.keyboard.press('ArrowRight');
  const shadow = (selector) => page.locator(selector).first().evaluate((one) => getComputedStyle(one).boxShadow);
  assert.notEqual(await shadow('.chip.fresh'), await shadow('.chip:not(.fresh)'));
  await page.context().close();
});

test('steps in quick succession, and whatever else happens on the way, leave nothing behind', async () => {
  const page = await open(render('quick', 'gather', '-n', '12').page, { ...MOVING, width: 1280, height: 800 });
  const flyers = () => page.locator('.flyer').count();
  for (const keys of [['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowRight'], ['ArrowRight', 'ArrowLeft', 'ArrowRight'], ['ArrowRight', 'l', 'ArrowRight', 't'], ['ArrowRight', 'End', 'Home', 'ArrowRight'],
    [']', 'f'], ['[', 'f'], ['ArrowRight', 'p', '1', 'Escape'], ['ArrowRight', 'Space', 'Space'], ['ArrowRight', '?', '?']]) {
    for (const key of keys) await page.keyboard.press(key);
    await eventually(async () => (await flyers()) === 0 && (await page.evaluate(() => document.getAnimations().length)) === 0, `${keys} ends`);
    const { shown, time } = await page.evaluate(() => {
      const [{ root, scene, stage }] = corodemo.players;
      return { shown: [...stage.places].filter(([, one]) => getComputedStyle(one).opacity !== '1').map(([key]) => key), time: [root.querySelector('.time').textContent, (scene.snapshot.t / 1e9).toFixed(3) + ' s'] };
    });
    assert.deepEqual(shown, [], keys.join());
    assert.equal(time[0], time[1], keys.join());
  }
  // A change of the size on the way.
  await page.evaluate(() => corodemo.go(5));
  await page.setViewportSize({ width: 1024, height: 640 });
  await eventually(async () => (await flyers()) === 0, 'the stand-ins are gone');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('dragging in the lanes moves nothing but the playhead', async () => {
  const page = await open(render('drag', 'gather').page, MOVING);
  const { x, y, height } = await page.locator('.lanes .plot').boundingBox();
  const place = async (number) => x + (await page.evaluate((at) => corodemo.players[0].lanes.columns.middle(at), number));
  await page.mouse.move(await place(3), y + height / 2);
  await page.mouse.down();
  for (const number of [4, 5, 6, 7, 8]) {
    await page.mouse.move(await place(number), y + height / 2);
    assert.equal(await step(page), String(number));
    assert.equal(await page.locator('.flyer').count(), 0);
  }
  await page.mouse.up();
  await page.context().close();
});
