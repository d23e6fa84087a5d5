// Chrome's NetLog, trimmed to the sockets: record-netlog.mjs ORIGIN SCENES Everything|Default OUT.json
//
// Kept are the constants, and the events of the sources that carry a WebSocket of ours: the URL request, and the socket
// under it (in Everything mode that is where the bytes are). Dropped are `polledData`, the client's command line and
// system, and what the browser does besides. The layout stays: one event a line.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { playScenes, withBrowser } from "./cdp.mjs";

const [origin, scenes, mode, out] = process.argv.slice(2);
const raw = new URL("../netlog.json", import.meta.url).pathname;
rmSync(raw, { force: true });
await withBrowser("netlog", [`--log-net-log=${raw}`, `--net-log-capture-mode=${mode}`], async (browser) => {
  await playScenes(await browser.newPage(), origin, scenes);
});
const { constants, events } = JSON.parse(readFileSync(raw, "utf8"));
rmSync(raw);

// A source belongs to a WebSocket when it has such an event, or a kept source names it as a dependency.
const names = Object.fromEntries(Object.entries(constants.logEventTypes).map(([name, type]) => [type, name]));
const keep = new Set();
for (const { type, source, params } of events) {
  if (names[type].startsWith("WEBSOCKET_") || params?.url?.startsWith("ws")) keep.add(source.id);
}
for (let before = 0; before !== keep.size; ) {
  before = keep.size;
  for (const { source, params } of events) {
    if (keep.has(source.id) && params?.source_dependency) keep.add(params.source_dependency.id);
  }
}
const pageLoads = new Set(events.filter((e) => e.params?.url?.startsWith("http")).map((e) => e.source.id));
const own = events.filter(({ source }) => keep.has(source.id) && !pageLoads.has(source.id));
constants.clientInfo = { ...constants.clientInfo, command_line: "", os_type: "Linux" };
const lines = own.map((event) => JSON.stringify(event)).join(",\n");
writeFileSync(out, `{"constants":${JSON.stringify(constants)},\n"events": [\n${lines}\n]}\n`);
