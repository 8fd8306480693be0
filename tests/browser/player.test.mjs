// The step player in a browser, as a reader uses it.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { corodemo, eventually, folder, modules, open, scenarios, start, states, stop, write } from './page.mjs';

before(start);
after(stop);

function render(name, ...args) {
  const trace = `${folder}/${name}.json`;
  const page = `${folder}/${name}.html`;
  corodemo(...args, '-q', '-o', trace);
  corodemo('view', trace, '-o', page);
  return { trace, page };
}

// What the page has in its state and shows after the current snapshot.
function shown(page) {
  return page.evaluate(() => {
    const player = players[0];
    const state = player.playback.state(player.index);
    const texts = (selector) => [...player.root.querySelectorAll(selector)].map((one) => one.textContent);
    return {
      name: player.playback.name(player.index),
      time: player.playback.snapshot(player.index).t,
      tasks: Object.fromEntries([...state.tasks].map(([number, task]) => [number, task.phase]).sort((one, other) => one[0] - other[0])),
      ready: state.queue.map((chip) => chip[0]),
      left: state.left,
      timers: state.timers.map((timer) => timer.slice(0, 2)),
      chips: texts('.queue .chip b'),
      fence: [...player.root.querySelector('.queue').children].findIndex((item) => item.classList.contains('fence')),
      names: state.queue.map((chip) => chip[1]),
      lanes: texts('.lanes .name').slice(1),
      phases: [...player.root.querySelectorAll('.lanes text.phase')].map((one) => one.classList[1]),
      running: player.playback.snapshot(player.index).a || 0,
      output: texts('.output .new:not(.aside) code'),
      sentence: player.root.querySelector('.sentence').textContent,
    };
  });
}

function check(found, expected, what) {
  const { chips, fence, names, lanes, phases, running, output, sentence, ...state } = found;
  const { printed, ...replayed } = expected;
  assert.deepEqual(state, replayed, what);
  assert.deepEqual(chips, names.slice(0, 12), what);
  if (state.left < chips.length) assert.equal(fence, state.left, what);
  assert.deepEqual(output, printed, what);
  assert.ok(sentence.length > 5, what);
  if (Object.keys(state.tasks).length <= 36) {
    assert.deepEqual(lanes.map((name) => name.split(' ')[0]), Object.keys(state.tasks).map((number) => `T${number}`), what);
    const expectedPhases = Object.entries(state.tasks).map(([number, phase]) => (Number(number) === running && !found.name.endsWith('+') ? 'running' : phase));
    assert.deepEqual(phases, expectedPhases, what);
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
    await page.evaluate((index) => move(index), at);
    check(await shown(page), expected[at], `snapshot ${at}`);
  }
  assert.deepEqual(page.complaints, []);
});

test('keys, buttons, scrubber and columns control it', async () => {
  const page = await open(render('keys', 'gather').page);
  // The address is updated once the page is at rest.
  const at = () => page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(location.hash), 300)));
  await page.keyboard.press('End');
  assert.equal(await at(), '#step=14+');
  await page.keyboard.press('Home');
  assert.equal(await at(), '#step=0');
  await page.keyboard.press(']');
  assert.equal(await at(), '#step=1');
  await page.keyboard.press(']');
  assert.equal(await at(), '#step=4');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('[');
  assert.equal(await at(), '#step=4');
  await page.keyboard.press('[');
  assert.equal(await at(), '#step=1');
  await page.click('[data-do=last]');
  assert.equal(await at(), '#step=14+');
  await page.click('[data-do=back]');
  assert.equal(await at(), '#step=14');
  await page.locator('#scrubber').fill('9');
  assert.equal(await at(), '#step=9');
  await page.click('.sentence a');
  assert.equal(await at(), '#step=6');
  const { width } = await page.locator('.lanes .hit').boundingBox();
  await page.locator('.lanes .hit').click({ position: { x: (10.5 / 14) * width, y: 30 } });
  assert.equal(await at(), '#step=11');
  await page.selectOption('#speed', '10');
  await page.click('[data-do=first]');
  assert.equal(await at(), '#step=0');
  await page.locator('.place').click();
  await page.keyboard.press('Space');
  await eventually(async () => (await at()) === '#step=14+', 'it plays to the end');
  assert.equal(await page.getAttribute('[data-do=play]', 'aria-pressed'), 'false');
  assert.deepEqual(page.complaints, []);
});

