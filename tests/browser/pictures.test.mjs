// Pictures in the browser, and diagrams rendered by Mermaid itself.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { corodemo, folder, modules, open, scenarios, start, stop, write } from './page.mjs';

before(start);
after(stop);

// The texts of an SVG that lie outside of the picture, or overlap another text.
function misplaced(page) {
  return page.evaluate(() => {
    const boxes = [...document.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBBox() }));
    const wrong = boxes.filter(({ box }) => box.x < 0 || box.y < 0 || box.x + box.width > 1600 || box.y + box.height > 900).map(({ text }) => 'outside: ' + text);
    for (let i = 0; i < boxes.length; ++i) {
      for (let j = i + 1; j < boxes.length; ++j) {
        const [a, b] = [boxes[i].box, boxes[j].box];
        const over = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const under = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        if (over > 3 && under > 0.45 * Math.min(a.height, b.height)) wrong.push(`${boxes[i].text} / ${boxes[j].text}`);
      }
    }
    return wrong;
  });
}

for (const axis of ['step', 'time']) {
  for (const language of ['en', 'zh']) {
    test(`no text of a picture is cut off or overlaps another: ${axis}, ${language}`, async () => {
      for (const name of scenarios) {
        const path = `${folder}/${name}.svg`;
        corodemo(name, '--axis', axis, '--lang', language, '-q', '-o', path);
        const page = await open(path);
        assert.deepEqual(await misplaced(page), [], name);
        assert.deepEqual(page.complaints, []);
        await page.context().close();
      }
    });
  }
}

test('no text overlaps another with 1, 12, 40 and 100 tasks', async () => {
  for (const tasks of ['1', '12', '40', '100']) {
    const path = `${folder}/${tasks}.svg`;
    corodemo('gather', '-n', tasks, '-q', '-o', path);
    const page = await open(path);
    assert.deepEqual(await misplaced(page), [], tasks);
    await page.context().close();
  }
});

test('Mermaid renders every scenario', async () => {
  const path = write('mermaid.html', '<!doctype html><title>m</title><body></body>');
  const page = await open(path);
  await page.addScriptTag({ content: readFileSync(`${modules}/mermaid/dist/mermaid.min.js`, 'utf8') });
  for (const name of scenarios) {
    for (const language of ['en', 'zh']) {
      const text = corodemo(name, '-f', 'mermaid', '-q', '--lang', language);
      const svg = await page.evaluate(async ([diagram, id]) => {
        mermaid.initialize({ startOnLoad: false });
        return (await mermaid.render(id, diagram)).svg;
      }, [text, 'm' + name + language]);
      assert.match(svg, /^<svg/, name);
    }
  }
  const long = corodemo('gather', '-n', '2000', '-f', 'mermaid', '-q');
  assert.ok(long.length < 50000);
  await page.evaluate((diagram) => mermaid.parse(diagram), long);
  assert.deepEqual(page.complaints, []);
});

test('Mermaid renders hostile texts as text', async () => {
  const trace = JSON.parse(corodemo('gather', '-n', '2', '--json'));
  const evil = ['end', 'end; T1->>L: x', '#quot;', '<script>alert(1)</script>', '%% a', 'a:b', 'alt x', '{}[]()', '->>', 'a\nb', '“', '`x`', '$$x$$'];
  let number = 0;
  for (const event of trace.events) {
    for (const field of ['text', 'coro', 'value']) {
      if (typeof event[field] === 'string') event[field] = evil[number++ % evil.length];
    }
  }
  const text = corodemo('view', write('evil.json', JSON.stringify(trace)), '-f', 'mermaid');
  const page = await open(write('evil.html', '<!doctype html><title>m</title><body></body>'));
  await page.addScriptTag({ content: readFileSync(`${modules}/mermaid/dist/mermaid.min.js`, 'utf8') });
  const svg = await page.evaluate(async (diagram) => (await mermaid.render('evil', diagram)).svg, text);
  assert.ok(!svg.includes('<script'));
  assert.deepEqual(page.complaints, []);
});
