// Traces that are not as one would like them: that end in the middle, lack a listing, or have more, longer or other texts than there is
// room for. The page still tells what is known, and says what is missing.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { corodemo, folder, open, start, step, stop, write } from './page.mjs';

before(start);
after(stop);

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
  return viewed(name, trace);
}

function viewed(name, trace) {
  const page = `${folder}/${name}.html`;
  corodemo('view', write(`${name}.json`, JSON.stringify(trace)), '-o', page);
  return page;
}

// Steps through all of a page; what is wrong in any step.
async function faults(page) {
  const found = await page.evaluate(() => {
    const wrong = [];
    for (const player of corodemo.players) {
      for (let at = 0; at < player.playback.count; ++at) {
        corodemo.go(at, { pace: 0 });
        const tell = (what) => wrong.push(`${player.playback.name(at)}: ${what}`);
        const texts = [...document.querySelectorAll('main *')].flatMap((one) => [...[...one.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data), ...[...one.attributes].map(({ value }) => value)]);
        for (const text of texts) if (/undefined|NaN|\[object/.test(text)) tell(text);
        if (player.root.querySelector('.sentence').textContent.length < 5) tell('no sentence');
        if (!player.root.querySelector('.slot b').textContent) tell('nothing in the slot');
        if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) tell('the page scrolls');
      }
    }
    return wrong;
  });
  return [...found.slice(0, 5), ...page.complaints];
}

const sentence = (page) => page.textContent('.sentence');

// Up to the first step of a task.
const begun = [
  { run: null, it: null, kind: 'task_created', task: 'T1', name: 'Task-1', coroutine: 'C1', coro: 'main' },
  { run: null, it: null, kind: 'handle_scheduled', handle: 'H1', loop: 'L1', role: 'step', task: 'T1' },
  { it: null, kind: 'run_started', loop: 'L1', how: 'run_until_complete', until: 'T1' },
  { kind: 'iteration_started', ready: 1, timers: 0 },
  { kind: 'handle_started', cause: 2, handle: 'H1' },
  { kind: 'step_started', cause: 5, in: 'H1', task: 'T1', first: true },
];

// --- What ends otherwise

test('a program that was killed anywhere: the page tells what is known, and how it ended', async () => {
  const trace = JSON.parse(corodemo('wait', '--json', '-q'));
  for (let end = 1; end < trace.events.length; end += 9) {
    const events = trace.events.slice(0, end);
    const stdout = events.filter(({ kind }) => kind === 'printed').map(({ text }) => text + '\n').join('');
    const outcome = { status: 'killed', signal: 'SIGKILL', stdout, time: events.at(-1).t, iterations: events.filter(({ kind }) => kind === 'iteration_started').length };
    const cut = { ...trace, events, outcome };
    const page = await open(viewed('cut', cut));
    assert.deepEqual(await faults(page), [], `after ${end} events`);
    await page.keyboard.press('End');
    assert.equal(await sentence(page), 'The program was killed by SIGKILL.');
    await page.keyboard.press('p');
    await page.keyboard.press('l');
    assert.deepEqual(page.complaints, [], `after ${end} events`);
    await page.context().close();
  }
});

