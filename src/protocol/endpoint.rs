//! Endpoints: how a URL compares with a protocol's.

use super::regions::HostKind;
use super::url::UrlParts;

/// Where a protocol is spoken: on a label before each region's domain, or on one host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostPattern {
    /// `{label}.{domain}`; the label may be several, or none.
    Region(String),
    /// A host by its whole name, in lower case.
    Exact(String),
}

impl HostPattern {
    /// Reads a host in which `{domain}` may stand for a region's domain.
    pub fn parse(host: &str) -> Self {
        match host.strip_suffix("{domain}") {
            Some(label) => Self::Region(label.trim_end_matches('.').to_owned()),
            None => Self::Exact(host.to_ascii_lowercase()),
        }
    }

    /// Whether `host`, which is `kind`, is such a host.
    pub fn fits(&self, host: &str, kind: &HostKind<'_>) -> bool {
        match self {
            Self::Region(label) => {
                matches!(kind, HostKind::Region { labels, .. } if labels == label)
            }
            Self::Exact(own) => own == host,
        }
    }

    /// The host of this pattern that is nearest to `kind`: that of the same region, or a template.
    pub fn for_kind(&self, kind: &HostKind<'_>) -> String {
        let domain = match kind {
            HostKind::Region { domain, .. } => domain,
            _ => "{domain}",
        };
        match self {
            Self::Region(label) if label.is_empty() => domain.to_owned(),
            Self::Region(label) => format!("{label}.{domain}"),
            Self::Exact(own) => own.clone(),
        }
    }
}

/// An endpoint, taken apart: `wss://{label}.{domain}{path}`, or `wss://{host}{path}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EndpointTemplate {
    /// `wss`
    pub scheme: String,
    /// The host.
    pub host: HostPattern,
    /// The segments of the path.
    pub segments: Vec<String>,
    /// The parameters that its query needs.
    pub query: Vec<String>,
    /// The template as it is written.
    pub url: String,
}

impl EndpointTemplate {
    /// Takes a template like `wss://api.{domain}/api/v2/guest/conversations/websocket` apart.
    pub fn parse(url: &str) -> Option<Self> {
        let parts = UrlParts::split(url)?;
        Some(Self {
            scheme: parts.scheme_text(),
            host: HostPattern::parse(parts.host.slice(url)),
            segments: parts.segments().into_iter().map(|(segment, _)| segment).collect(),
            query: Vec::new(),
            url: url.to_owned(),
        })
    }

    /// The path.
    pub fn path(&self) -> String {
        self.segments.iter().map(|segment| format!("/{segment}")).collect()
    }

    /// How many leading segments are the version prefix (`/api/v2`): those up to the first that looks like `v2`.
    pub fn prefix_len(&self) -> usize {
        self.segments.iter().position(|segment| is_version(segment)).map_or(0, |index| index + 1)
    }
}

/// Whether a segment names an API version: `v2`.
pub fn is_version(segment: &str) -> bool {
    segment
        .strip_prefix(['v', 'V'])
        .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// How a path differs from an endpoint's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Only the version prefix: the number of leading segments of the actual path that stand for it.
    Prefix(usize),
    /// Something else: the range of differing segments of the actual path, and what differs.
    Segments {
        /// First differing segment.
        from: usize,
        /// One past the last.
        to: usize,
        /// In words.
        what: String,
        /// It is a slip of the pen, and no other path can have been meant.
        slip: bool,
    },
}

