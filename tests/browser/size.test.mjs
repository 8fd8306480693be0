// How large the page is, without what it shows.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { render } from './page.mjs';

const MOST = 80; // KB

test(`without its playback, a page has at most ${MOST} KB`, () => {
  const page = readFileSync(render('size', 'gather').page, 'utf8');
  const player = page.replace(/<noscript>[^]*?<\/noscript>/g, '').replace(/(<script class="playback"[^>]*>)[^]*?<\/script>/g, '$1</script>');
  assert.ok(player.length > 20000 && player.length < page.length - 10000, 'it is a page, and the playback is left out');
  assert.ok(Buffer.byteLength(player) <= MOST * 1000, `${Buffer.byteLength(player)} bytes`);
});
