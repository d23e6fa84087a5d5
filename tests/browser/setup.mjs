// Runs guestlint, and a browser to look at what it wrote.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.GUESTLINT ?? join(root, "target/debug/guestlint");
const folder = mkdtempSync(join(tmpdir(), "guestlint-browser-"));
const profile = join(folder, "profile");

/// Where a test may write.
export const file = (name) => join(folder, name);

/// Standard output of guestlint, started in the repository's root.
export function guestlint(...args) {
  return execFileSync(program, args, { cwd: root, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
}

export const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
  ],
});

export async function close() {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

/// A page that remembers what went wrong on it, and what it asked for.
export async function open(scheme = "light") {
  const page = await browser.newPage();
  const problems = [];
  const requests = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setViewport({ width: 1280, height: 1000 });
  return { page, problems, requests };
}