test('a link to a step survives a reload, and an invalid one does no harm', async () => {
  const { page: path } = render('link', 'gather');
  const page = await open(path, { hash: '#step=9' });
  assert.match(await page.textContent('.place'), /Step 9 of 14 · iteration 3 · 1 s/);
  await page.reload();
  assert.match(await page.textContent('.place'), /Step 9 of 14/);
  for (const [hash, place] of [['#step=99999', /after step 14/], ['#step=x', /./], ['#step=3+', /Step 4 of 14/]]) {
    await page.evaluate((to) => (location.hash = to), hash);
    await eventually(async () => place.test(await page.textContent('.place')), hash);
  }
  assert.deepEqual(page.complaints, []);
});

test('predict mode asks, and says whether the answer was right, and why', async () => {
  const page = await open(render('predict', 'gather').page, { hash: '#step=7' });
  await page.keyboard.press('p');
  assert.deepEqual(await page.locator('.question button').allTextContents(), ['T1', 'T2', 'T3']);
  await page.click('.question button:text-is("T3")');
  assert.match(await page.textContent('.sentence'), /^No: the ready queue is first in, first out. T1 resumes/);
  await page.click('.question button:text-is("T2")');
  assert.match(await page.textContent('.sentence'), /^Right. T2 resumes/);
  await page.keyboard.press('p');
  assert.equal(await page.locator('.question').count(), 0);
  await page.evaluate(() => move(playbacks[0].find('3')));
  await page.keyboard.press('p');
  await page.click('.question button:text-is("the clock jumps")');
  assert.match(await page.textContent('.sentence'), /^Right. Nothing is ready/);
  assert.deepEqual(page.complaints, []);
});

test('line numbers in a sentence are those of the listing that is shown', async () => {
  const { page: path, trace } = render('lines', 'lost-update');
  const events = JSON.parse(readFileSync(trace, 'utf8')).events;
  const suspended = events.find((event) => event.kind === 'step_finished' && event.stack && event.task === 'T2');
  const { line, cpp_line: cppLine } = suspended.stack.at(-1);
  assert.notEqual(line, cppLine);
  const page = await open(path, { hash: '#step=2' });
  assert.match(await page.textContent('.sentence'), new RegExp(`at line ${line}\\.`));
  await page.click('[data-do=cpp]');
  assert.match(await page.textContent('.sentence'), new RegExp(`at line ${cppLine}\\.`));
  assert.deepEqual(page.complaints, []);
});

test('warnings link to their step, and underline their line in both listings', async () => {
  const page = await open(render('warned', 'blocking').page);
  const underlined = () => page.locator('.code .warned').allTextContents();
  const advice = page.locator('.advice li');
  assert.equal(await advice.count(), 1);
  assert.match(await advice.textContent(), /^step 1, line 9: T1 T2 blocking block the event loop .* Write await asyncio\.sleep\(delay\) instead\.$/);
  assert.equal((await underlined()).length, 1);
  assert.match((await underlined())[0], /time\.sleep\(delay\)/);
  await advice.locator('a').click();
  assert.equal((await shown(page)).name, '1');
  await page.click('[data-do=cpp]');
  assert.match((await underlined())[0], /time_sleep/);
  await page.context().close();

  const right = await open(render('right', 'gather').page);
  assert.equal(await right.locator('.warnings').isVisible(), false);
  assert.equal(await right.locator('.warned').count(), 0);
  await right.context().close();
});

test('the listing can be switched between Python and C++', async () => {
  const page = await open(render('listing', 'gather').page, { hash: '#step=9' });
  assert.match(await page.textContent('.code .current'), /print\("Hello again!"\)/);
  await page.click('[data-do=cpp]');
  assert.match(await page.textContent('.code .current'), /print\("Hello again!"\);/);
  assert.equal(await page.textContent('.file'), 'gather.cpp');
  assert.ok(!(await page.textContent('.code')).includes('// py:'));
});

