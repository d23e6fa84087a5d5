//! The HTTP messages that open a socket, where the capture keeps them.

use crate::capture::kit::websocket::socket_url;
use crate::capture::kit::{part, prefixed, string, trimmed};
use crate::capture::{Located, Open, Stamp, Timestamp};
use crate::text::span::Span;

use super::packet::Layer;

/// One half of a handshake.
pub(super) enum Handshake<'s> {
    /// A client asks for a socket.
    Request(Open<'s>),
    /// A server answers some request; the place is that of the status.
    Response(Open<'s>, Span),
}

/// What `layer` says about a socket; `tls`: it came through TLS.
pub(super) fn handshake<'s>(
    whole: &Located<'s>,
    layer: &Layer<'_>,
    tls: bool,
    time: Option<Timestamp>,
) -> Option<Handshake<'s>> {
    if let Some(code) = layer.field("http.response.code") {
        let span = whole.map.span(code.span());
        let status = layer.number("http.response.code");
        let status = status.and_then(|status| u16::try_from(status).ok());
        let open = Open { status, ..Stamp { time, extent: span }.open() };
        return Some(Handshake::Response(open, span));
    }
    let upgrade = layer.text("http.upgrade")?;
    if !upgrade.eq_ignore_ascii_case("websocket") {
        return None;
    }
    let url = url(whole, layer, tls)?;
    let header = |name| layer.field(name).and_then(|value| string(whole, value));
    Some(Handshake::Request(Open {
        extent: url.span(),
        url: Some(url),
        subprotocols: header("http.sec_websocket_protocol"),
        origin: origin(whole, layer),
        time,
        ..Open::default()
    }))
}

/// The value of `Origin`, which has no field of its own: it is among the lines of the request.
fn origin<'s>(whole: &Located<'s>, layer: &Layer<'_>) -> Option<Located<'s>> {
    let name = "origin:";
    let line = layer.every("http.request.line").find(|line| {
        let start = line.as_str().and_then(|line| line.get(..name.len()));
        start.is_some_and(|start| start.eq_ignore_ascii_case(name))
    })?;
    let line = string(whole, line)?;
    let value = trimmed(&line.text, Span::new(name.len(), line.text.len()));
    Some(part(&line, value))
}

fn url<'s>(whole: &Located<'s>, layer: &Layer<'_>, tls: bool) -> Option<Located<'s>> {
    if let Some(full) = layer.field("http.request.full_uri") {
        return Some(socket_url(string(whole, full)?));
    }
    let path = string(whole, layer.field("http.request.uri")?)?;
    let scheme = if tls { "wss" } else { "ws" };
    Some(prefixed(&format!("{scheme}://{}", layer.text("http.host")?), &path))
}
