//! Where reports may go: refused before anything is checked, for a long run must not end in a report that cannot be written.

use std::path::{Path, PathBuf};

use crate::error::Error;

use super::output::{Kind, Output};

/// Refuses outputs that get into each other's way, that have no folder, or that would write over one of the inputs.
pub(super) fn check<K: Kind>(outputs: &[Output<K>], inputs: &[PathBuf]) -> Result<(), Error> {
    let on_stdout = outputs.iter().filter(|output| output.path().is_none());
    if on_stdout.count() > 1 {
        return Err(Error::new(
            "only one --output can go to standard output: give the others a path, as in json=report.json",
        ));
    }
    let inputs = inputs.iter().filter(|input| input.as_os_str() != "-");
    let inputs: Vec<PathBuf> = inputs.filter_map(|input| file(input)).collect();
    let mut taken = Vec::new();
    for path in outputs.iter().filter_map(Output::path) {
        check_folder(path)?;
        let Some(target) = file(path) else {
            continue;
        };
        if inputs.contains(&target) {
            return Err(Error::new(format!(
                "{} is one of the inputs: --output must name another file",
                path.display()
            )));
        }
        if taken.contains(&target) {
            return Err(Error::new(format!(
                "two reports cannot go to one file: {} stands in --output twice",
                path.display()
            )));
        }
        taken.push(target);
    }
    Ok(())
}

fn check_folder(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Err(Error::new(format!("cannot write {}: it is a folder", path.display())));
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Error::new(format!("cannot write {}: there is no folder {}", path.display(), folder.display())))
        }
        _ => Ok(()),
    }
}

/// The one name of a file that is or will be; nothing for what can be written to twice, such as a device.
fn file(path: &Path) -> Option<PathBuf> {
    if let Ok(real) = path.canonicalize() {
        return real.is_file().then_some(real);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    Some(folder.canonicalize().ok()?.join(path.file_name()?))
}
