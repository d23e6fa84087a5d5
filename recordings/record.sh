#!/usr/bin/env bash
# Makes every recording anew: record.sh TOOLS OUT
#
# TOOLS is a folder for the tools (npm packages, a Python environment, websocat, browser profiles); its path can show in a
# trace, so let it be a neutral one, such as /opt/recording-tools. OUT gets one folder a tool. README.md says what is what.
set -euo pipefail

tools=$(realpath -m "$1") out=$(realpath -m "$2")
here=$(cd "$(dirname "$0")" && pwd)
scripts=$tools/scripts python=$tools/venv/bin/python
port=8733 proxy=8734 tls=8735 python_port=8736
path=/api/v2/guest/conversations/websocket
all=dropped,closed,left,refused,mixed,deflate
export TZ=UTC PATH="$scripts/node_modules/.bin:$tools/venv/bin:$tools/websocat/bin:$PATH"

install() {
  if ! command -v tshark chromium chromedriver script openssl >/dev/null; then
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
      chromium chromium-driver tshark bsdutils openssl
  fi
  mkdir -p "$scripts"
  cp "$here"/*.* "$scripts/"
  (cd "$scripts" && npm ci --no-audit --no-fund)
  [ -x "$python" ] || python3 -m venv "$tools/venv"
  "$python" -m pip install --quiet --requirement "$here/requirements.txt"
  [ -x "$tools/websocat/bin/websocat" ] ||
    cargo install websocat --version 1.14.1 --locked --no-default-features --root "$tools/websocat"
}

# Background processes are ended by their own id, and all at the end.
started=()
start() {
  "$@" >"$tools/background.log" 2>&1 &
  started+=($!)
}
stop_last() {
  kill "${started[-1]}" 2>/dev/null || true
  wait "${started[-1]}" 2>/dev/null || true
  unset 'started[-1]'
}
trap 'for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done' EXIT

await_port() {
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
    sleep 0.1
  done
  echo "nothing listens on port $1" >&2
  return 1
}

base=ws://127.0.0.1:$port$path origin=http://127.0.0.1:$port

browser() {
  mkdir -p "$out"/{chrome-devtools,cdp,chromedriver,browser-console,netlog,playwright}
  node record-devtools.mjs $origin $all,open "$out/chrome-devtools/all-scenes.har" "$out/chrome-devtools/console-saved.log"
  # What "copy value" on `_webSocketMessages` gives: the array alone.
  node -e 'const [har, to] = process.argv.slice(1);
    const { entries } = JSON.parse(fs.readFileSync(har)).log;
    const { _webSocketMessages: messages } = entries.find((e) => e.request.url.endsWith("=mixed"));
    fs.writeFileSync(to, JSON.stringify(messages, null, 2) + "\n")' \
    "$out/chrome-devtools/all-scenes.har" "$out/chrome-devtools/messages-alone.json"
  node record-cdp.mjs $origin $all,open "$out/cdp/events.ndjson" "$out/browser-console/puppeteer.txt"
  node record-cdp.mjs $origin closed,dropped "$out/cdp/events.json"
  node record-chromedriver.mjs $origin dropped,closed "$out"/chromedriver/performance-log.{json,ndjson}
  node record-netlog.mjs $origin $all Everything "$out/netlog/everything.json"
  node record-netlog.mjs $origin $all Default "$out/netlog/default.json"
  node record-playwright.mjs $origin $all,open "$out/playwright"
  rm -f "$out"/playwright/attached/*.{html,js,json} # the page's own files: nothing refers to them that matters here
}

over_tls() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 \
    -keyout "$tools/key.pem" -out "$tools/certificate.pem" 2>/dev/null
  start node server.mjs $tls "$tools/key.pem" "$tools/certificate.pem"
  await_port $tls
  node record-netlog.mjs https://127.0.0.1:$tls dropped,closed Everything "$out/netlog/everything-tls.json"
  stop_last
}

node_logs() {
  mkdir -p "$out/node"
  node client-node.mjs $base $all json >"$out/node/pino.ndjson"
  node client-node.mjs $base $all inspect >"$out/node/inspect.log"
  node client-node.mjs $base $all plain >"$out/node/plain.log"
  node wrap.mjs "$out/node/pino.ndjson" "$out/wrapped"
}

python_logs() {
  mkdir -p "$out/python-websockets"
  "$python" python_play.py client $base $all 2>"$out/python-websockets/client-shortened.log"
  WEBSOCKETS_MAX_LOG_SIZE=65536 "$python" python_play.py client $base $all 2>"$out/python-websockets/client-full.log"
  start env WEBSOCKETS_MAX_LOG_SIZE=65536 "$python" python_play.py server $python_port

  sleep 1 # a probe of the port would be in the log
  node client-node.mjs ws://127.0.0.1:$python_port$path dropped,closed,left,mixed none
  stop_last
  sed '/^Traceback/,$d' "$tools/background.log" >"$out/python-websockets/server-full.log"
}

proxied() {
  mkdir -p "$out/mitmproxy"
  rm -f "$out"/mitmproxy/*
  start mitmdump --mode reverse:$origin --listen-host 127.0.0.1 --listen-port $proxy --set confdir="$tools/mitmproxy" \
    --save-stream-file "$out/mitmproxy/all-scenes.flow" --set hardump="$out/mitmproxy/all-scenes.har"
  await_port $proxy
  node client-node.mjs ws://127.0.0.1:$proxy$path $all none
  sleep 1
  stop_last
}

packets() {
  mkdir -p "$out/tshark"
  local raw=$tools/lo.pcap ports="tcp port $port" few="http || websocket"
  start dumpcap -q -i lo -f "$ports" -P -w "$raw"
  sleep 2
  node client-node.mjs $base $all none
  sleep 2
  stop_last
  cp "$raw" "$out/tshark/all-scenes.pcap"
  editcap -F pcapng "$raw" "$out/tshark/all-scenes.pcapng" # dumpcap's own names the machine
  tshark -r "$raw" -Y "$few" -T ek >"$out/tshark/http-websocket.ek.ndjson"
  tshark -r "$raw" -Y "($few) && tcp.stream in {1, 4}" -T json >"$out/tshark/closed-mixed.json"
  tshark -r "$raw" -Y "($few) && tcp.stream in {1, 4}" -T json --no-duplicate-keys >"$out/tshark/closed-mixed-no-duplicate-keys.json"
  tshark -r "$raw" -Y websocket -J "frame tcp websocket data" -T json >"$out/tshark/websocket-only.json"
  tshark -r "$raw" -Y "tcp.stream == 0" -T json >"$out/tshark/dropped-every-packet.json"
}

transcripts() {
  mkdir -p "$out"/{wscat,websocat}
  local connect
  say() { node -p 'JSON.parse(fs.readFileSync("scenes.json"))[process.argv[1]].client[process.argv[2]].text' "$1" "$2"; }
  connect=$(say closed 0)
  bash tty.sh "$out/wscat/tty-dropped.txt" "$base?scene=dropped" "$connect" "$(say dropped 1)"
  bash tty.sh "$out/wscat/tty-closed.txt" "$base?scene=closed" "$connect" "$(say closed 1)" "$(say closed 2)" "$(say closed 3)"
  bash tty.sh "$out/wscat/tty-left.txt" "$base?scene=left" "$connect" "/close 4001 guest left the page"
  bash tty.sh "$out/wscat/tty-refused.txt" "$base?scene=refused"
  bash tty.sh "$out/wscat/tty-mixed.txt" "$base?scene=mixed" "$connect" "$(say mixed 1)" "$(say mixed 2)" "$(say closed 3)"
  say_all() { sleep 1; for i in 0 1 2 3; do say closed $i; sleep 0.4; done; sleep 1; }
  say_all | wscat -c "$base?scene=closed" >"$out/wscat/piped-closed.txt"
  say_all | websocat "$base?scene=closed" >"$out/websocat/received-closed.txt"
  say_all | websocat -v "$base?scene=closed" >/dev/null 2>"$out/websocat/verbose-closed.stderr.txt"
  { sleep 1; say dropped 0; sleep 0.4; say dropped 1; sleep 1; } |
    websocat -v "$base?scene=dropped" >/dev/null 2>"$out/websocat/verbose-dropped.stderr.txt"
  say_all | websocat -t log:stdio: "$base?scene=closed" >/dev/null 2>"$out/websocat/log-closed.txt"
  { sleep 1; say dropped 0; sleep 0.4; say dropped 1; sleep 1; } |
    websocat -t log:stdio: "$base?scene=dropped" >/dev/null 2>"$out/websocat/log-dropped.txt"
}

[ -n "${SKIP_INSTALL:-}" ] || install
cd "$scripts"
mkdir -p "$out"
start node server.mjs $port
await_port $port
for part in ${PARTS:-browser over_tls node_logs python_logs proxied packets transcripts}; do
  echo "== $part"
  $part
done

# What a recording must not hold.
if grep -rIlwF "$(hostname)" "$out" || grep -rIlE "/root|/home/|/tmp/|[Cc]ookie: " "$out"; then
  echo "the files above name this machine or hold cookies: look at them before you commit" >&2
  exit 1
fi
