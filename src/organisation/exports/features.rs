//! What a configuration allows, in the platform's shape and in Terraform's.

use crate::organisation::{Fact, Features};
use crate::text::json::{Kind, Node};

use super::fields;
use super::fields::Fields;

/// Where a shape keeps what.
pub(super) struct Paths {
    typing: &'static [&'static str],
    auto_start: &'static [&'static str],
    clear: &'static [&'static str],
    disconnect: &'static [&'static str],
    disconnect_type: &'static [&'static str],
    attachments: &'static [&'static str],
    modes: &'static [&'static str],
    file_types: &'static str,
    max_file_kb: &'static str,
    /// Whether guests must sign in.
    pub(super) authentication: &'static [&'static str],
}

/// The REST API's.
pub(super) const REST: Paths = Paths {
    typing: &["messenger", "apps", "conversations", "showUserTypingIndicator"],
    auto_start: &["messenger", "apps", "conversations", "autoStart", "enabled"],
    clear: &["messenger", "apps", "conversations", "conversationClear", "enabled"],
    disconnect: &["messenger", "apps", "conversations", "conversationDisconnect", "enabled"],
    disconnect_type: &["messenger", "apps", "conversations", "conversationDisconnect", "type"],
    attachments: &["messenger", "fileUpload", "enableAttachments"],
    modes: &["messenger", "fileUpload", "modes"],
    file_types: "fileTypes",
    max_file_kb: "maxFileSizeKB",
    authentication: &["authenticationSettings", "enabled"],
};

/// That of `config.json`: the REST API's, but for the sign-in.
pub(super) const PUBLIC: Paths = Paths { authentication: &["auth", "enabled"], ..REST };

/// Terraform's.
pub(super) const TERRAFORM: Paths = Paths {
    typing: &["messenger", "apps", "conversations", "show_user_typing_indicator"],
    auto_start: &["messenger", "apps", "conversations", "auto_start_enabled"],
    clear: &["messenger", "apps", "conversations", "conversation_clear_enabled"],
    disconnect: &["messenger", "apps", "conversations", "conversation_disconnect", "enabled"],
    disconnect_type: &["messenger", "apps", "conversations", "conversation_disconnect", "type"],
    attachments: &["messenger", "file_upload", "enable_attachments"],
    modes: &["messenger", "file_upload", "mode"],
    file_types: "file_types",
    max_file_kb: "max_file_size_kb",
    authentication: &["authentication_settings", "enabled"],
};

impl Paths {
    /// What the configuration allows.
    pub(super) fn features(&self, fields: &mut Fields<'_>, node: Node<'_>) -> Features {
        let languages = fields.texts(node, &["languages"]);
        let mut features = Features {
            typing: fields.flag(node, self.typing),
            auto_start: fields.flag(node, self.auto_start),
            clear: fields.flag(node, self.clear),
            read_only_on_disconnect: self.read_only(fields, node),
            attachments: fields.flag(node, self.attachments),
            languages: languages.map(plain),
            ..Features::default()
        };
        // Where the switch is there, the content profile's rules hold in place of the modes.
        if fields::at(node, self.attachments).is_none_or(|member| member.value().is_null()) {
            self.modes(fields, node, &mut features);
        }
        features
    }

    fn read_only(&self, fields: &mut Fields<'_>, node: Node<'_>) -> Option<Fact<bool>> {
        let enabled = fields.flag(node, self.disconnect)?;
        if !enabled.value {
            return Some(enabled);
        }
        let kind = fields.text(node, self.disconnect_type)?;
        Some(Fact { value: kind.value.eq_ignore_ascii_case("ReadOnly"), at: kind.at })
    }

    fn modes(&self, fields: &mut Fields<'_>, node: Node<'_>, features: &mut Features) {
        let Some(member) = fields::at(node, self.modes) else {
            return;
        };
        let modes = member.value();
        if modes.kind() != Kind::Array || modes.items().len() == 0 {
            return;
        }
        let at = fields.said(member);
        features.attachments = Some(Fact { value: true, at: at.clone() });
        let mut types = Some(Vec::new());
        let mut largest = Some(0);
        for mode in modes.items() {
            let listed = fields.texts(mode, &[self.file_types]).map(plain);
            types = types.zip(listed).map(|(mut all, listed)| {
                all.extend(listed.value);
                all
            });
            let size = fields.count(mode, &[self.max_file_kb]);
            largest = largest.zip(size).map(|(largest, size)| size.value.max(largest));
        }
        let fact = |value| Fact { value, at: at.clone() };
        features.file_types = types.map(fact);
        features.max_file_kb = largest.map(|value| Fact { value, at: at.clone() });
    }
}

/// The texts alone, with the place of the list.
fn plain(list: Fact<Vec<Fact<String>>>) -> Fact<Vec<String>> {
    Fact { value: list.value.into_iter().map(|item| item.value).collect(), at: list.at }
}