/// Compares the segments of a path with an endpoint's; `None` when they are the same.
pub fn compare(actual: &[&str], endpoint: &EndpointTemplate) -> Option<Difference> {
    let expected: Vec<&str> = endpoint.segments.iter().map(String::as_str).collect();
    if actual == expected {
        return None;
    }
    let tail = &expected[endpoint.prefix_len()..];
    if let Some(prefix) = actual.len().checked_sub(tail.len()) {
        let (head, rest) = actual.split_at(prefix);
        let is_prefix =
            head.iter().all(|segment| is_version(segment) || expected[..endpoint.prefix_len()].contains(segment));
        if endpoint.prefix_len() > 0 && rest == tail && is_prefix && head.len() <= endpoint.prefix_len() {
            return Some(Difference::Prefix(prefix));
        }
    }
    let same = |a: &&str, b: &&str| a == b;
    let front = actual.iter().zip(&expected).take_while(|(a, b)| same(a, b)).count();
    let back = actual[front..].iter().rev().zip(expected[front..].iter().rev()).take_while(|(a, b)| same(a, b)).count();
    let wrong = &actual[front..actual.len() - back];
    let right = &expected[front..expected.len() - back];
    Some(Difference::Segments {
        from: front,
        to: actual.len() - back,
        what: describe(wrong, right),
        slip: is_slip(wrong, right),
    })
}

/// Whether segments differ by slashes and other signs, by case, by their order, or by a letter or two of each.
fn is_slip(wrong: &[&str], right: &[&str]) -> bool {
    let plain = |segments: &[&str]| segments.concat().replace(['-', '_', '.'], "").to_lowercase();
    let sorted = |segments: &[&str]| {
        let mut segments = segments.to_vec();
        segments.sort_unstable();
        segments.concat()
    };
    let is_near =
        |(wrong, right): (&&str, &&str)| wrong == right || (right.len() > 3 && strsim::osa_distance(wrong, right) <= 2);
    let is_misspelt = wrong.len() == right.len() && wrong.iter().zip(right).all(is_near);
    let is_whole = !wrong.is_empty() && !right.is_empty();
    is_whole && (plain(wrong) == plain(right) || sorted(wrong) == sorted(right) || is_misspelt)
}

/// Says how `wrong` departs from `right`, as a colleague would.
fn describe(wrong: &[&str], right: &[&str]) -> String {
    let joined = |segments: &[&str]| segments.join("/");
    if wrong.is_empty() {
        return format!("`{}` is missing", joined(right));
    }
    if right.is_empty() {
        return format!("`{}` does not belong there", joined(wrong));
    }
    if wrong.concat() == right.concat() {
        let plural = if right.len() > 2 { "slashes are" } else { "a slash is" };
        return format!("{plural} missing: `{}` is `{}`", joined(wrong), joined(right));
    }
    if wrong.concat().replace(['-', '_', '.'], "") == right.concat() {
        return format!("a slash belongs where `{}` has another sign: `{}`", joined(wrong), joined(right));
    }
    if joined(wrong).eq_ignore_ascii_case(&joined(right)) {
        return format!("paths compare with case: `{}` is `{}`", joined(wrong), joined(right));
    }
    let mut sorted = [wrong.to_vec(), right.to_vec()];
    sorted.iter_mut().for_each(|segments| segments.sort_unstable());
    if sorted[0] == sorted[1] {
        return format!("the segments are in another order: `{}` is `{}`", joined(wrong), joined(right));
    }
    let number = |a: &str, b: &str| a == b || a.strip_suffix('s') == Some(b) || b.strip_suffix('s') == Some(a);
    if wrong.len() == right.len() && wrong.iter().zip(right).all(|(a, b)| number(a, b)) {
        let pairs: Vec<_> =
            wrong.iter().zip(right).filter(|(a, b)| a != b).map(|(a, b)| format!("`{a}` is `{b}`")).collect();
        return format!("singular and plural: {}", pairs.join(", "));
    }
    format!("`{}` stands where `{}` belongs", joined(wrong), joined(right))
}

/// How far `actual` is from the endpoint, for choosing the nearest: an edit distance of the paths.
pub fn distance(actual: &[&str], endpoint: &EndpointTemplate) -> usize {
    let path: String = actual.iter().map(|segment| format!("/{segment}")).collect();
    strsim::osa_distance(&path, &endpoint.path())
}

#[cfg(test)]
mod tests;
