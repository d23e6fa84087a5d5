//! What a field of a queue or a deployment is. [`super::queue`] and [`super::deployment`] have a table of them each: whatever
//! reads, joins, documents or tells fields goes by these tables, so a further field is a further row.

use super::Fact;

/// Something that may be said of a queue or a deployment: a row of a table.
#[derive(Debug)]
pub struct Field {
    /// Its key in `guestlint.toml`, by which manifests call it, too.
    pub key: &'static str,
    /// What its value is.
    pub is: Type,
    /// What it means, in a sentence or two of Markdown.
    pub about: &'static str,
    /// What holds where nobody says it; empty where there is nothing to say.
    pub default: &'static str,
    /// How it is told among others.
    pub told: Telling,
    /// The statement that it is a part of: a whole that is taken from one who says something of it, since parts of several would
    /// say what none of them does. Empty for a field that is a statement by itself.
    statement: &'static str,
    /// Where exports say it.
    places: &'static [(Object, &'static str)],
    /// It is something that a client uses, and that may be switched off.
    pub feature: Option<Feature>,
}

/// What a value is.
#[derive(Clone, Copy, Debug)]
pub enum Type {
    /// `true` or `false`.
    Flag,
    /// One of these words.
    Word(&'static [&'static str]),
    /// Any texts.
    Texts,
    /// A whole number that is not negative.
    Size,
}

/// How a field is told in a phrase.
#[derive(Clone, Copy, Debug)]
pub enum Telling {
    /// Its value alone.
    Bare,
    /// `typing on`, by this name.
    Switch(&'static str),
    /// These words, where it is on.
    On(&'static str),
    /// `domains a.example, b.example`, after this word.
    List(&'static str),
    /// As a list, where there is anything in it.
    Some(&'static str),
    /// `files to 512 KB`: what stands before it and behind it.
    Between(&'static str, &'static str),
}

/// What a client may use, in words.
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// What is switched off: `the typing indicator of guests`.
    pub off: &'static str,
    /// What a client does: `typing`.
    pub used: &'static str,
}

/// An object of an export that says something of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// A deployment of the messenger, in the REST API; its `domains.json`.
    Deployment,
    /// A deployment of the removed web chat, in the REST API.
    ChatDeployment,
    /// A version of a configuration, in the REST API.
    Configuration,
    /// A deployment's `config.json`: what a configuration is, but for fields of its own.
    ConfigJson,
    /// A deployment, in Terraform.
    TerraformDeployment,
    /// A configuration, in Terraform.
    TerraformConfiguration,
}

impl Field {
    pub(super) const fn new(key: &'static str, is: Type, about: &'static str) -> Self {
        let told = Telling::Bare;
        Self { key, is, about, default: "", told, statement: "", places: &[], feature: None }
    }

    pub(super) const fn default(mut self, default: &'static str) -> Self {
        self.default = default;
        self
    }

    pub(super) const fn told(mut self, told: Telling) -> Self {
        self.told = told;
        self
    }

    pub(super) const fn part_of(mut self, statement: &'static str) -> Self {
        self.statement = statement;
        self
    }

    pub(super) const fn at(mut self, places: &'static [(Object, &'static str)]) -> Self {
        self.places = places;
        self
    }

    pub(super) const fn feature(mut self, off: &'static str, used: &'static str) -> Self {
        self.feature = Some(Feature { off, used });
        self
    }

    /// The path at which an object says it: member names with dots between them.
    pub fn path(&self, object: Object) -> Option<&'static str> {
        let of = |object: Object| self.places.iter().find(|(place, _)| *place == object).map(|(_, path)| *path);
        of(object).or_else(|| (object == Object::ConfigJson).then(|| of(Object::Configuration)).flatten())
    }

    fn statement(&self) -> &'static str {
        if self.statement.is_empty() { self.key } else { self.statement }
    }
}

/// A value, and where it is said.
#[derive(Clone, Debug)]
pub enum Value {
    /// Of a [`Type::Flag`].
    Flag(Fact<bool>),
    /// Of a [`Type::Word`].
    Word(Fact<String>),
    /// Of [`Type::Texts`], each with its place.
    Texts(Fact<Vec<Fact<String>>>),
    /// Of a [`Type::Size`].
    Size(Fact<u64>),
}

