"""The archives that the release workflow packs are those that Cargo.toml tells cargo binstall to look for."""

import os
import tarfile
import tomllib
import unittest
import zipfile

import yaml

from support import GUESTLINT, ROOT, Case, run, stub

PACKAGE = tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]
BINSTALL = PACKAGE["metadata"]["binstall"]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text())["jobs"]["build"]
TARGETS = [row["target"] for row in WORKFLOW["strategy"]["matrix"]["include"]]
ZIP = "import shutil, sys; name = sys.argv[2]; shutil.make_archive(name[:-4], 'zip', '.', sys.argv[3])"


def archive(target):
    """The name of a target's archive, and the path of the program in it, as cargo binstall fills its templates in."""
    form = BINSTALL["overrides"].get(target, {}).get("pkg-fmt", BINSTALL["pkg-fmt"])
    values = {"repo": "https://git.example/guestlint", "name": "guestlint", "bin": "guestlint"}
    values |= {"target": target, "version": PACKAGE["version"], "archive-suffix": f".{form}"}
    values["binary-ext"] = ".exe" if "windows" in target else ""
    filled = []
    for template in [BINSTALL["pkg-url"], BINSTALL["bin-dir"]]:
        for name, value in values.items():
            template = template.replace("{ %s }" % name, value)
        filled.append(template)
    return filled[0].rsplit("/", 1)[1], filled[1]


class Release(Case):
    def script(self, name):
        (step,) = [step for step in WORKFLOW["steps"] if step.get("name") == name]
        return step["run"]

    def step(self, name, tag, **more):
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        environment = {**os.environ, "GITHUB_REF_NAME": tag, "PATH": path, **more}
        return run(["bash", "-eo", "pipefail", "-c", self.script(name)], cwd=self.folder, env=environment)

    def test_each_archive_is_the_one_that_binstall_looks_for(self):
        stub(self.folder / "bin", "7z", f'exec python3 -c "{ZIP}" "$@"')
        for name in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"]:
            (self.folder / name).write_bytes((ROOT / name).read_bytes())
        for target in TARGETS:
            with self.subTest(target):
                name, program = archive(target)
                built = self.folder / "target" / target / "release"
                built.mkdir(parents=True)
                (built / program.rsplit("/", 1)[1]).write_text("the program")
                self.assert_status(0, self.step("Pack", f"v{PACKAGE['version']}", TARGET=target))
                packed = self.folder / "dist" / name
                if name.endswith(".zip"):
                    names = zipfile.ZipFile(packed).namelist()
                else:
                    names = tarfile.open(packed).getnames()
                self.assertIn(program, names)
                self.assertIn(f"{program.split('/')[0]}/LICENSE-MIT", names)
                self.assertEqual([], [path.name for path in (self.folder / "dist").iterdir() if path.is_dir()])

    def test_a_tag_of_another_version_is_refused(self):
        metadata = f'{{"packages": [{{"version": "{PACKAGE["version"]}"}}]}}'
        stub(self.folder / "bin", "cargo", f"echo '{metadata}'")
        stub(self.folder / "bin", "jq", "exec python3 -c 'import json, sys; print(json.load(sys.stdin)[\"packages\"][0][\"version\"])'")
        self.assert_status(0, self.step("Compare the tag with the version", f"v{PACKAGE['version']}"))
        result = self.step("Compare the tag with the version", "v99.0.0")
        self.assert_status(1, result)
        self.assertIn("::error::the tag is v99.0.0", result.stdout)

    def test_the_program_says_the_version_of_the_package(self):
        result = run([GUESTLINT, "--version"])
        self.assertEqual(f"guestlint {PACKAGE['version']}\n", result.stdout)


if __name__ == "__main__":
    unittest.main()