// A page of a trace with these events; returns its path.
function written(name, events, { outcome = {}, clock = 'virtual', listings } = {}) {
  const made = events.map((event, at) => ({ n: at + 1, t: 0, run: 1, it: 1, cause: null, ...event }));
  const trace = {
    schema: 'corodemo.trace', version: 2, generator: 'test',
    program: { name, title: name, arguments: {}, ...(listings ? { listings: { python: listings } } : {}) },
    policy: { python: '3.13', set_order: 'argument', preset_loop: false },
    clock: { kind: clock, unit: 'ns' }, events: made,
    outcome: { status: 'returned', stdout: '', time: made.at(-1).t, iterations: 1, ...outcome },
  };
  const page = `${folder}/${name}.html`;
  corodemo('view', write(`${name}.json`, JSON.stringify(trace)), '-o', page);
  return page;
}

// Up to the first step of a task.
const begun = [
  { run: null, it: null, kind: 'task_created', task: 'T1', name: 'Task-1', coroutine: 'C1', coro: 'main' },
  { run: null, it: null, kind: 'handle_scheduled', handle: 'H1', loop: 'L1', role: 'step', task: 'T1' },
  { it: null, kind: 'run_started', loop: 'L1', how: 'run_until_complete', until: 'T1' },
  { kind: 'iteration_started', ready: 1, timers: 0 },
  { kind: 'handle_started', cause: 2, handle: 'H1' },
  { kind: 'step_started', cause: 5, in: 'H1', task: 'T1', first: true },
];

test('an eager task has its own output, and a block within its creator\'s step', async () => {
  const path = written('eager', [
    ...begun,
    { kind: 'task_created', cause: 6, in: 'T1', task: 'T2', name: 'None', coroutine: 'C2', coro: 'child', parent: 'T1', eager: true },
    { kind: 'step_started', cause: 6, in: 'T1', task: 'T2', first: true, nested: true },
    { kind: 'printed', cause: 8, in: 'T2', text: 'from the child', stream: 'stdout' },
    { kind: 'future_done', cause: 8, in: 'T2', future: 'T2', state: 'result', value: 'None' },
    { kind: 'step_finished', cause: 8, in: 'T1', task: 'T2', end: 'returned', value: 'None' },
    { kind: 'printed', cause: 6, in: 'T1', text: 'from main', stream: 'stdout' },
  ]);
  const page = await open(path, { hash: '#step=1' });
  const output = await page.locator('.output li').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  assert.deepEqual(output, [['1', 'T2', 'from the child'], ['1', 'T1', 'from main']]);
  assert.match(await page.textContent('.sentence'), /T2 child starts eagerly \(prints "from the child", returns None\)/);
  assert.equal(await page.locator('.lanes .nested').count(), 1);
  assert.deepEqual(page.complaints, []);
});

test('the listing is that of the file in which the step is', async () => {
  const path = written('files', [...begun, { kind: 'printed', cause: 6, in: 'T1', line: 2, file: 1, text: 'here', stream: 'stdout' }],
    { listings: [{ file: 'main.py', text: 'import shop\n' }, { file: 'shop.py', text: 'async def main():\n    print("here")\n' }] });
  const page = await open(path);
  assert.equal(await page.textContent('.file'), 'main.py');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.textContent('.file'), 'shop.py');
  assert.match(await page.textContent('.code .current'), /print\("here"\)/);
  assert.deepEqual(page.complaints, []);
});

