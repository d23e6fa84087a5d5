//! Which message a payload is: GL203 (of the discriminator), GL205, GL206, GL213's kin GL215, GL214, GL313 and GL316.

use crate::capture::Direction;
use crate::finding::Finding;
use crate::protocol::Named;
use crate::protocol::manifest::{Message, Sender};
use crate::rule::*;
use crate::rules::fix;
use crate::rules::judge::Subject;
use crate::text::json::{self, Kind, Member, Node, pointer};

/// The message that a payload is.
pub(super) struct Identity<'p> {
    /// Absent when its name is unknown.
    pub(super) message: Option<&'p Message>,
    /// Neither name nor direction is wrong.
    pub(super) sound: bool,
    /// A client sent it, or would.
    pub(super) from_client: bool,
    pub(super) finding: Option<Box<Finding>>,
}

impl<'p> Subject<'_, 'p> {
    /// Says which message the payload is.
    ///
    /// # Errors
    /// The finding that says why that cannot be told.
    pub(super) fn identify(&self) -> Result<Identity<'p>, Box<Finding>> {
        let root = self.document.root();
        if !root.is_object() {
            return Err(Box::new(self.no_object(root)));
        }
        let Some((pointer, value)) = self.protocol.name_of(root, self.direction) else {
            return self.unnamed(root);
        };
        let field = pointer::dotted(pointer);
        let Some(name) = value.as_str() else {
            return Err(Box::new(
                Finding::new(
                    &GL203,
                    self.place.at(value.span()),
                    format!(
                        "`{field}` is {} and must be a string: the name of the message",
                        value.kind().with_article()
                    ),
                )
                .label("must be a string")
                .help(format!("the messages are {}", self.message_names()))
                .pointer(pointer),
            ));
        };
        Ok(self.named(name, pointer, value))
    }

    /// A payload without a discriminator: a body that is known by its fields, a frame where none belongs, or a fault.
    fn unnamed(&self, root: Node<'_>) -> Result<Identity<'p>, Box<Finding>> {
        let body = self.protocol.recognised_body(root);
        if let Some(message) = body.filter(|_| self.direction == Direction::Unknown) {
            return Ok(Identity { message: Some(message), sound: true, from_client: true, finding: None });
        }
        if self.direction == Direction::Client && self.protocol.is_receive_only() {
            let rather = self.protocol.manifest.discriminator.client_sends.as_ref();
            let rather = rather.map_or_else(String::new, |rather| format!(": {rather}"));
            return Err(Box::new(
                Finding::new(
                    &GL313,
                    self.place.whole(),
                    format!(
                        "the client sent a frame on a socket of {}, where only the server sends",
                        self.protocol.name()
                    ),
                )
                .label("sent by the client")
                .help(format!("send nothing on this socket{rather}")),
            ));
        }
        Err(Box::new(self.no_discriminator(root)))
    }

    /// The member that names a message sent in this direction, as a developer writes it.
    fn field(&self) -> String {
        let first = self.protocol.discriminators(self.direction).next();
        pointer::dotted(first.unwrap_or_default())
    }

    fn named(&self, name: &str, pointer: &str, value: Node<'_>) -> Identity<'p> {
        // Cutting and masking an excerpt costs more than all the rest: only for a finding.
        let at = || self.place.at(value.span());
        match self.protocol.named(name, self.direction) {
            Named::Message(message) => Identity {
                message: Some(message),
                sound: true,
                from_client: self.sent_by_client(message.direction),
                finding: None,
            },
            Named::Alias(message, alias) => Identity {
                message: Some(message),
                sound: true,
                from_client: false,
                finding: Some(Box::new(
                    Finding::new(
                        &GL316,
                        at(),
                        format!("the server's acknowledgement is named `{name}` here, not `{}`", message.name),
                    )
                    .label(format!("`{}` by the protocol", message.name))
                    .help(alias.note.clone())
                    .pointer(pointer),
                )),
            },
            Named::WrongDirection(message) => Identity {
                message: Some(message),
                sound: false,
                from_client: self.direction == Direction::Client,
                finding: Some(Box::new(self.wrong_direction(message, at()).pointer(pointer))),
            },
            Named::Unknown => Identity {
                message: None,
                sound: false,
                from_client: self.direction != Direction::Server,
                finding: Some(Box::new(self.unknown_name(name, value).pointer(pointer))),
            },
        }
    }

    fn sent_by_client(&self, sender: Sender) -> bool {
        match self.direction {
            Direction::Client => true,
            Direction::Server => false,
            Direction::Unknown => sender != Sender::Server,
        }
    }

    fn wrong_direction(&self, message: &Message, at: crate::source::Location) -> Finding {
        let (sent, owner) = match message.direction {
            Sender::Server => ("client", "server"),
            _ => ("server", "client"),
        };
        Finding::new(&GL313, at, format!("the {sent} sent `{}`, which only the {owner} sends", message.name))
            .label(format!("a message of the {owner}"))
            .help(format!(
                "if the capture is of the other side, its directions are reversed; otherwise the {sent} must not send it"
            ))
    }

    fn unknown_name(&self, name: &str, value: Node<'_>) -> Finding {
        let shown = crate::text::words::shorten(name);
        let finding = Finding::new(
            &GL205,
            self.place.at(value.span()),
            format!("`{shown}` is no message of {}", self.protocol.name()),
        );
        let severity = if self.direction == Direction::Server { Severity::Note } else { Severity::Error };
        let mut finding = finding.severity(severity).label("unknown message");
        finding.message_type = Some(shown);
        if self.direction == Direction::Unknown && self.frame.is_some() {
            // It may be the server's, and servers grow.
            finding.severity = Severity::Note;
        }
        match self.protocol.nearest_message(name) {
            Some(near) => {
                let is_one = matches!(self.protocol.named(near, self.direction), Named::Message(_));
                let safe = fix::is_case_alone(name, near);
                let fix = is_one.then(|| fix::replace_string(self.place, value, near, safe));
                finding.help(format!("did you mean `{near}`? Names compare with case")).fix(fix.flatten())
            }
            None if severity == Severity::Note => {
                finding.help("servers grow: a client should ignore messages that it does not know")
            }
            None => finding.help(format!("the messages are {}", self.message_names())),
        }
    }

    fn message_names(&self) -> String {
        let names: Vec<_> = self
            .protocol
            .manifest
            .messages
            .iter()
            .filter(|message| !message.unused)
            .filter(|message| {
                self.direction == Direction::Unknown
                    || message.direction == Sender::Both
                    || (message.direction == Sender::Client) == (self.direction == Direction::Client)
            })
            .map(|message| format!("`{}`", message.name))
            .collect();
        names.join(", ")
    }

    fn no_object(&self, root: Node<'_>) -> Finding {
        if root.as_str().is_some_and(holds_json) {
            return Finding::new(
                &GL214,
                self.place.at(root.span()),
                "the payload is a JSON string that holds JSON: it was encoded twice",
            )
            .label("a string, not an object")
            .help("call JSON.stringify once: the library, or a helper, already does it")
            .fix(fix::decode(self.place, root));
        }
        Finding::new(
            &GL206,
            self.place.at(root.span()),
            format!("the payload is {}, not an object", root.kind().with_article()),
        )
        .label("must be an object")
        .help(format!("a message is an object with a `{}` member", self.field()))
    }

    fn no_discriminator(&self, root: Node<'_>) -> Finding {
        let field = &self.field();
        for dialect in &self.protocol.manifest.dialects {
            let Some(member) = root.member(&dialect.field) else {
                continue;
            };
            let Some(name) = member.value().as_str() else {
                continue;
            };
            return self.other_dialect(field, &dialect.field, name, &dialect.looks_like, member);
        }
        let keys = root.members().map(|member| member.key());
        if let Some(near) = crate::protocol::near::nearest(field, keys).and_then(|key| root.member(key)) {
            return Finding::new(
                &GL206,
                self.place.at(near.key_span()),
                format!("the payload has no `{field}`, but `{}`", near.key()),
            )
            .label(format!("must be `{field}`"))
            .help(match near.key().eq_ignore_ascii_case(field) {
                true => format!("rename `{}` to `{field}`: keys compare with case", near.key()),
                false => format!("rename `{}` to `{field}`", near.key()),
            })
            .pointer(format!("/{field}"))
            .fix(fix::rename_key(self.place, root, near, field));
        }
        let start = root.span().start;
        Finding::new(
            &GL206,
            self.place.at(crate::text::span::Span::new(start, start + 1)),
            format!("the payload does not say which message it is: it has no `{field}`"),
        )
        .label(format!("no `{field}` in this object"))
        .help(format!("the messages are {}", self.message_names()))
        .pointer(format!("/{field}"))
    }

    fn other_dialect(&self, field: &str, key: &str, name: &str, looks_like: &str, member: Member<'_>) -> Finding {
        let meant = self.protocol.manifest.messages.iter();
        let meant = meant.map(|message| message.name.as_str()).find(|known| known.eq_ignore_ascii_case(name));
        // A name that is merely near (`onMessage`) is rather a message of the other dialect.
        let help = match meant {
            Some(known) => format!("rename the key: \"{field}\": \"{known}\""),
            None => format!("this looks like {looks_like}; messages here are {}", self.message_names()),
        };
        Finding::new(
            &GL215,
            self.place.at(member.key_span()),
            format!("the message type stands under `{key}`, and {} reads `{field}`", self.protocol.name()),
        )
        .label(format!("must be `{field}`"))
        .help(help)
        .pointer(format!("/{field}"))
        .fix(meant.and_then(|known| fix::name_message(self.place, self.document.root(), member, field, known)))
    }
}

/// Whether a string is the JSON text of an object, an array or once more a string.
fn holds_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[', '"'])
        && json::parse(text, json::PAYLOAD_DEPTH)
            .is_ok_and(|document| matches!(document.root().kind(), Kind::Object | Kind::Array | Kind::String))
}

#[cfg(test)]
mod tests;
