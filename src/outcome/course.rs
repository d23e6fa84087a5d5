//! The course of a session: what was sent in which order and with which fields, to be held against a good one's.

use std::collections::BTreeMap;

use crate::capture::Direction;
use crate::source::Location;
use crate::text::json::Node;

/// Most frames of a course; where two sessions part, they part early.
const MOST: usize = 2_000;
/// Fields are compared down to this depth: below it are contents, which differ from chat to chat.
const DEPTH: usize = 2;

/// One frame.
#[derive(Clone, Debug)]
pub(crate) struct CourseStep {
    pub(crate) direction: Direction,
    /// The message's name; nothing for a frame that could not be identified.
    pub(crate) name: Option<String>,
    /// The fields, by JSON Pointer, with their JSON types; nothing where the capture does not show them all.
    pub(crate) fields: Option<BTreeMap<String, &'static str>>,
    pub(crate) frame: u64,
    pub(crate) place: Location,
}

/// What a session did.
#[derive(Clone, Debug, Default)]
pub struct Course {
    /// The session's id in the report.
    pub(crate) session: String,
    /// The path of its URL, masked.
    pub(crate) path: Option<String>,
    pub(crate) steps: Vec<CourseStep>,
    /// There were more frames than are kept.
    pub(crate) cut: bool,
}

impl Course {
    pub(crate) fn push(&mut self, step: CourseStep) {
        if self.steps.len() < MOST {
            self.steps.push(step);
        } else {
            self.cut = true;
        }
    }

    fn client(&self) -> impl Iterator<Item = (usize, &CourseStep)> {
        let steps = self.steps.iter().enumerate();
        steps.filter(|(_, step)| step.direction == Direction::Client)
    }

    /// Names of what the server sent between the client's frame at `index` and the one before it.
    fn answers_before(&self, index: usize) -> Vec<&str> {
        let before = self.steps.get(..index).unwrap_or_default().iter().rev();
        let answers = before.take_while(|step| step.direction != Direction::Client);
        answers.filter_map(|step| step.name.as_deref()).collect()
    }
}

/// The fields of a payload.
pub(crate) fn fields(root: Node<'_>) -> BTreeMap<String, &'static str> {
    let mut fields = BTreeMap::new();
    let mut left = vec![(String::new(), root, 0)];
    while let Some((pointer, node, depth)) = left.pop() {
        for member in node.members() {
            let key = member.key().replace('~', "~0").replace('/', "~1");
            let pointer = format!("{pointer}/{key}");
            let value = member.value();
            if depth + 1 < DEPTH {
                left.push((pointer.clone(), value, depth + 1));
            }
            fields.insert(pointer, value.kind().with_article());
        }
    }
    fields
}

/// The first place where a session departs from a good one.
#[derive(Clone, Debug)]
pub struct Departure {
    /// The good session's id.
    pub good: String,
    /// What is different, in a sentence without a full stop.
    pub why: String,
    /// The frame, by number; nothing where the difference is none of a frame.
    pub frame: Option<u64>,
    /// Its place.
    pub at: Option<Location>,
    /// The place in the good session that it was held against.
    pub good_at: Option<Location>,
}

/// Where `course` departs from `good`; `ended`: it ended, and the capture shows all of it.
pub(crate) fn departure(course: &Course, good: &Course, ended: bool) -> Option<Departure> {
    let of = |why: String, at: Option<&CourseStep>, good_at: Option<&CourseStep>| Departure {
        good: good.session.clone(),
        why,
        frame: at.map(|step| step.frame),
        at: at.map(|step| step.place.clone()),
        good_at: good_at.map(|step| step.place.clone()),
    };
    if let (Some(path), Some(other)) = (&course.path, &good.path)
        && path != other
    {
        let why = format!("it opens the path {path}, the good one {other}");
        return Some(of(why, None, None));
    }
    let mut theirs = good.client();
    for (index, step) in course.client() {
        let Some((other_index, other)) = theirs.next() else {
            if good.cut || good.steps.is_empty() {
                return None;
            }
            let why = format!("it goes on with {}, where the good one sends no more", called(step));
            return Some(of(why, Some(step), good.steps.last()));
        };
        if let Some(why) = differs(step, other)
            .or_else(|| waits(course.answers_before(index), &good.answers_before(other_index), step))
        {
            return Some(of(why, Some(step), Some(other)));
        }
    }
    if !ended || course.cut {
        return None;
    }
    let last = course.steps.last();
    let next = good.steps.get(course.steps.len()..)?.first()?;
    let who = match next.direction {
        Direction::Client => "sends",
        Direction::Server | Direction::Unknown => "gets",
    };
    let why = format!("it ends here, and the good one {who} {} next", called(next));
    Some(of(why, last, Some(next)))
}

fn called(step: &CourseStep) -> String {
    step.name.clone().unwrap_or_else(|| "a frame".to_owned())
}

/// How a frame differs from its counterpart.
fn differs(step: &CourseStep, other: &CourseStep) -> Option<String> {
    if step.name != other.name {
        return Some(format!("it sends {}, the good one {}", called(step), called(other)));
    }
    let (fields, others) = (step.fields.as_ref()?, other.fields.as_ref()?);
    let lacks = others.keys().filter(|pointer| !fields.contains_key(*pointer));
    let lacks = topmost(lacks);
    let adds = fields.keys().filter(|pointer| !others.contains_key(*pointer));
    let adds = topmost(adds);
    let types = fields.iter().find_map(|(pointer, kind)| {
        let other = others.get(pointer)?;
        (kind != other).then(|| format!("`{pointer}` is {kind}, in the good one {other}"))
    });
    let mut parts: Vec<String> = types.into_iter().collect();
    if !lacks.is_empty() {
        parts.push(format!("it lacks {}, which the good one has", lacks.join(", ")));
    }
    if !adds.is_empty() {
        parts.push(format!("it has {}, which the good one has not", adds.join(", ")));
    }
    (!parts.is_empty()).then(|| format!("{}: {}", called(step), parts.join("; ")))
}

/// The pointers that are not below others of them, in backticks; the first few.
fn topmost<'p>(pointers: impl Iterator<Item = &'p String>) -> Vec<String> {
    const SHOWN: usize = 4;
    let mut shown: Vec<&str> = Vec::new();
    for pointer in pointers {
        let below = |top: &&str| pointer.strip_prefix(*top).is_some_and(|rest| rest.starts_with('/'));
        if !shown.iter().any(below) {
            shown.push(pointer);
        }
    }
    shown.into_iter().take(SHOWN).map(|pointer| format!("`{pointer}`")).collect()
}

/// The good client waited for an answer before this frame, and this one did not.
fn waits(answers: Vec<&str>, others: &[&str], step: &CourseStep) -> Option<String> {
    let awaited = others.last()?;
    answers.is_empty().then(|| format!("it sends {} at once, the good one after the server's {awaited}", called(step)))
}