test('a program that was stopped or killed says so at its end', async () => {
  const waiting = [...begun.slice(2, 4), { kind: 'waiting_outside', what: ['listening socket 1'] }].map((event) => ({ ...event, until: undefined, how: event.how && 'run_forever' }));
  for (const [outcome, sentence] of [
    [{ status: 'waiting' }, 'The program was waiting for listening socket 1 when it was stopped.'],
    [{ status: 'killed', signal: 'SIGKILL' }, 'The program was killed by SIGKILL.'],
  ]) {
    const page = await open(written(outcome.status, waiting, { clock: 'mixed', outcome }));
    await page.keyboard.press('End');
    assert.equal(await page.textContent('.sentence'), sentence);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

test('two playbacks step together', async () => {
  const path = `${folder}/two.html`;
  corodemo('compare', 'wait', 'gather', '-o', path);
  const page = await open(path);
  for (let at = 0; at < 5; ++at) await page.keyboard.press('ArrowRight');
  assert.deepEqual(await page.locator('.place').allTextContents(), ['Step 5 of 16 · iteration 3 · 10 s', 'Step 5 of 14 · iteration 2 · 10 s']);
  await page.keyboard.press('End');
  assert.deepEqual(await page.locator('.place').allTextContents(), ['after step 16 · 10 s', 'after step 14 · 10 s']);
  assert.deepEqual(page.complaints, []);
});

test('printed, one page per step', async () => {
  const page = await open(render('paper', 'hello').page);
  const pdf = (await page.pdf({ format: 'A4', landscape: true })).toString('latin1');
  const snapshots = await page.evaluate(() => playbacks[0].count);
  assert.ok(pdf.match(/\/Type \/Page\b(?!s)/g).length >= snapshots);
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await page.locator('#paper .page').count(), snapshots);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.equal(await page.locator('#paper').count(), 0);
});

for (const [scheme, language] of [['light', 'en'], ['dark', 'zh']]) {
  test(`axe-core reports no violation: ${scheme}, ${language}`, async () => {
    const path = `${folder}/axe-${language}.html`;
    corodemo('wait', '--lang', language, '-q', '-o', path);
    for (const width of [1920, 390]) {
      const page = await open(path, { hash: '#step=9', colorScheme: scheme, width });
      // The page's content security policy blocks scripts, but not those of the debugger.
      await page.evaluate(readFileSync(`${modules}/axe-core/axe.min.js`, 'utf8'));
      const { violations } = await page.evaluate(() => axe.run());
      assert.deepEqual(violations.map((one) => [one.id, one.nodes.map((node) => node.html).slice(0, 3)]), []);
      assert.equal(await page.evaluate(() => document.documentElement.lang), language);
      await page.context().close();
    }
  });
}

test('nothing is cut off or overflows sideways: 1, 3, 12 and 100 tasks, wide and on a phone', async () => {
  for (const tasks of ['1', '3', '12', '100']) {
    const { page: path } = render('size' + tasks, 'gather', '-n', tasks);
    for (const width of [1920, 1200, 800, 390]) {
      const page = await open(path, { width, hash: '#step=5' });
      const { inner, wide } = await page.evaluate(() => ({ inner: innerWidth, wide: document.documentElement.scrollWidth }));
      assert.ok(wide <= inner, `${tasks} tasks at ${width}: ${wide}`);
      await page.context().close();
    }
  }
});

test('hostile texts are shown as text', async () => {
  const trace = JSON.parse(corodemo('gather', '-n', '2', '--json'));
  const evil = ['</script><script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\u001b[31mred\u001b[0m', '\u202egnp.exe', 'a\u0000b', '{{playbacks}}', '<!--<script>', ']]>', 'x'.repeat(1 << 20)];
  trace.program.name = evil.slice(0, 5).join(' ');
  trace.program.title = evil.join(' ');
  let number = 0;
  for (const event of trace.events) {
    for (const field of ['text', 'coro', 'name', 'value']) {
      if (typeof event[field] === 'string') event[field] = evil[number++ % evil.length];
    }
  }
  trace.program.listings.python.text = evil.join('\n');
  const json = write('evil.json', JSON.stringify(trace));
  const path = `${folder}/evil.html`;
  corodemo('view', json, '-o', path);
  const page = await open(path);
  const steps = await page.evaluate(() => playbacks[0].count);
  assert.ok(steps > 5);
  for (let at = 0; at < steps; ++at) await page.keyboard.press('ArrowRight');
  assert.equal(await page.locator('img').count(), 0);
  assert.equal(await page.locator('script').count(), 2);
  const text = await page.textContent('main');
  assert.ok(!/[\u202e\u0000\u001b]/.test(text));
  assert.deepEqual(page.complaints, []);
});
