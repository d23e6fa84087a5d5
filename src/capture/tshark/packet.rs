//! The fields of one packet, whichever of its two spellings tshark gave them.

#[cfg(test)]
mod tests;

use crate::text::json::Node;

/// Values that are looked at in one layer: a packet of any sense has far fewer.
const MOST: usize = 4096;

/// The layers of a packet.
#[derive(Clone, Copy)]
pub(super) struct Layers<'d>(pub(super) Node<'d>);

impl<'d> Layers<'d> {
    /// The layers of this name, in the order of the packet: tshark repeats the key, or makes an array of them.
    pub(super) fn all(self, name: &str) -> impl Iterator<Item = Layer<'d>> {
        let named = self.0.all_members().filter(move |m| m.key() == name);
        let values = named.map(|member| member.value());
        values.flat_map(|value| each(value).map(Layer::of))
    }

    pub(super) fn first(self, name: &str) -> Option<Layer<'d>> {
        self.all(name).next()
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.0.all_members().any(|member| member.key() == name)
    }
}

/// The items of an array, or the value itself.
fn each(value: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let one = (value.items().len() == 0).then_some(value);
    one.into_iter().chain(value.items())
}

/// One layer, its tree of fields made flat.
pub(super) struct Layer<'d> {
    pub(super) node: Node<'d>,
    fields: Vec<(&'d str, Node<'d>)>,
}

impl<'d> Layer<'d> {
    fn of(node: Node<'d>) -> Self {
        let mut fields = Vec::new();
        let mut waiting = vec![node];
        while let Some(next) = waiting.pop() {
            for member in next.all_members() {
                if fields.len() >= MOST {
                    return Self { node, fields };
                }
                let value = member.value();
                fields.push((member.key(), value));
                if value.is_object() {
                    waiting.push(value);
                }
            }
        }
        Self { node, fields }
    }

    /// The field of this name, such as `tcp.stream`; of one that is given several times the first.
    pub(super) fn field(&self, name: &str) -> Option<Node<'d>> {
        let found = self.fields.iter().find(|(key, _)| is_field(key, name));
        let value = found.map(|(_, value)| *value)?;
        Some(value.items().next().unwrap_or(value))
    }

    /// Each value of the field of this name.
    pub(super) fn every(&self, name: &str) -> impl Iterator<Item = Node<'d>> {
        let found = self.fields.iter().filter(move |(key, _)| is_field(key, name));
        found.flat_map(|(_, value)| each(*value))
    }

    pub(super) fn text(&self, name: &str) -> Option<&'d str> {
        self.field(name)?.as_str()
    }

    /// A flag: `true`, `"1"` or `"True"`, as versions and formats have it.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        let value = self.field(name)?;
        match value.as_bool() {
            Some(flag) => Some(flag),
            None => match value.as_str()? {
                "1" | "True" | "true" => Some(true),
                "0" | "False" | "false" => Some(false),
                _ => None,
            },
        }
    }

    pub(super) fn number(&self, name: &str) -> Option<u64> {
        let value = self.field(name)?;
        value.as_str().or_else(|| value.as_number()).and_then(|text| text.parse().ok())
    }
}

/// Whether `key` is the field `name`: `tcp.stream` as `-T json` writes it, `tcp_tcp_stream` as `-T ek` does.
fn is_field(key: &str, name: &str) -> bool {
    if key == name {
        return true;
    }
    let layer = name.split('.').next().unwrap_or_default();
    let rest = key.strip_prefix(layer).and_then(|key| key.strip_prefix('_'));
    rest.is_some_and(|rest| {
        rest.len() == name.len() && rest.bytes().zip(name.bytes()).all(|(a, b)| a == b || (a == b'_' && b == b'.'))
    })
}
