// Shared by the tests: the program, the browser, and a page that records complaints on its console.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(process.env.BROWSER_MODULES + '/');
const { chromium } = require('playwright-core');
export const modules = process.env.BROWSER_MODULES;
export const program = process.env.CORODEMO;
export const folder = mkdtempSync(join(tmpdir(), 'corodemo-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

// Runs the program; its exit status may be 1, which means that two runs differ.
export function corodemo(...args) {
  const done = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
  if (done.status > 1 || done.error) throw new Error(`corodemo ${args.join(' ')}: ${done.stderr}`);
  return done.stdout;
}

export const scenarios = JSON.parse(corodemo('list', '--json')).map((scenario) => scenario.name);

// Writes a file into the folder; returns its path.
export function write(name, text) {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

// The trace and the page of a run with these arguments.
export function render(name, ...args) {
  const trace = `${folder}/${name}.json`;
  const page = `${folder}/${name}.html`;
  corodemo(...args, '-q', '-o', trace);
  const language = args.includes('--lang') ? args.slice(args.indexOf('--lang')).slice(0, 2) : [];
  corodemo('view', trace, '-o', page, ...language);
  return { trace, page };
}

// The states according to replay, after each snapshot of a trace file's playback.
export function states(trace) {
  const text = execFileSync(process.env.PLAYBACK_STATES, [trace], { encoding: 'utf8', maxBuffer: 1 << 30 });
  return text.trim().split('\n').map((line) => JSON.parse(line));
}

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
let browser;

export async function start() {
  browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export async function stop() {
  await browser.close();
}

// Opens a file. Console messages of the page and its network requests are collected in page.complaints.
export async function open(path, { width = 1920, height = 1080, hash = '', colorScheme = 'light', reducedMotion = 'reduce', ...others } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion, ...others });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => page.complaints.push(message.text()));
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('dialog', (dialog) => {
    page.complaints.push('a dialog: ' + dialog.message());
    dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('file:') && !request.url().startsWith('data:')) page.complaints.push('a request: ' + request.url());
  });
  await page.goto('file://' + path + hash);
  if (others.javaScriptEnabled !== false) await ready(page);
  return page;
}

// The step that is shown, as the reader names it: "12", or "12+" for what follows step 12.
export function step(page) {
  return page.evaluate(() => corodemo.players[0].playback.name(corodemo.players[0].index));
}

// Goes to a step by its name.
export function goTo(page, name) {
  return page.evaluate((to) => corodemo.go(corodemo.players[0].playback.find(to), { pace: 0 }), name);
}

// A page unpacks its script when it is opened, or opened again.
export async function ready(page) {
  await page.waitForFunction(() => window.corodemo || !document.querySelector('.packed'));
}

// Waits until a condition holds that the page brings about asynchronously.
export async function eventually(holds, what) {
  for (const begin = Date.now(); !(await holds());) {
    if (Date.now() - begin > 60000) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