test('a program that was stopped while it waited says for what', async () => {
  const waiting = [...begun.slice(2, 4), { kind: 'waiting_outside', what: ['listening socket 1'] }].map((event) => ({ ...event, until: undefined, how: event.how && 'run_forever' }));
  const page = await open(written('waiting', waiting, { clock: 'mixed', outcome: { status: 'waiting' } }));
  await page.keyboard.press('End');
  assert.equal(await sentence(page), 'The program was waiting for listening socket 1 when it was stopped.');
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test('a program that hangs says so, and on what', async () => {
  const path = `${folder}/deadlock.html`;
  corodemo('lock-order-deadlock', '-q', '-o', path);
  const page = await open(path);
  await page.keyboard.press('End');
  assert.match(await sentence(page), /hang|nothing can wake|deadlock|wait/i);
  assert.equal(await page.locator('.bay li').count(), 3);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

// --- Parts that are rare

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
  assert.match(await sentence(page), /T2 child starts eagerly \(prints "from the child", returns None\)/);
  assert.equal(await page.locator('.lanes .nesting').count(), 1);
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

test('without a listing, the page says so, and still shows all the rest', async () => {
  const trace = JSON.parse(corodemo('gather', '--json', '-q'));
  delete trace.program.listings;
  const page = await open(viewed('unlisted', trace), { hash: '#step=2' });
  assert.equal(await page.textContent('.file'), 'The trace has no listing.');
  assert.ok(!(await page.locator('.switch').isVisible()));
  assert.equal(await page.locator('.track .flag').count(), 2);
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('l');
  assert.equal(await page.textContent('.file'), '跟踪记录中没有代码。');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the listing is that of the file in which the step is', async () => {
  const path = written('files', [...begun, { kind: 'printed', cause: 6, in: 'T1', line: 2, file: 1, text: 'here', stream: 'stdout' }],
    { listings: [{ file: 'main.py', text: 'import shop\n' }, { file: 'shop.py', text: 'async def main():\n    print("here")\n' }] });
  const page = await open(path);
  assert.equal(await page.textContent('.file'), 'main.py');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.textContent('.file'), 'shop.py');
  assert.match(await page.textContent('.listing .current'), /print\("here"\)/);
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

// --- More and longer than there is room for

test('names of 60 letters, in either script, are cut where there is no room, and told in a tooltip', async () => {
  const trace = JSON.parse(corodemo('gather', '--json', '-q'));
  const long = ['a_coroutine_whose_name_has_exactly_sixty_letters_if_you_count', '名'.repeat(60), 'W'.repeat(60)];
  for (const event of trace.events) if (event.kind === 'task_created') Object.assign(event, { coro: long[Number(event.task.slice(1)) - 1] });
  for (const [width, height] of [[1024, 640], [1920, 1080]]) {
    const page = await open(viewed('names', trace), { width, height, hash: '#step=8' });
    assert.deepEqual(await faults(page), []);
    for (const [at, name] of long.entries()) {
      const told = await page.evaluate((number) => [...document.querySelectorAll(`[data-task="${number}"]`)].flatMap((one) => [one, ...one.querySelectorAll('[title]')]).map((one) => one.title).join(), at + 1);
      assert.ok(told.includes(name.slice(0, 15)), name);
    }
    await page.context().close();
  }
});

test('a program of 300 lines shows the line that runs, and 500 lines printed in one step the last of them', async () => {
  const text = Array.from({ length: 300 }, (_, at) => (at === 279 ? 'async def main():' : at === 280 ? '    print("here")' : `x${at} = ${at}`)).join('\n') + '\n';
  const printed = Array.from({ length: 500 }, (_, at) => ({ kind: 'printed', cause: 6, in: 'T1', line: 281, text: at === 250 ? 'y'.repeat(9000) : `line ${at}`, stream: 'stdout' }));
  const page = await open(written('large', [...begun, ...printed], { listings: [{ file: 'large.py', text }] }), { reducedMotion: 'no-preference' });
  await page.keyboard.press('ArrowRight');
  assert.ok(await inside(page, '.listing .current', '.listing'));
  assert.ok(await inside(page, '.output li:last-child', '.output'));
  assert.equal(await page.textContent('.output li:last-child code'), 'line 499');
  assert.ok((await page.locator('.flyer').count()) < 30, 'not all of them fly');
  // On paper, too.
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print', reducedMotion: 'reduce' });
  assert.ok(await inside(page, '.page:nth-child(2) .listing .current', '.page:nth-child(2) .listing'));
  assert.ok(await inside(page, '.page:nth-child(2) .output li:last-child', '.page:nth-child(2) .output'));
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  assert.deepEqual(await faults(page), []);
  await page.context().close();
});

function inside(page, inner, outer) {
  return page.evaluate(([one, other]) => {
    const [a, b] = [one, other].map((selector) => document.querySelector(selector).getBoundingClientRect());
    return a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
  }, [inner, outer]);
}

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
  const page = await open(viewed('evil', trace));
  assert.deepEqual((await faults(page)).map((fault) => fault.slice(0, 200)), []);
  assert.equal(await page.locator('img').count(), 0);
  const harmless = await open(viewed('harmless', JSON.parse(corodemo('gather', '-n', '2', '--json'))));
  assert.equal(await page.locator('script').count(), await harmless.locator('script').count());
  await harmless.context().close();
  assert.ok(!/[\u202e\u0000\u001b]/.test(await page.textContent('main')));
  // The code that embeds it, too, is nothing but a frame.
  await page.evaluate(() => (navigator.clipboard.writeText = async (text) => (window.copied = text)));
  await page.keyboard.press('?');
  await page.click('[data-do=copyEmbed]');
  const tags = await page.evaluate(() => [...new DOMParser().parseFromString(window.copied, 'text/html').querySelectorAll('body *')].map((one) => one.tagName));
  assert.deepEqual(tags, ['IFRAME']);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// --- Your own program

test('a program of one\'s own, recorded on real Python', async () => {
  const program = write('shop.py', [
    'import asyncio', '', 'async def customer(name, queue):', '    while True:', '        item = await queue.get()', '        print(name, item)', '        await asyncio.sleep(0.01)', '        queue.task_done()', '',
    'async def main():', '    queue = asyncio.Queue()', '    for item in range(4):', '        queue.put_nowait(item)', '    customers = [asyncio.ensure_future(customer("c%d" % at, queue)) for at in range(2)]',
    '    await queue.join()', '    for one in customers:', '        one.cancel()', '    await asyncio.gather(*customers, return_exceptions=True)', '    raise ValueError("at the end")', '',
    'loop = asyncio.new_event_loop()', 'loop.run_until_complete(main())', ''].join('\n'));
  const path = `${folder}/shop.html`;
  corodemo('record', '-q', '-o', path, program);
  const page = await open(path);
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('End');
  assert.equal(await step(page), await page.evaluate(() => corodemo.players[0].playback.name(corodemo.players[0].playback.count - 1)));
  assert.match(await sentence(page), /ValueError/);
  assert.match((await page.locator('.output li code').allTextContents()).join('\n'), /c1 3/);
  assert.deepEqual(await page.locator('.lanes button.lane').evaluateAll((lanes) => lanes.map((lane) => [...lane.classList].at(-1))), ['raised', 'cancelled', 'cancelled']);
  await page.context().close();
});
