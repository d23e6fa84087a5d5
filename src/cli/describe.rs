//! `guestlint protocols NAME`: a protocol for a human, each fact with its source.

use std::io::{self, Write};

use crate::capture::Direction;
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::protocol::manifest::{Announced, Announcement, Limit, Manifest, Measure, Message, Sender};
use crate::rules::sequence::Words;
use crate::text::json::pointer::dotted;

use super::protocols::status;

/// Writes what a protocol is: where it is spoken, its messages, order, limits and codes.
pub(super) fn describe(out: &mut impl Write, protocol: &Protocol) -> io::Result<()> {
    let manifest = &protocol.manifest;
    writeln!(out, "{} ({})\n{}", manifest.name, status(manifest), manifest.summary)?;
    endpoints(out, manifest)?;
    messages(out, protocol)?;
    order(out, manifest)?;
    limits(out, manifest)?;
    codes(out, manifest)?;
    misplaced(out, manifest)?;
    writeln!(out, "\nSources")?;
    for (mark, source) in &manifest.sources {
        writeln!(out, "  [{mark}] {source}")?;
    }
    Ok(())
}

fn endpoints(out: &mut impl Write, manifest: &Manifest) -> io::Result<()> {
    writeln!(out, "\nEndpoint")?;
    for endpoint in &manifest.endpoints {
        let query: Vec<_> = endpoint.query.iter().map(|name| format!("{name}=…")).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        writeln!(out, "  {}{query} [{}]", endpoint.url, endpoint.source)?;
    }
    for host in &manifest.hosts {
        writeln!(out, "  wss://{}/…, as the server gives it out [{}]", host.host, host.source)?;
    }
    if let Some(documented) = &manifest.documented {
        writeln!(out, "  documented in its place: {}, {}", documented.name, documented.url)?;
    }
    Ok(())
}

fn messages(out: &mut impl Write, protocol: &Protocol) -> io::Result<()> {
    let manifest = &protocol.manifest;
    let width = manifest.messages.iter().map(|message| message.name.len()).max().unwrap_or(0);
    writeln!(out, "\nMessages (told apart by `{}`; * is required)", discriminators(protocol).join("`, `"))?;
    for message in &manifest.messages {
        let unused = if message.unused { ", used by nobody" } else { "" };
        writeln!(
            out,
            "  {:<width$}  {:<16}  {}{unused} [{}]",
            message.name,
            sender(message.direction),
            fields(protocol, message),
            message.source
        )?;
        for alias in &message.aliases {
            writeln!(out, "  {:<width$}  also named `{}` [{}]", "", alias.name, alias.source)?;
        }
    }
    Ok(())
}

fn order(out: &mut impl Write, manifest: &Manifest) -> io::Result<()> {
    if manifest.sequence.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nOrder")?;
    for rule in &manifest.sequence {
        let words =
            Words { message: "the frame".to_owned(), rate: LimitOverrides::default().rate(rule), ..Words::default() };
        let help = words.fill(&rule.help);
        writeln!(out, "  {}  {help} [{}]", rule.rule, rule.source)?;
    }
    Ok(())
}

fn limits(out: &mut impl Write, manifest: &Manifest) -> io::Result<()> {
    let none = LimitOverrides::default();
    let rules = manifest.sequence.iter();
    let rates = rules.filter_map(|rule| Some((rule, none.rate(rule)?)));
    let rates: Vec<_> = rates.collect();
    if manifest.limits.is_empty() && manifest.allowed.is_empty() && rates.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nLimits")?;
    for limit in &manifest.limits {
        let message = if limit.message == "*" { "every message" } else { &limit.message };
        writeln!(
            out,
            "  {}  {}: {message}, {} at most {}{}{} [{}]",
            limit.rule,
            limit.name,
            dotted(&limit.field),
            limit.max,
            unit(limit),
            announced(", or what", &limit.announced),
            limit.source
        )?;
    }
    for (rule, rate) in rates {
        writeln!(out, "  {}  {}: at most {} in {} [{}]", rule.rule, rule.id, rate.times(), rate.window(), rule.source)?;
    }
    for entry in &manifest.allowed {
        let what = match entry.by {
            Announcement::MediaTypes => "is of a type",
            Announcement::BlockedExtensions => "does not end in an extension",
        };
        writeln!(
            out,
            "  {}  {}, {} {what}{} [{}]",
            entry.rule,
            entry.message,
            dotted(&entry.field),
            announced(" that", &entry.announced),
            entry.source
        )?;
    }
    Ok(())
}

/// Where a session announces something, in words.
fn announced(link: &str, all: &[Announced]) -> String {
    let mut places: Vec<(&str, Vec<&str>)> = Vec::new();
    for one in all {
        match places.iter_mut().find(|(field, _)| *field == one.field) {
            Some((_, messages)) => messages.push(&one.message),
            None => places.push((&one.field, vec![&one.message])),
        }
    }
    let places: Vec<_> = places
        .into_iter()
        .map(|(field, messages)| format!("{} announced in {}", messages.join(" or "), dotted(field)))
        .collect();
    if places.is_empty() {
        return String::new();
    }
    format!("{link} {}", places.join(", or "))
}

fn unit(limit: &Limit) -> &'static str {
    match limit.count {
        Measure::Bytes | Measure::JsonBytes => " bytes",
        Measure::Characters => " characters",
        Measure::Value => "",
    }
}

fn codes(out: &mut impl Write, manifest: &Manifest) -> io::Result<()> {
    if manifest.codes.is_empty() && manifest.bodies.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nErrors that the server reports")?;
    for code in &manifest.codes {
        let over = if code.terminal { "; the session is over" } else { "" };
        writeln!(out, "  {:<4}  {}: {}{over} [{}]", code.code, code.name, code.meaning, code.source)?;
    }
    for body in &manifest.bodies {
        writeln!(out, "  \"{}…\": {} [{}]", body.text.trim_end(), body.meaning, body.source)?;
    }
    Ok(())
}

fn misplaced(out: &mut impl Write, manifest: &Manifest) -> io::Result<()> {
    if manifest.misplaced.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nFields that people put at a wrong place")?;
    for entry in &manifest.misplaced {
        let top = entry.to.matches('/').count() == 1;
        let place = if top { "at the top level".to_owned() } else { format!("in {}", dotted(&entry.to)) };
        let ignored = if entry.ignored { ", ignored where it stands" } else { "" };
        writeln!(out, "  {}: {} belongs {place}{ignored} [{}]", entry.message, dotted(&entry.from), entry.source)?;
    }
    Ok(())
}

fn sender(sender: Sender) -> &'static str {
    match sender {
        Sender::Client => "client to server",
        Sender::Server => "server to client",
        Sender::Both => "both ways",
        Sender::Rest => "REST body",
    }
}

/// The fields of a message, required ones marked with `*`.
fn fields(protocol: &Protocol, message: &Message) -> String {
    let Some(schema) = protocol.schema(message) else {
        return String::new();
    };
    let required = schema.value().get("required").and_then(serde_json::Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|other| other == name));
    let names = schema.properties("").filter(|name| !discriminators(protocol).iter().any(|field| field == name));
    let names: Vec<_> = names.map(|name| format!("{name}{}", if is_required(name) { "*" } else { "" })).collect();
    if names.is_empty() { "no fields".to_owned() } else { names.join(", ") }
}

/// The members that say what a message is, as a developer writes them.
fn discriminators(protocol: &Protocol) -> Vec<String> {
    let pointers = protocol.discriminators(Direction::Unknown);
    let mut fields: Vec<String> = pointers.map(crate::text::json::pointer::dotted).collect();
    fields.dedup();
    fields
}
