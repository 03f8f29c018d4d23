/* Firefox as a phone: joins, places a dot, sees it saved, and still sees it after a reload.
   Run: node smoke.mjs path/to/firefox http://…/j/CODE square choice    It fails with what it waited for. */

import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const PATIENCE = 10_000; // milliseconds
const [executablePath, address, square, choice] = process.argv.slice(2);
const status = `[data-square="${square}"] [data-part="status"]`;
const input = `[data-square="${square}"] input[value="${choice}"]`;

const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, timeout: 2 * PATIENCE });
try {
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  const raised = [];
  page.on("pageerror", (error) => raised.push(error.message));
  await page.setViewport({ width: 390, height: 844 });

  await page.goto(address);
  await page.locator('form[method="post"] button').click();
  await page.locator(`[data-square="${square}"] .target[data-choice="${choice}"]`).click();
  await page.waitForFunction((part) => document.querySelector(part).textContent === "Saved", {}, status);
  assert.ok(await page.$eval(input, (dot) => dot.checked));

  await page.reload();
  await page.waitForSelector(input);
  assert.ok(await page.$eval(input, (dot) => dot.checked), "the dot is gone after a reload");
  assert.deepEqual(raised, []);
  console.log(await browser.version());
} finally {
  await browser.close();
}
