// A browser of its own for one recording, and the few calls to it that puppeteer does not wrap.
import { rmSync } from "node:fs";
import puppeteer from "puppeteer-core";

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const quiet = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--ignore-certificate-errors",
];

// Opens a browser with a profile of its own, gives it to `use`, and removes both.
export async function withBrowser(name, flags, use) {
  const profile = new URL(`../profile-${name}`, import.meta.url).pathname;
  rmSync(profile, { recursive: true, force: true });
  const browser = await puppeteer.launch({
    executablePath,
    args: [...quiet, ...flags, `--user-data-dir=${profile}`],
    ignoreDefaultArgs: ["--enable-automation"],
  });
  try {
    return await use(browser);
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

// Plays scenes in a page, to the end.
export async function playScenes(page, origin, scenes) {
  await page.bringToFront(); // a hidden page has slow timers
  await page.goto(`${origin}/chat.html#${scenes}`);
  await page.waitForFunction(() => document.title === "done", { timeout: 20000, polling: 100 });
  await new Promise((resolve) => setTimeout(resolve, 150));
}
