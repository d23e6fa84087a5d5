// ChromeDriver's performance log by W3C HTTP: record-chromedriver.mjs ORIGIN SCENES OUT.json OUT.ndjson
//
// The entries are as `driver.get_log("performance")` returns them; people dump them as an array or one a line.
import { spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { executablePath, quiet } from "./cdp.mjs";

const [origin, scenes, arrayFile, linesFile] = process.argv.slice(2);
const driver = "http://127.0.0.1:9515";
const profile = new URL("../profile-chromedriver", import.meta.url).pathname;

async function call(method, path, body) {
  const response = await fetch(driver + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
  return value;
}

// Page.* and the like are many and large, and nothing of them is a socket; so is the new tab's own page.
function ownNetwork(entries) {
  const parsed = entries.map((entry) => ({ entry, ...JSON.parse(entry.message).message }));
  const browsers = ({ params }) => /^(chrome|data):/.test(params.documentURL ?? "") || /^chrome:/.test(params.request?.url ?? "");
  const foreign = new Set(parsed.filter(browsers).map(({ params }) => params.requestId));
  return parsed
    .filter(({ method, params }) => method.startsWith("Network.") && !foreign.has(params.requestId))
    .map(({ entry }) => entry);
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const child = spawn(process.env.CHROMEDRIVER ?? "/usr/bin/chromedriver", ["--port=9515"], { stdio: "ignore" });
try {
  for (let tries = 0; tries < 50; tries++) {
    if (await fetch(driver + "/status").then((r) => r.ok, () => false)) break;
    await sleep(100);
  }
  const capabilities = {
    browserName: "chrome",
    "goog:loggingPrefs": { performance: "ALL" },
    "goog:chromeOptions": { binary: executablePath, args: [...quiet, `--user-data-dir=${profile}`] },
  };
  const { sessionId } = await call("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
  const session = `/session/${sessionId}`;
  await call("POST", `${session}/se/log`, { type: "performance" }); // empties it of the new tab's page
  await call("POST", `${session}/url`, { url: `${origin}/chat.html#${scenes}` });
  for (let tries = 0; tries < 100 && (await call("GET", `${session}/title`)) !== "done"; tries++) await sleep(100);
  await sleep(150);
  const entries = await call("POST", `${session}/se/log`, { type: "performance" });
  await call("DELETE", session);
  const network = ownNetwork(entries);
  writeFileSync(arrayFile, JSON.stringify(network, null, 2) + "\n");
  writeFileSync(linesFile, network.map((entry) => JSON.stringify(entry) + "\n").join(""));
} finally {
  child.kill();
  rmSync(profile, { recursive: true, force: true });
}
