// The server that every recording was made against: `node server.mjs PORT [KEY CERTIFICATE]`.
//
// Listens on 127.0.0.1 alone. /api/v2/guest/conversations/websocket?scene=NAME plays the server's side of a scene of
// scenes.json; everything else serves the page that plays the client's side.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { WebSocketServer } from "ws";
import { play } from "./play.mjs";

const file = (name) => readFileSync(new URL(name, import.meta.url));
const scenes = JSON.parse(file("scenes.json"));
const [port, key, certificate] = process.argv.slice(2);
const endpoint = "/api/v2/guest/conversations/websocket";

const pages = {
  "/chat.html": ["text/html; charset=utf-8", file("chat.html")],
  "/play.mjs": ["text/javascript", file("play.mjs")],
  "/scenes.json": ["application/json", file("scenes.json")],
};

function serve(request, response) {
  const page = pages[new URL(request.url, "http://localhost").pathname];
  response.writeHead(page ? 200 : 404, { "Content-Type": page?.[0] ?? "text/plain" }).end(page?.[1] ?? "");
}

// The sides of a server that a WebSocket in a browser has no API for use ws' own.
function act(step, socket) {
  if (step.text !== undefined) socket.send(step.text);
  else if (step.binary !== undefined) socket.send(Buffer.from(step.binary, "base64"));
  else if (step.ping !== undefined) socket.ping(step.ping);
  else if (step.burst) inOneSegment(step.burst, socket);
  else if (step.fragments) step.fragments.forEach((part, i, all) => socket.send(part, { fin: i === all.length - 1 }));
  else if (step.close) socket.close(...step.close);
  else if (step.destroy) socket._socket.destroy();
}

function inOneSegment(texts, socket) {
  socket._socket.cork();
  for (const text of texts) socket.send(text);
  socket._socket.uncork();
}

const plain = new WebSocketServer({ noServer: true });
const deflating = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0 } });

function upgrade(request, socket, head) {
  const url = new URL(request.url, "http://localhost");
  const scene = scenes[url.searchParams.get("scene")];
  if (url.pathname !== endpoint || !scene || scene.status) {
    const status = scene?.status ?? 404;
    socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    return;
  }
  const server = scene.deflate ? deflating : plain;
  server.handleUpgrade(request, socket, head, (client) => {
    client.on("error", () => {});
    play(scene.server, client, act);
  });
}

const server = certificate
  ? https.createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, serve)
  : http.createServer(serve);
server.on("upgrade", upgrade).listen(Number(port), "127.0.0.1", () => console.log("listening"));
