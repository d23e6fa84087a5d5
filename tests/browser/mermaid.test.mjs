// The diagrams, drawn by Mermaid itself.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { close, file, guestlint, open } from "./setup.mjs";

const script = join(dirname(createRequire(import.meta.url).resolve("mermaid")), "mermaid.min.js");
let page;
let problems;

before(async () => {
  ({ page, problems } = await open());
  await page.setContent("<!doctype html><title>diagrams</title><body></body>");
  await page.addScriptTag({ path: script });
  await page.evaluate(() => globalThis.mermaid.initialize({ startOnLoad: false, securityLevel: "strict" }));
});
after(close);

/// The diagrams in Markdown, as GitHub and GitLab find them.
const diagrams = (markdown) => [...markdown.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)].map((match) => match[1]);

/// What Mermaid makes of a diagram: its arrows, and all its text.
async function draw(diagram) {
  return page.evaluate(async (text) => {
    const { svg } = await globalThis.mermaid.render(`d${Math.random().toString(36).slice(2)}`, text);
    document.body.innerHTML = svg;
    const drawn = document.querySelector("svg");
    return {
      arrows: drawn.querySelectorAll(".messageLine0, .messageLine1").length,
      notes: drawn.querySelectorAll("rect.note").length,
      text: [...drawn.querySelectorAll("text")].map((element) => element.textContent).join("\n"),
      // Texts that are wider than the box that they stand in.
      tooWide: [...drawn.querySelectorAll("rect.note")].flatMap((box) => {
        const room = box.getBoundingClientRect().width;
        const texts = [...box.parentElement.querySelectorAll("text")];
        return texts.filter((element) => element.getBoundingClientRect().width > room).map((element) => element.textContent);
      }),
      foreign: document.querySelectorAll("script").length - document.querySelectorAll("head script").length,
    };
  }, diagram);
}

test("a session is drawn with all its frames", async () => {
  const [diagram, ...more] = diagrams(guestlint("trace", "fixtures/field-report/session.ndjson", "--output", "mermaid"));
  assert.equal(more.length, 0);
  const drawn = await draw(diagram);
  assert.equal(drawn.arrows, 3);
  assert.ok(!drawn.text.includes("Syntax error"));
  assert.equal(drawn.notes, 8);
  assert.deepEqual(drawn.tooWide, []);
  for (const words of ["1 connect", "3 startChat", "error GL201 startChat has no routingData", "dropped without a Close frame (1006)"]) {
    assert.ok(drawn.text.includes(words), `${words} is missing in\n${drawn.text}`);
  }
});

test("each session of a capture is a diagram of its own", async () => {
  const all = diagrams(guestlint("trace", "fixtures/trace/several.ndjson", "--output", "mermaid"));
  const arrows = [];
  for (const diagram of all) arrows.push((await draw(diagram)).arrows);
  assert.deepEqual(arrows, [3, 5]);
});

test("text of a capture stays text", async () => {
  const [diagram, ...more] = diagrams(guestlint("trace", "fixtures/trace/hostile.ndjson", "--output", "mermaid"));
  assert.equal(more.length, 0);
  const drawn = await draw(diagram);
  assert.equal(drawn.arrows, 7);
  assert.equal(drawn.foreign, 0);
  for (const words of ["</script><script>alert(1)</script><!--;#`%%{}", "5 wrap: $$x^2$$ ﬂ°°60¶ß end", "名前が長い消息😀", "\\u{202e}"]) {
    assert.ok(drawn.text.includes(words), `${words} is missing in\n${drawn.text}`);
  }
});

test("a frame of an unknown sender, and every kind of end, can be drawn", async () => {
  const captures = [
    ["fixtures/invalid/GL905-wscat-through-a-pipe.txt", 1],
    ["fixtures/invalid/GL109-refused-with-403.ndjson", 0],
    ["fixtures/invalid/GL216-bytes-for-text.har", 6],
  ];
  for (const [capture, arrows] of captures) {
    const [diagram] = diagrams(guestlint("trace", capture, "--output", "mermaid"));
    assert.equal((await draw(diagram)).arrows, arrows, capture);
  }
});

test("a long session fits into Mermaid's limits", async () => {
  const frames = [];
  for (let number = 0; number < 3000; number++) {
    const text = JSON.stringify({ type: `unknown message number ${number} with a long name`, [`field${number}`]: "x" });
    frames.push(JSON.stringify({ event: number % 2 ? "recv" : "send", data: text }));
  }
  const capture = file("long.ndjson");
  writeFileSync(capture, `${frames.join("\n")}\n`);
  const [diagram] = diagrams(guestlint("trace", capture, "--protocol", "guest-conversations", "--output", "mermaid"));
  const drawn = await draw(diagram);
  assert.ok(drawn.arrows >= 25 && drawn.arrows <= 100, `${drawn.arrows} arrows`);
  assert.match(drawn.text, /frames are left out/);
  assert.deepEqual(problems, []);
});