/// What is said of one queue or deployment.
#[derive(Clone, Debug, Default)]
pub struct Facts(Vec<(&'static Field, Value)>);

impl Facts {
    /// Says `value` of `field`, in place of what was said before.
    pub fn say(&mut self, field: &'static Field, value: Option<Value>) {
        self.0.retain(|(known, _)| known.key != field.key);
        self.0.extend(value.map(|value| (field, value)));
    }

    /// What is said of a field.
    pub fn get(&self, field: &Field) -> Option<&Value> {
        self.0.iter().find(|(known, _)| known.key == field.key).map(|(_, value)| value)
    }

    /// What is said of a flag.
    pub fn flag(&self, field: &Field) -> Option<&Fact<bool>> {
        match self.get(field)? {
            Value::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// The word that a field says.
    pub fn word(&self, field: &Field) -> Option<&Fact<String>> {
        match self.get(field)? {
            Value::Word(word) => Some(word),
            _ => None,
        }
    }

    /// The texts that a field lists, each with its place.
    pub fn texts(&self, field: &Field) -> Option<&Fact<Vec<Fact<String>>>> {
        match self.get(field)? {
            Value::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// The texts that a field lists, without their places.
    pub fn words(&self, field: &Field) -> Option<Fact<Vec<String>>> {
        let texts = self.texts(field)?;
        Some(Fact { value: texts.value.iter().map(|text| text.value.clone()).collect(), at: texts.at.clone() })
    }

    /// The size that a field says.
    pub fn size(&self, field: &Field) -> Option<&Fact<u64>> {
        match self.get(field)? {
            Value::Size(size) => Some(size),
            _ => None,
        }
    }

    /// Adds what another says: who spoke first is heard, statement by statement.
    pub fn add(&mut self, other: Facts) {
        let said: Vec<&str> = self.0.iter().map(|(field, _)| field.statement()).collect();
        let new = other.0.into_iter().filter(|(field, _)| !said.contains(&field.statement()));
        let new: Vec<_> = new.collect();
        self.0.extend(new);
    }

    /// What is said of the fields of a table, in its order: a phrase each.
    pub fn told(&self, table: &[&Field]) -> Vec<String> {
        table.iter().filter_map(|field| self.get(field)?.told(field.told)).collect()
    }
}

impl Value {
    /// The value in a phrase, where it is worth one.
    fn told(&self, how: Telling) -> Option<String> {
        let bare = self.bare();
        match (how, self) {
            (Telling::Bare, _) => Some(bare),
            (Telling::Switch(name), Value::Flag(flag)) => {
                Some(format!("{name} {}", if flag.value { "on" } else { "off" }))
            }
            (Telling::On(words), Value::Flag(flag)) => flag.value.then(|| words.to_owned()),
            (Telling::Some(_), Value::Texts(texts)) if texts.value.is_empty() => None,
            (Telling::Between(before, behind), _) => Some(format!("{before} {bare} {behind}")),
            (Telling::List(word) | Telling::Some(word) | Telling::Switch(word) | Telling::On(word), _) => {
                Some(format!("{word} {bare}"))
            }
        }
    }

    fn bare(&self) -> String {
        match self {
            Value::Flag(flag) => flag.value.to_string(),
            Value::Word(word) => word.value.clone(),
            Value::Size(size) => size.value.to_string(),
            Value::Texts(texts) => {
                let texts: Vec<&str> = texts.value.iter().map(|text| text.value.as_str()).collect();
                texts.join(", ")
            }
        }
    }
}

/// A table of fields: a static for each, by which rules call it, and the list of them.
macro_rules! fields {
    ($($name:ident $key:literal $is:expr, $about:literal $(, $column:ident($($cell:expr),*))*;)*) => {
        $(
            #[doc = concat!("`", $key, "`: ", $about)]
            pub static $name: Field = Field::new($key, $is, $about)$(.$column($($cell),*))*;
        )*
        /// Every field, in the order of the documentation.
        pub const FIELDS: &[&Field] = &[$(&$name),*];
    };
}
pub(super) use fields;
