// Reports as their readers see them: Microsoft's validator of SARIF, and junitparser.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = process.env.GUESTLINT ?? join(root, "target/debug/guestlint");
const python = process.env.PYTHON ?? fileURLToPath(new URL(".venv/bin/python", import.meta.url));
const multitool = createRequire(import.meta.url)("@microsoft/sarif-multitool");
// npm may be set to run no scripts of packages, and this one's makes it executable.
chmodSync(multitool, 0o755);

const folder = mkdtempSync(join(tmpdir(), "guestlint-readers-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const forged = `]]>::error::<script>alert(1)</script>|\`[x](http://evil){0}&amp;\\u001b\\r\\n\\u202e\\ufffe\\ud800`;
const hostile = join(folder, "a b#%é]]>&'<x>.ndjson");
const frame = JSON.stringify(`{"type":"startChat","queueId":"${forged}","${forged}":1,"${forged}":2}`);
writeFileSync(
  hostile,
  `{"event":"open","url":"wss://api.mypurecloud.com/api/v2/guest/conversations/websocket"}\n` +
    `{"event":"send","data":${frame}}\n{"event":"close","code":1011,"reason":"${forged}"}\n`,
);

const inputs = {
  "invalid fixtures": ["fixtures/invalid", "--all", "--max-findings", "100000"],
  "the field report": ["fixtures/field-report"],
  "valid fixtures": ["fixtures/valid"],
  "hostile input": [hostile, "--all", "--show-values"],
  "a file that is missing": ["fixtures/field-report/session.ndjson", "no/such.har"],
};

/// The paths of the reports on an input, and the JSON report's content.
function reports(name) {
  const path = (kind) => join(folder, `${name}.${kind}`);
  const outputs = ["json", "sarif", "junit"].flatMap((kind) => ["--output", `${kind}=${path(kind)}`]);
  const ran = spawnSync(program, ["check", ...inputs[name], ...outputs], { cwd: root, encoding: "utf8" });
  assert.ok([0, 1, 2].includes(ran.status), ran.stderr);
  return { sarif: path("sarif"), junit: path("junit"), findings: JSON.parse(readFileSync(path("json"), "utf8")).findings };
}

/// What the validator finds, but for notes. Its rules for GitHub code scanning (Ghas) are among them.
function validate(sarif) {
  const found = `${sarif}.found`;
  execFileSync(
    multitool,
    ["validate", sarif, "--output", found, "--level", "Error;Warning", "--rule-kind", "Sarif;Ghas", "--log", "ForceOverwrite"],
    { encoding: "utf8", stdio: "pipe", env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" } },
  );
  const [run] = JSON.parse(readFileSync(found, "utf8")).runs;
  assert.equal(run.invocations[0].executionSuccessful, true);
  return (run.results ?? []).map(({ ruleId, level = "warning", message, locations }) => ({
    ruleId, level, message: message.text ?? JSON.stringify(message.arguments), at: locations?.[0]?.physicalLocation?.region?.startLine,
  }));
}

// The project has no page yet that a report could lead to.
const accepted = new Set(["SARIF2005"]);

for (const name of Object.keys(inputs)) {
  test(`SARIF on ${name} has no fault`, () => {
    const found = validate(reports(name).sarif);
    assert.deepEqual(found.filter(({ ruleId, level }) => level === "error" || !accepted.has(ruleId)), []);
  });

  test(`JUnit on ${name} is read as it was meant`, () => {
    const { junit, findings } = reports(name);
    const read = JSON.parse(execFileSync(python, [fileURLToPath(new URL("read_junit.py", import.meta.url)), junit], { encoding: "utf8" }));
    assert.deepEqual(read.stated, read.counted);
    const failures = read.cases.flatMap(({ results }) => results).filter(({ kind }) => kind === "Failure");
    const errors = findings.filter(({ severity }) => severity === "error");
    const told = (code, rule, message) => `${code} ${rule}: ${message}`;
    assert.deepEqual(failures.map(({ message }) => message), errors.map(({ code, rule, message }) => told(code, rule, message)));
    const broken = read.cases.flatMap(({ results }) => results).filter(({ kind }) => kind === "Error");
    assert.equal(broken.length, name === "a file that is missing" ? 1 : 0);
    const names = read.cases.map(({ class: group, name }) => `${group} ${name}`);
    assert.equal(new Set(names).size, names.length);
  });
}

test("the validator finds the fault of a report that has one", () => {
  const path = reports("the field report").sarif;
  const report = JSON.parse(readFileSync(path, "utf8"));
  report.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri = "a b c%zz";
  report.runs[0].results[1].ruleIndex = 999;
  writeFileSync(path, JSON.stringify(report));
  assert.notDeepEqual(validate(path).filter(({ level }) => level === "error"), []);
});
