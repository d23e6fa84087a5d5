//! What is true of a rule's findings, whatever they are found in: the columns of the registry. Who decides something by a rule asks
//! them here, and never by the rule's code.

use super::Family;

/// The traits of a rule. What a row of the registry does not say is as in the rule's family.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traits {
    /// How findings can end a socket.
    pub ends: Ends,
    /// What findings repeat of the sentence that tells a bad end.
    pub tells: Tells,
    /// The help says what the end means (a status, a close code), so it stands where the end is told.
    pub explains_end: bool,
    /// The message holds a duration, which differs from one session to the next.
    pub timed: bool,
    /// It is about the deployment: what it is, what it allows, and whom.
    pub of_deployment: bool,
    /// It needs what only a configuration or an export says.
    pub needs_context: bool,
    /// It is true of a protocol, whatever is sent: the first finding of a run tells it, and the summary in a phrase.
    pub once: bool,
    /// A finding in a file may be known to the baseline. Not what would hide itself or what is in the file, and not what is told
    /// of whichever file comes first.
    pub in_baseline: bool,
    /// The part of an input that was not read where this is found.
    pub unread: Unread,
    /// How findings can be fixed.
    pub fixes: Fixes,
    /// Where a finding has no fix of its own, what the queue offers may be one.
    pub fixed_by_queue: bool,
    /// How far a check gets before a finding ends it.
    pub depth: Depth,
    /// A fix must not bring one, even where it is no error.
    pub bars_fix: bool,
    /// The row of a preflight's verdict.
    pub row: Row,
}

impl Traits {
    /// What holds for a family, unless a rule says otherwise.
    pub(super) const fn of(family: Family) -> Self {
        Self {
            ends: match family {
                Family::Endpoint => Ends::Refused,
                Family::Payload | Family::Sequence | Family::Context => Ends::Sent,
                Family::End | Family::Folder | Family::Project | Family::Input => Ends::Never,
            },
            tells: Tells::More,
            explains_end: false,
            timed: false,
            of_deployment: false,
            needs_context: matches!(family, Family::Context),
            once: false,
            // What is wrong with the project's settings would hide itself.
            in_baseline: !matches!(family, Family::Project),
            unread: Unread::Nothing,
            fixes: Fixes::Never,
            fixed_by_queue: false,
            depth: Depth::Whole,
            bars_fix: false,
            row: match family {
                Family::Endpoint => Row::Endpoint,
                Family::Payload => Row::Payloads,
                Family::Sequence => Row::Sequence,
                _ => Row::Inputs,
            },
        }
    }
}

/// How a rule's findings can end a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// They cannot.
    Never,
    /// The server refuses to open it; as an error.
    Refused,
    /// The client gives up on it, whatever the severity.
    GivenUp,
    /// The server ends it over what the client sent; as an error.
    Sent,
    /// The server says that it failed; as an error.
    Failed,
    /// The server says that it is over; a note is of an end that was asked for.
    Over,
}

/// What a rule's findings repeat of the sentence that tells how a session ended badly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tells {
    /// Nothing: they say more.
    More,
    /// How the socket ended.
    End,
    /// On the last frame of a session whose end is unknown: that nothing came back.
    Unanswered,
}

/// What of an input is not read where a rule finds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// All of it may have been read.
    Nothing,
    /// Its bytes.
    Bytes,
    /// Its format, which is not known.
    Format,
    /// The frames, which its tool left out.
    Frames,
    /// A message in it.
    Message,
}

impl Unread {
    /// Whether the input as a whole was not read, so that what was not found in it proves nothing.
    pub fn is_whole(self) -> bool {
        matches!(self, Unread::Bytes | Unread::Format)
    }
}

/// How the findings of a rule can be fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// They cannot.
    Never,
    /// Each fix is safe.
    Safe,
    /// Each fix needs somebody to look at it.
    Unsafe,
    /// Some are safe, others need somebody to look at them.
    Either,
}

/// How far a check gets before a finding ends it, the least first: what lies deeper is not found as long as the fault is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// The text is not JSON.
    Text,
    /// The JSON is a string that holds the payload.
    Wrapping,
    /// The payload does not say which message it is.
    Identity,
    /// The message is not known.
    Name,
    /// The URL is wrong, which hides what its query lacks.
    Url,
    /// It ends nothing.
    Whole,
}

/// A row of a preflight's verdict, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// Whether everything is of one region.
    Region,
    /// The socket's URL.
    Endpoint,
    /// The deployment's id and state.
    Deployment,
    /// The page's Origin.
    Origin,
    /// Whether guests must sign in.
    SignIn,
    /// What the deployment has switched on.
    Features,
    /// The queue.
    Queue,
    /// The language.
    Language,
    /// The attributes that the queue requires.
    Attributes,
    /// The payloads, each by itself.
    Payloads,
    /// The order of the payloads.
    Sequence,
    /// What no other row takes: files that cannot be read.
    Inputs,
}
