// Looks at a running dashboard as people do; ends with 1 and a reason where it is not as it should be.
// What is to be done stands in the environment: URL, OUT (a folder for pictures), TOKEN, and STEPS.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const url = process.env.URL;
const origin = new URL(url).origin;
const out = process.env.OUT;
const axe = readFileSync(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const PATIENCE = 90000;

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const complaints = [];

// A page from which nothing may leave for elsewhere, and which may complain of nothing.
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI));
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) {
      complaints.push('asked elsewhere: ' + request.url());
    }
  });
  page.on('console', (message) => {
    const expected = /status of 401/.test(message.text());
    if (message.type() === 'error' && !expected) {
      complaints.push('said: ' + message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push('threw: ' + error.message));
  page.on('dialog', (dialog) => {
    complaints.push('dialog: ' + dialog.message());
    dialog.dismiss();
  });
  await page.goto(url);
  return page;
}

async function ready(page) {
  await page.waitForSelector('#content:not([hidden])', { timeout: PATIENCE });
  await page.waitForSelector('#fresh[data-state=live]', { timeout: PATIENCE });
}

// Exact, from what is drawn.
async function number(page, selector) {
  return Number((await page.textContent(selector)).replace(/[^0-9.]/g, ''));
}

const steps = {
  // The numbers grow without a reload.
  async moves() {
    const page = await open();
    await ready(page);
    await page.evaluate(() => { window.same = true; });
    const before = await number(page, '#sum-in');
    await page.waitForFunction(
      (old) => Number(document.getElementById('sum-in').textContent.replace(/[^0-9]/g, '')) > old, before, { timeout: PATIENCE });
    assert.equal(await page.evaluate(() => window.same), true, 'it was loaded again');
    await page.waitForFunction(() => document.querySelectorAll('#groups tbody tr').length > 0, null, { timeout: PATIENCE });
    await page.screenshot({ path: out + '/light.png', fullPage: true });
    await page.close();
  },

  // What strangers have written stays text, and does not push the page apart.
  async hostile() {
    const titles = JSON.parse(process.env.TITLES);
    for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
      const page = await open({ viewport });
      await ready(page);
      await page.waitForFunction((many) => document.querySelectorAll('#groups tbody tr').length >= many, titles.length, { timeout: PATIENCE });
      const shown = await page.$$eval('#groups tbody .title', (cells) => cells.map((cell) => cell.textContent));
      for (const title of titles) {
        assert.ok(shown.includes(title), 'not shown as text: ' + title + ' among ' + JSON.stringify(shown));
      }
      assert.equal(await page.$$eval('#groups img, #groups script, #groups a, h1 img', (all) => all.length), 0);
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      const wide = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(wide[0] <= wide[1], 'wider than its window: ' + wide);
      await page.close();
    }
  },

  // No overflow down to 320 points.
  async phone() {
    for (const width of [360, 320]) {
      const page = await open({ viewport: { width, height: 740 }, hasTouch: true, isMobile: true });
      await ready(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, width + ' points, but ' + wide + ' wide');
      if (width === 360) {
        await page.screenshot({ path: out + '/phone.png' });
        await page.screenshot({ path: out + '/phone-whole.png', fullPage: true });
      }
      await page.close();
    }
  },

  // Readable by computation, in both colours, and nothing serious for who cannot see it.
  async readable() {
    for (const colorScheme of ['light', 'dark']) {
      const page = await open({ colorScheme });
      await ready(page);
      await page.waitForTimeout(1200);
      await page.screenshot({ path: out + '/' + colorScheme + '.png', fullPage: true });
      const pairs = await page.evaluate(() => {
        const style = getComputedStyle(document.documentElement);
        const light = (name) => {
          const hex = style.getPropertyValue(name).trim();
          const parts = [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
            .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
          return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
        };
        const contrast = (a, b) => {
          const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
          return (high + 0.05) / (low + 0.05);
        };
        const found = [];
        for (const back of ['--page', '--card']) {
          for (const text of ['--text', '--muted', '--link', '--good', '--warn', '--bad']) {
            found.push([text, back, contrast(text, back), 4.5]);
          }
          for (const line of ['--in', '--dropped', '--passed', '--sent', '--queued', '--response', '--field', '--focus']) {
            found.push([line, back, contrast(line, back), 3]);
          }
        }
        for (const kind of ['good', 'warn', 'bad']) {
          found.push(['--' + kind, '--' + kind + '-back', contrast('--' + kind, '--' + kind + '-back'), 4.5]);
        }
        found.push(['--text', '--bad-back', contrast('--text', '--bad-back'), 4.5]);
        return found;
      });
      for (const [one, other, has, least] of pairs) {
        assert.ok(has >= least, colorScheme + ': ' + one + ' on ' + other + ' has ' + has.toFixed(2) + ', less than ' + least);
      }
      const heads = await page.evaluate(() => [...document.querySelectorAll('.card thead tr')]
        .filter((row) => row.querySelector('.sort') && row.offsetParent)
        .map((row) => [...row.cells].filter((cell) => cell.offsetParent).map((cell) => {
          const words = document.createRange();
          words.selectNodeContents(cell.querySelector('.sort') ?? cell);
          return words.getBoundingClientRect().bottom;
        })));
      assert.ok(heads.length > 0, 'no table that can be sorted is there');
      for (const head of heads) {
        assert.ok(Math.max(...head) - Math.min(...head) < 1, 'headings of a table stand at different heights: ' + head);
      }
      // By hand of the tool, not of the page: its policy forbids scripts of others.
      const result = await page.evaluate(`(() => { ${axe}; return axe.run(document); })()`);
      const serious = result.violations.filter((one) => ['serious', 'critical'].includes(one.impact));
      assert.deepEqual(serious.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).join(' | ')), [], colorScheme);
      assert.ok(result.passes.length > 20, 'hardly anything was looked at');
      await page.close();
    }
  },

  // All by keyboard.
  async keyboard() {
    const page = await open();
    await ready(page);
    await page.waitForFunction(() => document.querySelectorAll('#groups tbody tr').length > 1, null, { timeout: PATIENCE });
    const reached = [];
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        const box = e.type === 'radio' ? e.nextElementSibling : e;
        const outline = getComputedStyle(box).outlineStyle;
        return [e.id || e.value || e.closest('table')?.id + ' ' + e.textContent, e === document.body ? 'end' : outline];
      });
      if (at[1] === 'end') {
        break;
      }
      assert.notEqual(at[1], 'none', 'nobody sees that the focus is at ' + at[0]);
      reached.push(at[0]);
    }
    for (const wanted of ['300', 'pause', 'theme', 'filter', 'groups A second', 'groups Seen', 'projects Project']) {
      assert.ok(reached.includes(wanted), wanted + ' is not reached, only ' + reached);
    }
    await page.focus('input[value="300"]');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.isChecked('input[value="900"]'), true);
    await page.focus('#groups th:last-child button');
    await page.keyboard.press('Enter');
    assert.equal(await page.getAttribute('#groups th:last-child', 'aria-sort'), 'descending');
    await page.keyboard.press('Enter');
    assert.equal(await page.getAttribute('#groups th:last-child', 'aria-sort'), 'ascending');
    await page.focus('#pause');
    await page.keyboard.press('Space');
    await page.waitForSelector('#fresh[data-state=paused]', { timeout: PATIENCE });
    await page.keyboard.press('Space');
    await page.waitForSelector('#fresh[data-state=live]', { timeout: PATIENCE });
    await page.focus('#theme');
    await page.keyboard.press('Enter');
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await page.reload();
    assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
    await ready(page);
    await page.focus('#filter');
    await page.keyboard.type('999999');
    await page.waitForSelector('#groups-empty:not([hidden])', { timeout: PATIENCE });
    await page.close();
  },

  // The page is there without the token, its numbers are not.
  async token() {
    const page = await open();
    await page.waitForSelector('#ask:not([hidden])', { timeout: PATIENCE });
    assert.equal(await page.isVisible('#content'), false);
    await page.screenshot({ path: out + '/token.png' });
    await page.keyboard.type('not-this-one-at-all');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /not the token/.test(document.getElementById('ask-error').textContent), null, { timeout: PATIENCE });
    await page.fill('#token', process.env.TOKEN);
    await page.keyboard.press('Enter');
    await ready(page);
    await page.reload();
    await ready(page);
    assert.ok(!(await page.content()).includes(process.env.TOKEN), 'the token stands in the page');
    assert.ok(!page.url().includes(process.env.TOKEN));
    await page.close();
  },

  // A word or two that has to stand on the page.
  async says() {
    const page = await open();
    await ready(page);
    for (const [selector, pattern] of JSON.parse(process.env.SAYS)) {
      await page.waitForFunction(
        ([where, what]) => [...document.querySelectorAll(where)].some((e) => new RegExp(what).test(e.textContent)),
        [selector, pattern], { timeout: PATIENCE }).catch(async () => {
        throw new Error(selector + ' does not say ' + pattern + ' but ' + (await page.$$eval(selector, (all) => all.map((e) => e.textContent))));
      });
    }
    await page.screenshot({ path: out + '/' + (process.env.PICTURE || 'says') + '.png', fullPage: true });
    await page.close();
  },

  // The instance ends while somebody looks.
  async stale() {
    const page = await open();
    await ready(page);
    console.log('LOOKING');
    await page.waitForSelector('#fresh[data-state=stale]', { timeout: PATIENCE });
    assert.match(await page.textContent('#fresh-text'), /no answer since \d\d:\d\d:\d\d/);
    await page.close();
    // A server that is gone is an error that browsers tell of by themselves.
    complaints.splice(0, complaints.length, ...complaints.filter((one) => !/ERR_|Failed to load/.test(one)));
  },
};

try {
  for (const step of process.env.STEPS.split(',')) {
    await steps[step]();
    assert.deepEqual(complaints, [], step);
    console.log('DONE ' + step);
  }
} catch (e) {
  console.log('FAILED ' + (e.stack || e));
  process.exitCode = 1;
} finally {
  await browser.close();
}
