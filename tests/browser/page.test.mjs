// The page, used by keyboard as a reader would.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { close, file, guestlint, open } from "./setup.mjs";

after(close);

/// The page of a trace, opened; and what it must not do.
async function trace(scheme, capture, ...options) {
  const path = file(`${scheme}-${capture.replaceAll("/", "-")}.html`);
  guestlint("trace", capture, ...options, "--output", `html=${path}`);
  const opened = await open(scheme);
  const url = pathToFileURL(path).href;
  await opened.page.goto(url);
  const check = () => {
    assert.deepEqual(opened.problems, []);
    assert.deepEqual(opened.requests, [url], "the page fetches nothing");
  };
  return { ...opened, check };
}

const text = (page, selector) => page.$eval(selector, (element) => element.textContent);
const count = (page, selector) => page.$$eval(selector, (elements) => elements.length);
/// What assistive technology calls the element that has the focus.
const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.id);

async function screenshot(page, name) {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

test("the page tells the session, and opens on the likeliest cause", async () => {
  const { page, check } = await trace("light", "fixtures/field-report/session.ndjson");
  assert.equal(await count(page, ".row"), 5);
  assert.match(await text(page, ".verdict"), /dropped without a Close frame 38 ms after startChat/);
  assert.match(await text(page, "#detail h2"), /^Frame 3: startChat$/);
  assert.deepEqual(await page.$$eval("mark", (marks) => marks.map((mark) => mark.textContent)), ['"startChat"', '"guestName"', '"guestEmail"']);
  assert.match(await text(page, "#detail .page"), /Why it matters/);
  assert.doesNotMatch(await text(page, "#detail pre"), /@/);
  await screenshot(page, "light");
  check();
});

test("the keyboard reaches everything", async () => {
  const { page, check } = await trace("dark", "fixtures/field-report/session.ndjson");
  await screenshot(page, "dark");
  await page.focus(".row[tabindex='0']");
  assert.match(await focused(page), /^frame 3, startChat, client to server, at 93 ms; error GL201/);
  await page.keyboard.press("Home");
  assert.match(await focused(page), /^opened \(101\)/);
  await page.keyboard.press("ArrowDown");
  assert.match(await text(page, "#detail h2"), /^Frame 3/, "moving opens nothing");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "the focus can be seen");
  await page.keyboard.press("Enter");
  assert.match(await text(page, "#detail h2"), /^Frame 1: connect$/);
  assert.equal(await page.$eval("[aria-expanded='true']", (row) => row === document.activeElement), true);
  await page.keyboard.press("ArrowRight");
  assert.equal(await focused(page), "The frame that is open");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Payload");
  await page.keyboard.press("Escape");
  assert.match(await focused(page), /^frame 1/);
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  assert.match(await text(page, "#detail h2"), /^Dropped without a Close frame \(1006\)\.$/);
  check();
});

test("the filters leave what is asked for", async () => {
  const { page, check } = await trace("light", "fixtures/field-report/session.ndjson");
  await page.select("#by-finding", "GL213");
  assert.deepEqual(await page.$$eval(".row .name", (names) => names.map((name) => name.textContent)), ["startChat"]);
  assert.equal(await text(page, "#count"), "1 of 5 rows shown");
  await page.select("#by-finding", "");
  await page.select("#by-direction", "server");
  assert.equal(await count(page, ".row"), 1);
  await page.select("#by-direction", "");
  await page.keyboard.press("/");
  await page.keyboard.type("QUEUEID");
  assert.equal(await count(page, ".row"), 1);
  // A cause leads to its frame, whatever is filtered.
  const causes = await page.$$(".cause button");
  await causes[1].click();
  assert.equal(await count(page, ".row"), 5);
  assert.match(await text(page, "#detail h2"), /^Frame 1: connect$/);
  check();
});

test("several sessions can be looked at", async () => {
  const { page, check } = await trace("light", "fixtures/trace/several.ndjson");
  assert.equal(await count(page, ".title option"), 2);
  await page.select(".title select", "1");
  assert.match(await text(page, "h1"), /#3$/);
  assert.equal(await count(page, ".row"), 7);
  assert.match(await text(page, "footer"), /Ignored: ws:\/\/localhost:5173/);
  check();
});

test("text of a capture stays text", async () => {
  const { page, check } = await trace("light", "fixtures/trace/hostile.ndjson");
  await page.evaluate(() => { globalThis.alert = () => { throw new Error("a script of the capture ran"); }; });
  assert.equal(await count(page, ".row"), 10);
  assert.equal(await count(page, "script"), 2);
  const rows = await page.$$(".row");
  for (const row of rows) await row.click();
  assert.match(await text(page, "#rows"), /\\u\{202e\}<\/script><script>alert\(1\)<\/script><!--/);
  assert.doesNotMatch(await page.evaluate(() => document.body.textContent), /[\u202e\u2028\u001b]/);
  await screenshot(page, "hostile");
  check();
});

test("a narrow window shows all of it", async () => {
  const { page, check } = await trace("dark", "fixtures/trace/hostile.ndjson");
  await page.setViewport({ width: 390, height: 1400 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(overflow, 0, "nothing sticks out");
  await screenshot(page, "narrow");
  check();
});
