//! Completion scripts and manual pages: current, whole, and accepted by those who read them.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::common::commands::{commands, options};
use crate::common::run;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "elvish"];

#[test]
fn every_option_is_in_every_script_and_on_its_page() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    assert_eq!(run(&["man", "--out", out]).exit, 0);
    let commands = commands();
    assert!(commands.len() > 8, "{commands:?}");
    for shell in SHELLS {
        let script = run(&["completions", shell]).stdout;
        for command in &commands {
            assert!(script.contains(command.as_str()), "{shell} {command}");
            for option in options(command) {
                // Fish writes options without their dashes.
                let bare = option.trim_start_matches('-');
                assert!(script.contains(bare), "{shell} {command} {option}");
            }
        }
    }
    for command in &commands {
        let path = folder.path().join(format!("guestlint-{command}.1"));
        let page = std::fs::read_to_string(path).unwrap().replace("\\-", "-");
        for option in options(command) {
            assert!(page.contains(&option), "{command} {option}");
        }
    }
    assert!(folder.path().join("guestlint.1").exists());
}

/// Whether a program that is installed accepts the text; `None` where it is not.
fn accepted(program: &str, arguments: &[&str], text: &str) -> Option<(bool, String)> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    Some((output.status.success() && told.is_empty(), told))
}

#[test]
fn shells_accept_their_scripts() {
    let mut asked = 0;
    for (shell, arguments) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"])] {
        let script = run(&["completions", shell]).stdout;
        if let Some((accepted, told)) = accepted(shell, arguments, &script) {
            assert!(accepted, "{shell}: {told}");
            asked += 1;
        }
    }
    assert!(asked > 0, "not even bash is installed");
}

#[test]
fn bash_completes_a_format() {
    let script = run(&["completions", "bash"]).stdout;
    let asking = format!(
        "{script}\nCOMP_WORDS=(guestlint check --format h); COMP_CWORD=3; _guestlint guestlint h --format; printf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    );
    let output = Command::new("bash").args(["-c", &asking]).output().unwrap();
    let replies = String::from_utf8(output.stdout).unwrap();
    assert!(replies.lines().any(|reply| reply == "har"), "{replies}");
}

#[test]
fn the_manual_is_a_manual() {
    let page = run(&["man"]).stdout;
    assert!(page.contains(".TH guestlint 1"), "{page}");
    if let Some((accepted, told)) = accepted("groff", &["-man", "-ww", "-Tutf8"], &page) {
        assert!(accepted, "{told}");
    }
}

#[test]
fn a_shell_that_is_not_known() {
    let ran = run(&["completions", "cmd"]);
    assert_eq!(ran.exit, 2);
    assert!(ran.stderr.contains("powershell"), "{}", ran.stderr);
}
