//! The commands and their options, as the program's help lists them.

use std::collections::BTreeSet;

use super::run;

/// The commands, as `--help` lists them.
pub fn commands() -> Vec<String> {
    let help = run(&["--help"]).stdout;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    let names = listed.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// The long options of a command.
pub fn options(command: &str) -> BTreeSet<String> {
    let help = run(&[command, "--help"]).stdout;
    let words = help.lines().filter_map(|line| {
        let line = line.trim_start();
        line.starts_with('-').then(|| line.split_whitespace())
    });
    let words = words.flatten().filter(|word| word.starts_with("--"));
    words
        .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
        .filter(|word| word.len() > 2)
        .map(|word| word.split(['=', '<', '[']).next().unwrap().to_owned())
        .collect()
}
