"""The job of templates/guestlint.yml, its inputs filled in as GitLab does, run in bash and in sh."""

import json
import os
import re
import unittest
import xml.etree.ElementTree

import yaml

from support import BAD, GOOD, GUESTLINT, ROOT, Case, documented, run, stub, tool

SPEC, JOBS = yaml.safe_load_all((ROOT / "templates" / "guestlint.yml").read_text())
INPUTS = SPEC["spec"]["inputs"]
INPUT = re.compile(r"\$\[\[ inputs\.([\w-]+) \]\]")
SHELLS = [["bash", "-eo", "pipefail"], ["sh", "-e"]]


def filled(value, inputs):
    """GitLab fills inputs into values that are already parsed: what they hold cannot change the form."""
    if isinstance(value, dict):
        return {filled(key, inputs): filled(item, inputs) for key, item in value.items()}
    if isinstance(value, list):
        return [filled(item, inputs) for item in value]
    if isinstance(value, str):
        return INPUT.sub(lambda found: inputs[found[1]], value)
    return value


def jobs(**inputs):
    """The configuration that comes of these inputs, and the defaults of the others."""
    values = {name: spec["default"] for name, spec in INPUTS.items()}
    return filled(JOBS, values | {name.replace("_", "-"): value for name, value in inputs.items()})


class Job(Case):
    def job(self, shell, directory, **inputs):
        (job,) = jobs(**inputs).values()
        script = self.folder / "job.sh"
        script.write_text("\n".join(job["before_script"] + job["script"]))
        variables = {name: variable["value"] for name, variable in job["variables"].items()}
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, **variables, "PATH": path, "CI_PROJECT_DIR": str(directory)}
        return run([*shell, script], cwd=directory, env=environment)

    def setUp(self):
        super().setUp()
        (self.folder / "bin").mkdir()
        (self.folder / "bin" / "guestlint").symlink_to(GUESTLINT)

    def reports(self, repository):
        """What the job says that GitLab shall read."""
        named = jobs()["guestlint"]["artifacts"]["reports"]
        codequality = json.loads((repository / named["codequality"]).read_text())
        junit = xml.etree.ElementTree.parse(repository / named["junit"]).getroot()
        return codequality, junit

    def test_what_is_found_fails_the_job_and_is_reported(self):
        repository = self.repository(BAD)
        for shell in SHELLS:
            with self.subTest(shell[0]):
                result = self.job(shell, repository)
                self.assert_status(1, result)
                self.assertIn("GL201 missing-routing-data", result.stdout)
                codequality, junit = self.reports(repository)
                found = {(entry["check_name"], entry["location"]["path"]) for entry in codequality}
                self.assertEqual(1, sum("GL201" in name and path == "chat/payload.json" for name, path in found), found)
                self.assertEqual("1", junit.get("failures"))
                self.assertEqual("always", jobs()["guestlint"]["artifacts"]["when"])

    def test_a_good_payload_passes(self):
        repository = self.repository(GOOD)
        self.assert_status(0, self.job(SHELLS[0], repository))
        codequality, junit = self.reports(repository)
        self.assertEqual([], codequality)
        self.assertEqual("0", junit.get("failures"))

    def test_inputs_become_arguments_one_a_line(self):
        repository = self.repository(BAD)
        (repository / "with space.json").write_text(GOOD)
        for shell in SHELLS:
            with self.subTest(shell[0]):
                result = self.job(shell, repository, paths="chat\nwith space.json", args="--max-findings=5\n-v", fail_on="never")
                self.assert_status(0, result)
                self.assertIn("Checked 2 files, 2 payloads: 1 error", result.stdout)

    def test_what_an_input_holds_is_never_run(self):
        repository = self.repository(BAD)
        hostile = "$(touch hostile) `touch hostile`; touch hostile"
        for shell in SHELLS:
            with self.subTest(shell[0]):
                self.assert_status(2, self.job(shell, repository, paths=hostile, args=hostile))
                self.assertFalse((repository / "hostile").exists())

    def test_it_is_built_from_the_repository_that_is_named(self):
        calls = self.folder / "calls"
        stub(self.folder / "bin", "cargo", f'echo "$*" >>"{calls}"')
        address = "https://git.example/guestlint.git"
        repository = self.repository(GOOD)
        for version, tag in [("", ""), ("0.1.0", "--tag v0.1.0 ")]:
            calls.unlink(missing_ok=True)
            self.assert_status(0, self.job(SHELLS[1], repository, repository=address, version=version))
            self.assertEqual(f"install --locked --root .guestlint --git {address} {tag}guestlint\n", calls.read_text())


class Form(Case):
    def test_the_schema_accepts_the_header_and_the_job(self):
        """A schema judges one document; the template is two."""
        for name, document in [("header", SPEC), ("job", jobs())]:
            with self.subTest(name):
                file = self.folder / f"{name}.yml"
                file.write_text(yaml.safe_dump(document))
                self.assert_status(0, run([tool("check-jsonschema"), "--builtin-schema", "vendor.gitlab-ci", file]))

    def test_the_script_holds_no_input_and_every_input_is_used(self):
        (job,) = JOBS.values()
        self.assertNotIn("$[[", "".join(job["before_script"] + job["script"]))
        self.assertEqual(set(INPUTS), set(INPUT.findall(yaml.safe_dump(JOBS, width=1000))))
        for variable in job["variables"].values():
            self.assertIs(False, variable["expand"])

    def test_every_input_is_documented(self):
        self.assertEqual(set(INPUTS), documented("GitLab"))


if __name__ == "__main__":
    unittest.main()
