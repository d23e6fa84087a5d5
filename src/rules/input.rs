//! GL9xx: the input itself.

use crate::capture::{Note, Problem};
use crate::finding::Finding;
use crate::rule::*;
use crate::source::{Location, Source};
use crate::text::span::Span;

/// A file that cannot be opened or decoded (GL901).
pub fn unreadable(at: Location, why: &str) -> Finding {
    Finding::new(&GL901, at, format!("the file cannot be read: {why}"))
}

/// Bytes that are not valid in the input's encoding (GL901); the rest was read around them.
pub fn invalid_encoding(at: Location) -> Finding {
    Finding::new(&GL901, at, "the bytes here are not valid UTF-8; the rest was checked around them")
        .label("not UTF-8")
        .help("save the file as UTF-8: JSON is UTF-8 (RFC 8259, 8.1)")
}

/// An input that looks like nothing known (GL902).
pub fn unrecognised(at: Location, hint: Option<&str>, tried: &str) -> Finding {
    let finding = Finding::new(&GL902, at, "the input looks like no known payload or capture");
    match hint {
        Some(hint) => finding.help(hint.to_owned()),
        None => finding.help(format!("looked for {tried}; --format NAME says what it is")),
    }
}

/// What a reader had to say about the capture itself.
pub fn problem(source: &Source, problem: &Problem) -> Finding {
    match problem {
        Problem::Truncated { span, message } => Finding::new(
            &GL903,
            source.mark(*span, *span),
            message.clone(),
        )
        .label("cut here")
        .help("everything that is complete was checked; export the capture again for the rest"),
        Problem::Unread { span, message } => unread(source, *span, message),
        Problem::NoFrames {
            span,
            sockets,
            tool,
            help,
        } => {
            let plural = if *sockets == 1 { "socket" } else { "sockets" };
            Finding::new(
                &GL904,
                source.mark(*span, *span),
                format!("{tool} recorded {sockets} {plural}, but no frames"),
            )
            .help(help.clone())
        }
        Problem::NotRecorded {
            span,
            message,
            help,
        } => Finding::new(&GL904, source.mark(*span, *span), message.clone()).help(help.clone()),
        Problem::OtherVersion { span, message } => {
            Finding::new(&GL902, source.mark(*span, *span), message.clone())
                .help("it was read as far as it fits; record again with a current version where something is missing")
        }
        Problem::MissingFile { span, sockets, why } => {
            let whose = match sockets {
                1 => "the frames of this socket".to_owned(),
                many => format!("the frames of {many} sockets"),
            };
            Finding::new(
                &GL904,
                source.mark(*span, *span),
                format!("{whose} stand in a file beside the capture that cannot be read: {why}"),
            )
            .label("names the file")
            .help("give the archive (.har.zip, trace.zip) as it was written, or put the files that were in it back beside the capture; or record with content: \"embed\", which keeps everything in one file")
        }
        Problem::Mixed { span } => Finding::new(
            &GL908,
            source.mark(*span, *span),
            "connections overlap from here on, and the log does not say which of them a frame belongs to",
        )
        .help("rules on order were skipped for these frames; put each connection's id on its lines, as in `[conn 7]`, or log each connection to a file of its own"),
        Problem::OtherFormat { span, message } => {
            Finding::new(&GL902, source.mark(*span, *span), *message).help(
                "leave --format out, and the format is recognised; or name the one that it has",
            )
        }
        Problem::Encoding { span } => invalid_encoding(source.mark(*span, *span)),
        Problem::Malformed {
            span,
            extent,
            message,
            help,
        } => Finding::new(&GL210, source.mark(*span, *extent), message.clone())
            .label("here")
            .help(help.clone()),
    }
}

/// Frames whose sender the format does not record (GL905).
pub fn unknown_direction(source: &Source, extent: Span) -> Finding {
    Finding::new(&GL905, source.mark(extent, extent), "the format does not record who sent this frame")
        .help("rules on the order of frames were skipped; a HAR, or wscat on a terminal, records both directions")
}

/// A message behind a word that nobody knows, which either side may send (GL909).
pub fn guessed(at: Location) -> Finding {
    Finding::new(&GL909, at, "nothing on this line says who sent the message")
        .help("its content was checked, and rules on the order of frames were skipped; log frames with `send` or `recv` before them, or record a HAR")
}

/// A line of a log that holds a message which could not be read (GL909).
fn unread(source: &Source, extent: Span, message: &str) -> Finding {
    Finding::new(&GL909, source.mark(extent, extent), format!("this line holds `{message}`, and could not be read"))
        .help("it was not checked, and rules that need every frame were skipped; log the payload as JSON, with JSON.stringify(message), or record a HAR")
}

/// A payload that the log shortened (GL906); what wrote the log knows the `remedy`.
pub fn elided(at: Location, remedy: &str) -> Finding {
    Finding::new(&GL906, at, "the log shortened this payload: its fields were not checked").help(remedy)
}

/// A frame whose payload the capture does not hold, or that is not to be judged (GL906).
pub fn unchecked(at: Location, note: &Note) -> Finding {
    Finding::new(&GL906, at, &*note.what).help(&*note.help)
}

/// An object as a console prints it (GL907).
pub fn unparsed(at: Location) -> Finding {
    Finding::new(
        &GL907,
        at,
        "the log shows an object as its console prints it, not the JSON that was sent: it was not checked",
    )
    .help("log the text itself: console.log('Sending:', JSON.stringify(message))")
}
