// A trace of 100,000 steps opens and steps without a complaint. How fast is told, and holds nothing: that is the machine's.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { corodemo, folder, open, start, stop } from './page.mjs';

test('100,000 steps', async () => {
  await start();
  const path = `${folder}/long.html`;
  corodemo('gather', '-n', '25000', '-q', '-o', path);
  const page = await open(path);
  await page.close();
  const again = await open(path);
  const opened = await again.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation');
    return navigation.domContentLoadedEventEnd - navigation.startTime;
  });
  const steps = await again.evaluate(() => corodemo.players[0].playback.head.steps);
  assert.ok(steps >= 100000);
  const times = await again.evaluate(() => {
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
  const median = times[times.length / 2];
  console.log(`browser: ${steps} steps open in ${opened.toFixed(0)} ms; a step takes ${median.toFixed(1)} ms (median), ${times.at(-1).toFixed(1)} ms at most`);
  assert.deepEqual(again.complaints, []);
  await stop();
});
