"""The steps of action.yml, run as a GitHub runner runs them."""

import json
import os
import pathlib
import re
import unittest

import yaml

from support import BAD, GOOD, GUESTLINT, ROOT, Case, documented, run, stub, tool

ACTION = yaml.safe_load((ROOT / "action.yml").read_text())
STEPS = {step.get("id", step["name"]): step for step in ACTION["runs"]["steps"]}
FILES = ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_STEP_SUMMARY"]
EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")


class Action(Case):
    def setUp(self):
        super().setUp()
        self.bin = self.folder / "bin"
        self.bin.mkdir()
        self.runner = {name: str(self.folder / name) for name in FILES}
        self.runner |= {"RUNNER_TEMP": str(self.folder / "temp"), "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64"}
        (self.folder / "temp").mkdir()

    def step(self, name, directory, inputs=None, outputs=None):
        """Runs a step; values come into its environment by the expressions that stand in action.yml."""
        values = {f"inputs.{key}": spec["default"] for key, spec in ACTION["inputs"].items()}
        values |= {f"inputs.{key}": value for key, value in (inputs or {}).items()}
        values |= {f"steps.check.outputs.{key}": value for key, value in (outputs or {}).items()}
        values["github.action_path"] = str(ROOT)
        step = STEPS[name]
        self.assertEqual("bash", step["shell"])
        expressions = step.get("env", {}).items()
        own = {key: EXPRESSION.sub(lambda found: values[found[1]], text) for key, text in expressions}
        for file in FILES:
            (self.folder / file).write_text("")
        script = self.folder / "step.sh"
        script.write_text(step["run"])
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **self.runner, **own, "PATH": path}
        environment["GITHUB_WORKSPACE"] = str(directory)
        return run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=directory, env=environment)

    def written(self, file):
        return (self.folder / file).read_text()

    def outputs(self):
        return dict(line.split("=", 1) for line in self.written("GITHUB_OUTPUT").splitlines())

    def check(self, payload, **inputs):
        (self.bin / "guestlint").symlink_to(GUESTLINT)
        named = {name.replace("_", "-"): value for name, value in inputs.items()}
        return self.step("check", self.repository(payload), named)


class Check(Action):
    def test_what_is_found_is_annotated_summed_up_and_fails_the_last_step(self):
        result = self.check(BAD)
        self.assert_status(0, result)
        self.assertIn("::error file=chat/payload.json,line=1,", result.stdout)
        self.assertIn("GL201", self.written("GITHUB_STEP_SUMMARY"))
        outputs = self.outputs()
        self.assertEqual("1", outputs["status"])
        results = json.loads(pathlib.Path(outputs["sarif"]).read_text())["runs"][0]["results"]
        self.assertIn("GL201", [result["ruleId"] for result in results])
        self.assert_status(1, self.step("Verdict", self.folder, outputs=outputs))

    def test_a_good_payload_passes(self):
        self.assert_status(0, self.check(GOOD))
        outputs = self.outputs()
        self.assertEqual("0", outputs["status"])
        self.assertIn("sarif", outputs)
        self.assertNotEqual("", self.written("GITHUB_STEP_SUMMARY"))
        self.assert_status(0, self.step("Verdict", self.folder, outputs=outputs))

    def test_inputs_become_arguments_one_a_line(self):
        result = self.check(BAD, paths="chat\npackage.json\n", args="--max-findings=5\n\n-v\n", fail_on="never")
        self.assert_status(0, result)
        self.assertEqual("0", self.outputs()["status"], result.stdout)
        self.assertIn("file=package.json", result.stdout)

    def test_what_an_input_holds_is_never_run(self):
        hostile = "$(touch hostile) `touch hostile`; touch hostile"
        result = self.check(BAD, paths=hostile, args=hostile, fail_on="")
        self.assertEqual("2", self.outputs()["status"], result.stdout)
        self.assertFalse((self.folder / "repository" / "hostile").exists())

    def test_an_option_among_the_paths_is_a_path(self):
        result = self.check(GOOD, paths="--version")
        self.assertEqual("2", self.outputs()["status"], result.stdout)

    def test_wrong_usage_leaves_no_report_to_upload(self):
        result = self.check(BAD, args="--no-such-option")
        self.assertEqual({"status": "2"}, self.outputs(), result.stdout)
        self.assert_status(2, self.step("Verdict", self.folder, outputs=self.outputs()))


class Install(Action):
    def test_the_key_of_the_cache_names_what_is_built(self):
        self.assert_status(0, self.step("look", self.folder))
        self.assertRegex(self.outputs()["key"], r"^guestlint-Linux-X64-[0-9a-f]{40,}$")
        self.assertEqual(f"{self.folder}/temp/guestlint/bin\n", self.written("GITHUB_PATH"))

    def test_one_that_is_installed_is_looked_for(self):
        stub(self.bin, "guestlint", "exit 0")
        self.assert_status(0, self.step("look", self.folder, {"version": "installed"}))
        self.assertEqual("", self.written("GITHUB_PATH"))

    def test_a_version_that_cannot_be_had_is_refused(self):
        for version, words in [("installed", "no guestlint is on the PATH"), ("0.1.0", "the action's ref")]:
            with self.subTest(version):
                result = self.step("look", self.folder, {"version": version})
                self.assert_status(2, result)
                self.assertIn("::error", result.stdout)
                self.assertIn(words, result.stdout)

    def install(self, script):
        """What cargo is called with, where it answers as the script does."""
        calls = self.folder / "calls"
        stub(self.bin, "cargo", f'echo "$*" >>"{calls}"\n{script}')
        self.assert_status(0, self.step("Install guestlint", self.folder))
        return calls.read_text().splitlines() if calls.exists() else []

    def test_a_released_archive_is_taken_where_binstall_is(self):
        calls = self.install("exit 0")
        self.assertEqual(2, len(calls))
        self.assertRegex(calls[1], rf"^binstall .*--manifest-path {ROOT}/Cargo.toml --root \S+ guestlint$")

    def test_without_an_archive_or_binstall_it_is_built_from_the_actions_source(self):
        root = self.folder / "temp" / "guestlint"
        build = f"install --locked --path {ROOT} --root {root}"
        without = "[ $1 = install ]"
        for script in [without, '[ "$1 $2" = "binstall -V" ] || ' + without]:
            with self.subTest(script):
                self.assertEqual(build, self.install(script)[-1])

    def test_what_the_cache_holds_is_not_built_again(self):
        stub_folder = self.folder / "temp" / "guestlint"
        stub_folder.mkdir()
        stub(stub_folder / "bin", "guestlint", "exit 0")
        self.assertEqual([], self.install("exit 1"))


class Form(Case):
    def test_the_schemas_accept_both_files(self):
        files = {"github-actions": "action.yml", "github-workflows": ".github/workflows/release.yml"}
        for schema, file in files.items():
            with self.subTest(file):
                check = [tool("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", ROOT / file]
                self.assert_status(0, run(check))

    def test_scripts_hold_no_expression(self):
        release = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())
        steps = [step for job in release["jobs"].values() for step in job["steps"]]
        for step in ACTION["runs"]["steps"] + steps:
            self.assertNotIn("${{", step.get("run", ""), step)

    def test_every_input_is_used_and_every_one_used_is_there(self):
        text = (ROOT / "action.yml").read_text()
        self.assertEqual(set(ACTION["inputs"]), set(re.findall(r"inputs\.([\w-]+)", text)))

    def test_every_input_is_documented(self):
        self.assertEqual(set(ACTION["inputs"]), documented("GitHub Actions"))


if __name__ == "__main__":
    unittest.main()
