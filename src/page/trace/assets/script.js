"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const [head, rows, detail, count, foot] = ["head", "rows", "detail", "count", "foot"].map(at);
  const [byFinding, byDirection, byText] = ["by-finding", "by-direction", "by-text"].map(at);
  const ranks = { error: 3, warning: 2, note: 1 };
  let session; // The session that is shown,
  let notes; // its findings by number,
  let shown; // its rows that the filter lets through, as buttons,
  let opened; // and the one of them that is open.

  // Text only ever becomes text: nothing of a capture is parsed as markup.
  function make(name, properties = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key.includes("-") || key === "role") element.setAttribute(key, value);
      else element[key] = value;
    }
    element.append(...children.filter((child) => child !== undefined && child !== ""));
    return element;
  }

  const many = (number, thing) => `${number.toLocaleString("en")} ${thing}${number === 1 ? "" : "s"}`;
  // A message with its `names` as code.
  const prose = (text) => text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? make("code", {}, part) : part));
  const badge = (note) => make("span", { className: `badge ${note.severity}`, title: note.severity }, note.code);
  const worst = (found) => found.reduce((a, b) => (ranks[b.severity] > ranks[a.severity] ? b : a)).severity;
  const notesOf = (row) => (row.notes ?? []).map((id) => notes.get(id)).filter(Boolean);
  const from = { client: "client to server", server: "server to client", unknown: "the capture does not say who sent it" };

  function showSession(index) {
    session = data.sessions[index];
    notes = new Map(session.findings.map((note) => [note.id, note]));
    opened = undefined;
    document.title = `${session.id}: guestlint trace`;
    showHead(index);
    listFindings();
    buildRows();
    // What explains the end is what most want to see first.
    const cause = session.causes.map((cause) => cause.finding).find((id) => rowOf(id));
    const bad = session.rows.find((row) => notesOf(row).some((note) => note.severity === "error"));
    const first = (cause && rowOf(cause)) || bad || session.rows.find((row) => row.kind === "frame") || session.rows[0];
    show(first);
  }

  const rowOf = (id) => session.rows.find((row) => (row.notes ?? []).includes(id));

  function showHead(index) {
    const title = make("div", { className: "title" }, make("h1", {}, session.id));
    if (data.sessions.length > 1) {
      const choice = make("select", {});
      data.sessions.forEach((other, number) => {
        const words = `${other.id} (${many(other.frames, "frame")}${other.bad ? ", ended badly" : ""})`;
        choice.append(make("option", { value: number, selected: number === index }, words));
      });
      choice.addEventListener("change", () => {
        showSession(Number(choice.value));
        head.querySelector("select").focus();
      });
      title.append(make("label", { className: "dim" }, `${many(data.sessions.length, "session")}: `, choice));
    }
    const facts = [session.protocol, many(session.frames, "frame"), session.start && `from ${session.start}`];
    const verdict = make("section", { className: session.bad ? "verdict bad" : "verdict", "aria-label": "Diagnosis" },
      make("p", {}, ...prose(session.headline ?? sentence(session.end))));
    if (session.causes.length > 0) verdict.append(make("ul", {}, ...session.causes.map(cause)));
    if (session.checkNext.length > 0) {
      const items = session.checkNext.map((item) => make("li", {}, ...prose(item)));
      verdict.append(make("h3", {}, "Check next"), make("ul", { className: "checks" }, ...items));
    }
    head.replaceChildren(title,
      make("p", { className: "facts" }, facts.filter(Boolean).join(" · ")),
      session.url ? make("p", { className: "facts mono" }, session.url) : "", verdict);
  }

  const sentence = (words) => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;

  function cause({ finding, confidence, why }, rank) {
    const note = notes.get(finding);
    const likely = { high: rank === 0 ? "most likely" : "also likely", medium: rank === 0 ? "most likely" : "possible", low: "possible" };
    const go = make("button", { className: "link", type: "button" }, note ? `${note.code} ${note.rule}` : "finding");
    go.addEventListener("click", () => {
      const row = rowOf(finding);
      if (!row) return;
      if (!shown.some((button) => button.row === row)) clearFilter();
      show(row);
      shown.find((button) => button.row === row)?.focus();
    });
    return make("li", { className: "cause" }, make("span", { className: "how" }, `${likely[confidence]} (${confidence})`),
      make("span", {}, go, note?.frame ? `, frame ${note.frame}` : "", make("br"), ...prose(why)));
  }

  function listFindings() {
    const codes = new Map();
    for (const row of session.rows) {
      for (const note of new Set(notesOf(row))) codes.set(note.code, { note, rows: (codes.get(note.code)?.rows ?? 0) + 1 });
    }
    const options = [...codes].sort().map(([code, { note, rows: number }]) =>
      make("option", { value: code }, `${code} ${note.rule} (${number})`));
    byFinding.replaceChildren(make("option", { value: "" }, "everything"), make("option", { value: "any" }, "with any finding"), ...options);
    byDirection.value = "";
    byText.value = "";
  }

  function clearFilter() {
    byFinding.value = byDirection.value = byText.value = "";
    buildRows();
  }

  function passes(row) {
    const found = notesOf(row);
    const code = byFinding.value;
    if (code === "any" && found.length === 0) return false;
    if (code && code !== "any" && !found.some((note) => note.code === code)) return false;
    if (byDirection.value && row.direction !== byDirection.value) return false;
    const wanted = byText.value.trim().toLowerCase();
    if (!wanted) return true;
    const texts = [row.text, (row.payload ?? []).map(([text]) => text).join(""), ...found.map((note) => `${note.code} ${note.message}`)];
    return texts.some((text) => text.toLowerCase().includes(wanted));
  }

  function buildRows() {
    const kept = session.rows.filter(passes);
    shown = kept.map(button);
    rows.replaceChildren(...shown.map((element) => make("li", {}, element)));
    const all = kept.length === session.rows.length;
    count.textContent = all ? "" : `${kept.length} of ${many(session.rows.length, "row")} shown`;
    const current = shown.find((element) => element.row === opened) ?? shown[0];
    if (current) current.tabIndex = 0;
  }

  function button(row) {
    const found = notesOf(row);
    const kind = [row.kind, row.direction];
    if (row.kind === "end" && session.bad) kind.push("bad");
    const element = make("button", {
      type: "button", className: ["row", ...kind.filter(Boolean)].join(" "), tabIndex: -1,
      "aria-expanded": String(row === opened), "aria-controls": "detail", "aria-label": spoken(row, found),
    }, times(row), make("span", { className: "number" }, String(row.number ?? "")), lane(row, found),
    make("span", { className: "size" }, row.size ?? ""));
    element.row = row;
    element.addEventListener("click", () => {
      show(row);
      if (matchMedia("(max-width: 64rem)").matches) detail.scrollIntoView({ block: "start" });
    });
    return element;
  }

  function spoken(row, found) {
    const what = row.kind === "frame" ? `frame ${row.number}, ${row.text}, ${from[row.direction]}` : row.text;
    const when = row.sinceStart ? `, at ${row.sinceStart}` : "";
    return [what + when, ...found.map((note) => `${note.severity} ${note.code}: ${note.message}`)].join("; ");
  }

  const times = (row) => make("span", { className: "times" },
    make("span", { title: "since open" }, row.sinceStart ?? ""), make("span", { title: "since last" }, row.sinceLast ?? ""));

  function lane(row, found) {
    const children = [];
    if (row.kind === "frame") {
      const name = make("span", { className: row.unnamed ? "name unnamed" : "name" }, row.text);
      const shaft = () => make("span", { className: "shaft" });
      children.push(make("span", { className: "arrow" }, row.direction === "unknown" ? shaft() : "", name, shaft()));
    } else {
      children.push(make("span", { className: "across" }, row.text));
    }
    const flags = found.map((note) => {
      const again = note.frame && row.number && note.frame !== row.number;
      return make("span", { className: "flag" }, badge(note), ...(again ? [`again, as on frame ${note.frame}`] : prose(note.message)));
    });
    if (row.more) flags.push(make("span", { className: "flag dim" }, `and ${many(row.more, "more finding")}`));
    if (flags.length > 0) children.push(make("span", { className: "flags" }, ...flags));
    return make("span", { className: "lane" }, ...children);
  }

  function show(row) {
    opened = row;
    for (const element of shown) {
      const current = element.row === row;
      element.setAttribute("aria-expanded", String(current));
      element.tabIndex = current ? 0 : -1;
    }
    if (!shown.some((element) => element.tabIndex === 0) && shown[0]) shown[0].tabIndex = 0;
    if (!row) {
      detail.replaceChildren(make("p", { className: "dim" }, "Nothing is open."));
      return;
    }
    const found = notesOf(row);
    const title = row.kind === "frame" ? `Frame ${row.number}: ${row.text}` : sentence(row.text);
    const parts = [make("h2", {}, title), facts(row)];
    if (row.kind === "frame") parts.push(payload(row));
    if (found.length > 0) parts.push(make("ul", { className: "found", role: "list" }, ...found.map(foundItem)));
    detail.replaceChildren(...parts);
    detail.scrollTop = 0;
  }

  function facts(row) {
    const pairs = [
      ["direction", row.direction && from[row.direction]],
      ["time", row.time],
      ["since open", row.sinceStart],
      ["since last", row.sinceLast],
      ["size", row.size],
      ["line", row.line && String(row.line)],
    ];
    const list = make("dl");
    for (const [name, value] of pairs) if (value) list.append(make("div", {}, make("dt", {}, name), make("dd", {}, value)));
    return list;
  }

  function foundItem(note, index, found) {
    const item = make("li", { className: note.severity }, badge(note), ...prose(note.message));
    if (note.count > 1) item.append(make("span", { className: "dim" }, ` (${many(note.count, "time")})`));
    if (note.help) item.append(make("p", { className: "help" }, ...prose(note.help)));
    const template = at(`rule-${note.code}`);
    const isFirst = found.findIndex((other) => other.code === note.code) === index;
    if (template && isFirst) {
      const page = make("div", { className: "page" });
      const more = make("details", {}, make("summary", {}, `${note.code} ${note.rule}: the rule`), page);
      more.addEventListener("toggle", () => {
        if (more.open && !page.hasChildNodes()) page.append(template.content.cloneNode(true));
      });
      more.open = index === 0;
      item.append(more);
    }
    return item;
  }

  function payload(row) {
    if (row.payload.length === 0) return make("p", { className: "dim" }, row.text === "binary" ? "Bytes, which are not shown." : "Empty.");
    const parts = row.payload.map(([text, ids]) => {
      const found = ids.map((id) => notes.get(id)).filter(Boolean);
      if (found.length === 0) return text;
      return make("mark", { className: worst(found), title: found.map((note) => `${note.code} ${note.message}`).join("\n") }, text);
    });
    if (row.cut) parts.push(make("span", { className: "dim" }, "\n… the rest is left out"));
    return make("pre", { tabIndex: 0, "aria-label": "Payload" }, ...parts);
  }

  rows.addEventListener("keydown", (event) => {
    const here = shown.indexOf(document.activeElement);
    if (here < 0) return;
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (to !== undefined) {
      const next = shown[Math.max(0, Math.min(shown.length - 1, to))];
      for (const element of shown) element.tabIndex = element === next ? 0 : -1;
      next.focus();
      event.preventDefault();
    } else if (event.key === "ArrowRight") {
      show(shown[here].row);
      detail.focus();
      event.preventDefault();
    }
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      byText.focus();
      event.preventDefault();
    } else if (event.key === "Escape" && (detail.contains(document.activeElement) || document.activeElement === byText)) {
      (shown.find((element) => element.tabIndex === 0) ?? byText).focus();
      event.preventDefault();
    }
  });

  at("tools").addEventListener("submit", (event) => event.preventDefault());
  for (const control of [byFinding, byDirection, byText]) control.addEventListener("input", buildRows);

  for (const note of data.others) foot.append(make("p", {}, badge(note), `${note.place}: ${note.message}`));
  for (const text of data.ignored) foot.append(make("p", {}, `Ignored: ${text}`));
  foot.append(make("p", {}, "Made by guestlint. Recordings hold tokens, names and messages; masking goes by names and shapes: read this page before you share it."));
  if (data.sessions.length > 0) showSession(0);
  else {
    head.append(make("h1", {}, "Nothing to trace"));
    document.querySelector("main").remove();
  }
})();
