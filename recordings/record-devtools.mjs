// DevTools' own HAR, and what its console's "Save as..." writes: record-devtools.mjs ORIGIN SCENES OUT.har [CONSOLE.log]
//
// Chromium serves its DevTools front end at the remote debugging port. One page plays the scenes, another shows that front
// end attached to the first; the code that "Export HAR" and "Save as..." run is then called in it.
import { writeFileSync } from "node:fs";
import { playScenes, withBrowser } from "./cdp.mjs";

const [origin, scenes, harFile, consoleFile] = process.argv.slice(2);
const port = 9333;

// Runs inside the front end.
async function save() {
  const [har, logs, common, ui, panel] = await Promise.all([
    import("./models/har/har.js"), import("./models/logs/logs.js"), import("./core/common/common.js"),
    import("./ui/legacy/legacy.js"), import("./panels/console/console.js"),
  ]);
  const requests = logs.NetworkLog.NetworkLog.instance().requests();
  const progress = new common.Progress.CompositeProgress(new common.Progress.Progress());
  await ui.ViewManager.ViewManager.instance().showView("console");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const messages = panel.ConsoleView.ConsoleView.instance().visibleViewMessages;
  return {
    har: await har.Writer.Writer.harStringForRequests(requests, { sanitize: false }, progress),
    console: messages.map((message) => message.toExportString() + "\n").join(""),
  };
}

const flags = [`--remote-debugging-port=${port}`, "--remote-allow-origins=*"];
const saved = await withBrowser("devtools", flags, async (browser) => {
  const page = await browser.newPage();
  const { targetInfo } = await (await page.createCDPSession()).send("Target.getTargetInfo");
  const tools = await browser.newPage();
  const target = `127.0.0.1:${port}/devtools/page/${targetInfo.targetId}`;
  await tools.goto(`http://127.0.0.1:${port}/devtools/inspector.html?ws=${target}`);
  await new Promise((resolve) => setTimeout(resolve, 3000)); // nothing says that it listens
  await playScenes(page, origin, scenes);
  return tools.evaluate(save);
});
writeFileSync(harFile, saved.har);
if (consoleFile) writeFileSync(consoleFile, saved.console);
