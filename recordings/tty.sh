#!/usr/bin/env bash
# wscat on a terminal: tty.sh OUT URL LINE...   types each line, half a second apart; `script` is the terminal.
set -euo pipefail
out=$1 url=$2
shift 2
{
  sleep 1.2
  for line in "$@"; do
    printf '%s\r' "$line"
    sleep 0.5
  done
  sleep 0.5
  printf '\003' # Ctrl-C, where nobody else ended it
} | TERM=xterm script --quiet --return --command "wscat --slash -P -c $url" "$out" >/dev/null || true
