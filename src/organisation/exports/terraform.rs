//! Terraform: `terraform show -json` of a state or a plan, `terraform.tfstate`, and the configuration that the platform's
//! provider exports.

use crate::organisation::fields::Object;
use crate::organisation::{DeploymentKind, Pinned};
use crate::text::json::{Kind, Node};

use super::entity::{Plain, configuration, pinned};
use super::facts;
use super::fields::Fields;
use super::told::{Configuration, Refusal, Told};

/// `terraform show -json`.
pub(super) fn show(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    let version = node.get("format_version").and_then(Node::as_str);
    let version = version.unwrap_or_default();
    if version.split('.').next() != Some("1") && version != "0.1" && version != "0.2" {
        return Err(format!(
            "the output of `terraform show -json` in format {}, and only format 1 is read: use a version of Terraform that writes it",
            short(version)
        ));
    }
    let values = node.get("planned_values").or_else(|| node.get("values"));
    let mut modules = Vec::from_iter(values.and_then(|values| values.get("root_module")));
    let mut next = 0;
    while let Some(module) = modules.get(next).copied() {
        next += 1;
        for one in module.get("resources").into_iter().flat_map(Node::items) {
            let kind = one.get("type").and_then(Node::as_str);
            if let Some((kind, values)) = kind.zip(one.get("values")) {
                resource(fields, kind, values, None, told);
            }
        }
        modules.extend(module.get("child_modules").into_iter().flat_map(Node::items));
    }
    Ok(())
}

/// `terraform.tfstate`.
pub(super) fn state(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    match node.get("version").and_then(Node::as_i64) {
        Some(4) => {}
        Some(version @ 1..4) => {
            return Err(format!(
                "a Terraform state of version {version}, which a current Terraform does not write: run `terraform show -json` in its folder and give that output"
            ));
        }
        version => {
            let version = version.map_or("unknown".to_owned(), |version| version.to_string());
            return Err(format!(
                "a Terraform state of version {version}, and only version 4 is read: give the output of `terraform show -json`"
            ));
        }
    }
    for one in node.get("resources").into_iter().flat_map(Node::items) {
        let Some(kind) = one.get("type").and_then(Node::as_str) else {
            continue;
        };
        for instance in one.get("instances").into_iter().flat_map(Node::items) {
            // One that is deposed was replaced, and goes.
            let is_current = instance.get("deposed").is_none_or(Node::is_null);
            if let Some(values) = instance.get("attributes").filter(|_| is_current) {
                resource(fields, kind, values, None, told);
            }
        }
    }
    Ok(())
}

/// The provider's own export, and other configurations in JSON: they name no ids.
pub(super) fn export(fields: &mut Fields<'_>, node: Node<'_>, told: &mut Told) -> Result<(), Refusal> {
    fields.read_templates();
    for kind in node.get("resource").into_iter().flat_map(Node::members) {
        for label in kind.value().members() {
            let reference = format!("${{{}.{}.id}}", kind.key(), label.key());
            let body = label.value();
            let bodies = match body.kind() {
                Kind::Array => body.items().collect(),
                _ => vec![body],
            };
            for body in bodies {
                resource(fields, kind.key(), body, Some(&reference), told);
            }
        }
    }
    Ok(())
}

/// A resource. `reference` is what others of the same file call its id, where the file holds no ids.
fn resource(fields: &mut Fields<'_>, kind: &str, node: Node<'_>, reference: Option<&str>, told: &mut Told) {
    match kind {
        "genesyscloud_routing_queue" => told.queues.extend(Plain::named(fields, node).queue()),
        "genesyscloud_routing_language" => told.languages.extend(Plain::named(fields, node).language()),
        "genesyscloud_routing_skill" => told.skills.extend(Plain::named(fields, node).language()),
        "genesyscloud_webdeployments_deployment" => {
            let Some(mut deployment) = Plain::named(fields, node).deployment(DeploymentKind::Messaging) else {
                return;
            };
            deployment.facts = facts::read(fields, node, Object::TerraformDeployment);
            deployment.configuration = match reference {
                // The reference is what the configuration is called by, though it is no value.
                Some(_) => super::fields::at(node, "configuration.id")
                    .and_then(|id| id.value().as_str())
                    .map(|id| Pinned { id: Some(id.to_owned()), version: None, newest: None }),
                None => pinned(fields, node, ["configuration.id", "configuration.version"]),
            };
            told.deployments.push(deployment);
        }
        "genesyscloud_webdeployments_configuration" => {
            let found = configuration(fields, node, Object::TerraformConfiguration);
            told.configurations.extend(found.or_else(|| {
                let facts = facts::read(fields, node, Object::TerraformConfiguration);
                Some(Configuration { id: reference?.to_owned(), version: None, facts })
            }));
        }
        _ => {}
    }
}

/// The start of a text, for a message.
fn short(text: &str) -> String {
    text.chars().take(20).collect()
}
