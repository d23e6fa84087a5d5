// Playwright's HAR in its three layouts, and a trace: record-playwright.mjs ORIGIN SCENES FOLDER
import { mkdirSync } from "node:fs";
import { chromium } from "playwright-core";
import { executablePath, quiet } from "./cdp.mjs";

const [origin, scenes, folder] = process.argv.slice(2);

async function record(options, start, stop) {
  const browser = await chromium.launch({ executablePath, args: quiet });
  const context = await browser.newContext(options);
  await start?.(context);
  const page = await context.newPage();
  await page.goto(`${origin}/chat.html#${scenes}`);
  await page.waitForFunction(() => document.title === "done", null, { polling: 100 });
  await page.waitForTimeout(150);
  await stop?.(context);
  await context.close();
  await browser.close();
}

mkdirSync(`${folder}/attached`, { recursive: true });
const har = (path, content) => ({ recordHar: { path: `${folder}/${path}`, content } });
await record(har("embedded.har", "embed"));
await record(har("zipped.har.zip", "attach"));
await record(har("attached/session.har", "attach"));
await record(
  {},
  (context) => context.tracing.start({ snapshots: true }), // without snapshots a trace has no network
  (context) => context.tracing.stop({ path: `${folder}/trace.zip` }),
);
