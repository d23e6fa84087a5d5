// CDP events and the page's console, by puppeteer: record-cdp.mjs ORIGIN SCENES EVENTS.ndjson|EVENTS.json [CONSOLE.txt]
import { writeFileSync } from "node:fs";
import { playScenes, withBrowser } from "./cdp.mjs";

const [origin, scenes, eventsFile, consoleFile] = process.argv.slice(2);
const events = [];
const lines = [];

await withBrowser("cdp", [], async (browser) => {
  const page = await browser.newPage();
  page.on("console", (message) => {
    const { url, lineNumber } = message.location();
    const file = (url ?? "").split("/").at(-1).split("#")[0] || "(index)";
    const at = lineNumber === undefined ? file : `${file}:${lineNumber + 1}`;
    lines.push(`${new Date().toISOString()} ${message.type()} ${at} ${message.text()}`);
  });
  const session = await page.createCDPSession();
  session.on("*", (method, params) => {
    if (String(method).startsWith("Network.")) events.push({ method, params });
  });
  await session.send("Network.enable");
  await playScenes(page, origin, scenes);
});

const text = eventsFile.endsWith(".ndjson")
  ? events.map((event) => JSON.stringify(event) + "\n").join("")
  : JSON.stringify(events, null, 2) + "\n";
writeFileSync(eventsFile, text);
if (consoleFile) writeFileSync(consoleFile, lines.join("\n") + "\n");
