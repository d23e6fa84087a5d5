// A node client that logs in one of the styles that people use: client-node.mjs BASE SCENES json|inspect|plain|none
// BASE is the URL without its query: ws://127.0.0.1:8733/api/v2/guest/conversations/websocket
import { readFileSync } from "node:fs";
import pino from "pino";
import WebSocket from "ws";
import { play, clientStep } from "./play.mjs";

const [base, names, style] = process.argv.slice(2);
const scenes = JSON.parse(readFileSync(new URL("scenes.json", import.meta.url)));

function jsonLog() {
  const log = pino({ base: null });
  let socket = 0;
  return {
    connecting: () => socket++,
    open: (url) => log.info({ socket, event: "open", url, status: 101 }, "socket open"),
    send: (data) => log.info({ socket, event: "send", ...payload(data) }, "frame"),
    receive: (data) => log.info({ socket, event: "recv", ...payload(data) }, "frame"),
    error: (message) => log.error({ socket, event: "error", message }, "socket error"),
    close: (code, reason) => log.info({ socket, event: "close", code, reason }, "socket closed"),
  };
}

// Data is a string, or bytes.
const isText = (data) => typeof data === "string";
const base64 = (data) => Buffer.from(data).toString("base64");
const payload = (data) => (isText(data) ? { data } : { opcode: 2, encoding: "base64", data: base64(data) });

// console.log of an object prints util.inspect's form: no JSON, deep members elided, long strings cut.
const inspectLog = {
  connecting: (url) => console.log("Connecting:", { url }),
  open: () => console.log("Connected"),
  send: (data) => console.log("Sending:", isText(data) ? JSON.parse(data) : data),
  receive: (data) => console.log("Received:", isText(data) ? JSON.parse(data) : data),
  error: (message) => console.log("Error:", message),
  close: (code, reason) => console.log("Closed:", { code, reason }),
};

const shown = (data) => (isText(data) ? data : `<${data.length} bytes> ${Buffer.from(data).toString("hex")}`);
const plainLog = {
  connecting: (url) => console.log(`${new Date().toISOString()} connecting to ${url}`),
  open: () => console.log(`${new Date().toISOString()} connected`),
  send: (data) => console.log(`${new Date().toISOString()} --> ${shown(data)}`),
  receive: (data) => console.log(`${new Date().toISOString()} <-- ${shown(data)}`),
  error: (message) => console.log(`${new Date().toISOString()} error: ${message}`),
  close: (code, reason) => console.log(`${new Date().toISOString()} closed: code=${code} reason=${JSON.stringify(reason)}`),
};

const nothing = () => {};
const noLog = { connecting: nothing, open: nothing, send: nothing, receive: nothing, error: nothing, close: nothing };
const log = { json: jsonLog, inspect: () => inspectLog, plain: () => plainLog, none: () => noLog }[style]();

function run(name) {
  const url = `${base}?scene=${name}`;
  const scene = scenes[name];
  log.connecting(url);
  const socket = new WebSocket(url, { perMessageDeflate: Boolean(scene.deflate) });
  socket.on("open", () => log.open(url));
  socket.on("message", (data, binary) => log.receive(binary ? data : String(data)));
  socket.on("error", (error) => log.error(error.message));
  socket.on("open", () => play(scene.client, socket, (step) => clientStep(step, socket, log.send)));
  if (name === "open") setTimeout(() => process.exit(0), 400);
  return new Promise((resolve) => socket.on("close", (code, reason) => (log.close(code, String(reason)), resolve())));
}

for (const name of names.split(",")) await run(name);
