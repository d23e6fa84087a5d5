//! GL212: values that are larger than the protocol allows.

use crate::finding::{EntryId, Finding, Role};
use crate::organisation::deployment::{FILE_TYPES, MAX_FILE_KB};
use crate::organisation::{Deployment, Fact};
use crate::protocol::Protocol;
use crate::protocol::limits::LimitOverrides;
use crate::protocol::manifest::{Allowed, Configured, Limit, Measure, Message};
use crate::rule::*;
use crate::text::json::{Node, pointer};

use super::allowed::AnnouncedLists;
use super::judge::Subject;
use super::place::Place;

/// The limits that hold in a session: the manifest's, those that a user set in their place, those of the deployment's
/// configuration, and those that the server announced, which win.
#[derive(Clone, Debug, Default)]
pub struct SessionLimits {
    set: LimitOverrides,
    /// What the deployment's configuration says, once the deployment is known.
    configured: Option<OfDeployment>,
    /// Announced numbers, by the limit's index in the manifest.
    numbers: Vec<Option<u64>>,
    pub(super) lists: AnnouncedLists,
}

impl SessionLimits {
    /// The limits of a session in which nothing has been announced.
    pub fn new(set: LimitOverrides) -> Self {
        Self { set, ..Self::default() }
    }

    /// Notes what the configuration of the session's deployment says.
    pub fn configure(&mut self, deployment: Option<&Deployment>) {
        if let (None, Some(deployment)) = (&self.configured, deployment) {
            self.configured = Some(OfDeployment {
                file_kb: deployment.facts.size(&MAX_FILE_KB).cloned(),
                file_types: deployment.facts.words(&FILE_TYPES),
            });
        }
    }

    /// The size that the deployment's configuration has for `limit`.
    fn configured(&self, limit: &Limit) -> Option<Fact<u64>> {
        match limit.configured? {
            Configured::FileSize => {
                let kb = self.configured.as_ref()?.file_kb.as_ref()?;
                Some(Fact { value: kb.value.saturating_mul(1024), at: kb.at.clone() })
            }
            Configured::FileTypes => None,
        }
    }

    /// The list that the deployment's configuration has for `entry`.
    pub(super) fn configured_list(&self, entry: &Allowed) -> Option<&Fact<Vec<String>>> {
        match entry.configured? {
            Configured::FileTypes => self.configured.as_ref()?.file_types.as_ref(),
            Configured::FileSize => None,
        }
    }

    /// Those that a user set.
    pub fn set(&self) -> &LimitOverrides {
        &self.set
    }

    /// Notes what a server's message announces.
    pub fn note(&mut self, place: Place<'_>, protocol: &Protocol, message: &Message, payload: Node<'_>) {
        for (index, limit) in protocol.manifest.limits.iter().enumerate() {
            let all = limit.announced.iter();
            let mut here = all.filter(|announced| announced.message == message.name);
            let number = here.find_map(|announced| {
                let number = payload.pointer(&announced.field)?.as_i64()?;
                let number = u64::try_from(number).ok()?;
                Some(number.saturating_mul(announced.times.unwrap_or(1)))
            });
            if number.is_some() {
                self.numbers.resize(self.numbers.len().max(index + 1), None);
                self.numbers[index] = number;
            }
        }
        self.lists.note(place, protocol, message, payload);
    }

    fn announced(&self, index: usize) -> Option<u64> {
        self.numbers.get(index).copied().flatten()
    }
}

/// What the configuration of a session's deployment says of files.
#[derive(Clone, Debug)]
struct OfDeployment {
    file_kb: Option<Fact<u64>>,
    file_types: Option<Fact<Vec<String>>>,
}

/// What a value measures: for certain, and at most.
struct Size {
    certain: u64,
    possible: u64,
}

/// The values of a message that exceed a limit.
pub(super) fn check(subject: &Subject<'_, '_>, message: &Message) -> Vec<Finding> {
    let session = subject.limits;
    let limits = subject.protocol.manifest.limits.iter().enumerate();
    limits
        .filter(|(_, limit)| limit.message == message.name || limit.message == "*")
        .filter_map(|(index, limit)| {
            let most = match (session.announced(index), session.configured(limit)) {
                (Some(announced), _) => Most::Announced(announced),
                (None, Some(configured)) => Most::Configured(configured),
                (None, None) => Most::Set(session.set.max(limit)),
            };
            exceeded(subject, limit, &most).map(|finding| finding.entry(EntryId::Limit(index)))
        })
        .collect()
}

/// The most that is allowed, by whom.
enum Most {
    /// The session's server announced it.
    Announced(u64),
    /// The deployment's configuration says so.
    Configured(Fact<u64>),
    /// A user or the manifest says so.
    Set(u64),
}

fn exceeded(subject: &Subject<'_, '_>, limit: &Limit, most: &Most) -> Option<Finding> {
    let node = subject.root().pointer(&limit.field)?;
    let size = measure(node, limit.count)?;
    let (who, max) = match most {
        Most::Announced(max) => ("this session allows", *max),
        Most::Configured(max) => ("the deployment allows", max.value),
        Most::Set(max) => ("the limit is", *max),
    };
    if size.possible <= max {
        return None;
    }
    let name = pointer::dotted(&limit.field);
    let unit = match limit.count {
        Measure::Bytes | Measure::JsonBytes => " bytes",
        Measure::Characters => " characters",
        Measure::Value => "",
    };
    let shown = if size.certain > max { size.certain } else { size.possible };
    let mut finding =
        Finding::new(&GL212, subject.place.at(node.span()), format!("{name} is {shown}{unit}, and {who} {max}"))
            .label(format!("at most {max}{unit}"))
            .help(format!("this is {}", limit.meaning))
            .pointer(limit.field.clone());
    if size.certain <= max {
        finding = finding.severity(Severity::Warning);
    }
    if let Most::Configured(max) = most {
        finding = finding.related(Role::Counterpart, "it is configured here", max.at.location());
    }
    Some(finding)
}

/// How many bytes a text grows by when JSON writes it as briefly as it can.
fn escaped(text: &str) -> u64 {
    let more = text.bytes().map(|byte| match byte {
        b'"' | b'\\' | b'\n' | b'\r' | b'\t' | 8 | 12 => 1,
        0..0x20 => 5,
        _ => 0,
    });
    more.sum()
}

fn measure(node: Node<'_>, count: Measure) -> Option<Size> {
    let exact = |size: usize| Size { certain: size as u64, possible: size as u64 };
    match count {
        Measure::Bytes => node.as_str().map(|text| exact(text.len())),
        Measure::Characters => node.as_str().map(|text| exact(text.chars().count())),
        Measure::Value => {
            let number = u64::try_from(node.as_i64()?).ok()?;
            Some(Size { certain: number, possible: number })
        }
        Measure::JsonBytes => {
            let (mut certain, mut escapes, mut members) = (0, 0, 0);
            for member in node.members() {
                let value = member.value();
                let text = value.as_str();
                certain += (member.key().len() + text.unwrap_or(value.raw()).len()) as u64;
                escapes += escaped(member.key()) + text.map_or(0, escaped);
                members += 1;
            }
            // Two pairs of quotes, a colon and a comma for each member, and the braces.
            let around: u64 = (members * 6 + 1_u64).saturating_sub(u64::from(members > 0)) + 1;
            node.is_object().then_some(Size { certain, possible: certain + around + escapes })
        }
    }
}
