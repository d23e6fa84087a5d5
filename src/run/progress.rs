//! How far a run is, for whoever wants to show it.

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// Files that were looked at.
    pub done: usize,
    /// The file that is looked at next, as reports name it.
    pub file: &'p str,
}

/// What is told of each file.
type Listener<'r> = Box<dyn FnMut(Progress<'_>) + 'r>;

/// Counts the files of a run, and tells who listens.
#[derive(Default)]
pub(crate) struct Steps<'r> {
    done: usize,
    listener: Option<Listener<'r>>,
}

impl<'r> Steps<'r> {
    pub(crate) fn listen(&mut self, listener: impl FnMut(Progress<'_>) + 'r) {
        self.listener = Some(Box::new(listener));
    }

    /// A file is looked at.
    pub(crate) fn begin(&mut self, file: &str) {
        if let Some(listener) = &mut self.listener {
            listener(Progress { done: self.done, file });
        }
        self.done += 1;
    }
}
