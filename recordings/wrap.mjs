// The node client's JSON log as the log stores hand it out: wrap.mjs APP.ndjson FOLDER
//
// Not recordings: none of these services ran. The lines in them are the client's own; the wrapping is as the services'
// documentation is remembered, and no real export was at hand. Newest first is how the services show logs unless asked otherwise.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

const [input, folder] = process.argv.slice(2);
const lines = readFileSync(input, "utf8").trimEnd().split("\n");
const time = (line) => JSON.parse(line).time;
const iso = (line) => new Date(time(line)).toISOString();
const spaced = (line) => iso(line).replace("T", " ").replace("Z", "");
const newestFirst = lines.map((line, i) => [line, i]).reverse();
const oldestFirst = lines.map((line, i) => [line, i]);

const json = (value) => JSON.stringify(value, null, 2) + "\n";
const rows = (values) => values.map((value) => JSON.stringify(value) + "\n").join("");

// Docker's json-file driver, `docker logs` from the file itself: nanoseconds, the line's own end inside.
const docker = (line) => ({ log: line + "\n", stream: "stdout", time: iso(line).replace("Z", "123456Z") });

// `aws logs filter-log-events` and `get-log-events`.
const event = ([line, i]) => ({ logStreamName: "chat/7", timestamp: time(line), message: line, ingestionTime: time(line) + 900, eventId: String(37000000000000 + i) });

// `aws logs get-query-results` of `fields @timestamp, @message`.
const result = ([line, i]) => [
  { field: "@timestamp", value: spaced(line) },
  { field: "@message", value: line },
  { field: "@ptr", value: `Cm${i}` },
];
const insights = (order) => ({ results: order.map(result), statistics: { recordsMatched: lines.length, recordsScanned: lines.length }, status: "Complete" });

// An Elasticsearch search response, as Filebeat fills the index.
const hit = ([line, i]) => ({
  _index: "filebeat-chat", _id: `h${i}`, _score: null,
  _source: { "@timestamp": iso(line), message: line, stream: "stdout", log: { file: { path: "/var/log/chat.log" } } },
  sort: [time(line)],
});
const elastic = (order) => ({ took: 3, timed_out: false, hits: { total: { value: lines.length, relation: "eq" }, max_score: null, hits: order.map(hit) } });

// Datadog's log search API, which parses a JSON line into attributes, and its CSV export.
const datadog = ([line, i]) => {
  const { level, time: at, msg, ...attributes } = JSON.parse(line);
  return { id: `AwAAAZ${i}`, type: "log", attributes: { timestamp: iso(line), status: level < 50 ? "info" : "error", service: "chat", message: msg, attributes } };
};
const csv = (value) => `"${value.replaceAll('"', '""')}"`;
const csvRow = ([line]) => [iso(line), "chat-host", "chat", line].map(csv).join(",") + "\n";

mkdirSync(folder, { recursive: true });
const write = (name, text) => writeFileSync(`${folder}/${name}`, text);
write("docker-json-file.log", rows(lines.map(docker)));
write("cloudwatch-log-events.json", json({ events: oldestFirst.map(event), searchedLogStreams: [] }));
write("cloudwatch-subscription.json", json({
  messageType: "DATA_MESSAGE", owner: "000000000000", logGroup: "chat", logStream: "chat/7", subscriptionFilters: ["all"],
  logEvents: oldestFirst.map(([line, i]) => ({ id: String(37000000000000 + i), timestamp: time(line), message: line })),
}));
write("cloudwatch-insights-newest-first.json", json(insights(newestFirst)));
write("elastic-hits.json", json(elastic(oldestFirst)));
write("elastic-hits-newest-first.json", json(elastic(newestFirst)));
write("datadog-newest-first.json", json({ data: newestFirst.map(datadog), meta: { status: "done" } }));
write("datadog.csv", "Date,Host,Service,Message\n" + oldestFirst.map(csvRow).join(""));
write("datadog-newest-first.csv", "Date,Host,Service,Message\n" + newestFirst.map(csvRow).join(""));
