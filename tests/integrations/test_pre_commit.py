"""pre-commit builds the hook from this repository's HEAD, and runs it in another repository."""

import os
import unittest

from support import BUILD, GUESTLINT, ROOT, BAD, GOOD, Case, run, tool

CONFIG = """\
repos:
  - repo: {repository}
    rev: {revision}
    hooks:
      - id: {hook}
"""

# pre-commit builds in release. As the profile stands that takes minutes, and shows nothing more about a hook.
QUICK = {
    "CARGO_TARGET_DIR": str(BUILD / "cargo"),
    "CARGO_PROFILE_RELEASE_LTO": "off",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "16",
    "CARGO_PROFILE_RELEASE_OPT_LEVEL": "0",
    "CARGO_PROFILE_RELEASE_DEBUG": "false",
    "CARGO_PROFILE_RELEASE_STRIP": "false",
    "PRE_COMMIT_HOME": str(BUILD / "pre-commit"),
}


def environment(**more):
    """pre-commit takes over what git tells its own hooks; the tests may themselves run in one."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return own | QUICK | more


class PreCommit(Case):
    def hook(self, hook, payload, **more):
        repository = self.repository(payload)
        head = run(["git", "rev-parse", "HEAD"], cwd=ROOT).stdout.strip()
        config = CONFIG.format(repository=ROOT, revision=head, hook=hook)
        if hook == "guestlint":
            config += "        language_version: system\n"
        (repository / ".pre-commit-config.yaml").write_text(config)
        self.assert_status(0, run(["git", "add", "."], cwd=repository))
        pre_commit = [tool("pre-commit"), "run", "--color=never", *more.pop("options", ["--all-files"])]
        return run(pre_commit, cwd=repository, env=environment(**more))

    def test_the_manifest_is_valid(self):
        manifest = ROOT / ".pre-commit-hooks.yaml"
        self.assert_status(0, run([tool("pre-commit"), "validate-manifest", manifest], env=environment()))

    def test_a_bad_payload_fails_the_hook_that_is_built(self):
        result = self.hook("guestlint", BAD)
        self.assert_status(1, result)
        self.assertIn("GL201 missing-routing-data", result.stdout)
        self.assertIn("exit code: 1", result.stdout)
        self.assertNotIn("package.json", result.stdout)

    def test_a_good_payload_passes_the_hook_that_is_built(self):
        result = self.hook("guestlint", GOOD)
        self.assert_status(0, result)
        self.assertRegex(result.stdout, r"guestlint\.+Passed")

    def test_the_installed_one_is_taken_from_the_path(self):
        path = f"{GUESTLINT.parent}{os.pathsep}{os.environ['PATH']}"
        result = self.hook("guestlint-system", BAD, PATH=path)
        self.assert_status(1, result)
        self.assertIn("GL201 missing-routing-data", result.stdout)

    def test_a_change_of_other_files_does_not_run_it(self):
        result = self.hook("guestlint-system", BAD, options=["--files", ".pre-commit-config.yaml"])
        self.assert_status(0, result)
        self.assertRegex(result.stdout, r"\(no files to check\)Skipped")


if __name__ == "__main__":
    unittest.main()
