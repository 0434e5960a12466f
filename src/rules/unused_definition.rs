//! `unused-definition`: what is defined is used.

use rustc_hash::FxHashSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::Model;
use crate::model::element::{Element, ElementId};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unused-definition",
        title: "something is defined and never used",
        severity: Severity::Warning,
        explain: "\
Nothing in the charter names this definition. Either something is missing that should name it (an exception that no flow can raise is never
answered; a calendar that no batch uses runs nothing), or it is left over and can go.

Teams, systems, objects, scopes, types, code lists, pack tables, records, ports, outside functions, exceptions, latency classes, calendars and templates are looked at. What every
charter may name without defining it does not count.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
exception late-stock severity=high owner=it respond-within="30min" { detect "no message" } //~ unused-definition
object inventory { key sku; owner wms; field sku string }
flow stock-out { publish inventory; from wms; to erp }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
exception late-stock severity=high owner=it respond-within="30min" { detect "no message" }
object inventory { key sku; owner wms; field sku string }
flow stock-out { publish inventory; from wms; to erp; on-exception late-stock }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let used: FxHashSet<ElementId> = model.references.iter().map(|reference| reference.target).collect();
    let mut look = Look { model, used: &used, findings };
    look.at(|team: &crate::model::scope::Team| &team.head);
    look.at(|system: &crate::model::system::System| &system.head);
    look.at(|object: &crate::model::object::Object| &object.head);
    look.at(|scope: &crate::model::scope::Scope| &scope.head);
    look.at(|ty: &crate::model::types::Type| &ty.head);
    look.at(|codes: &crate::model::types::Codes| &codes.head);
    look.at(|record: &crate::model::record::Record| &record.head);
    look.at(|port: &crate::model::record::Port| &port.head);
    look.at(|function: &crate::model::record::Extern| &function.head);
    look.at(|exception: &crate::model::operations::Exception| &exception.head);
    look.at(|latency: &crate::model::calendar::Latency| &latency.head);
    look.at(|calendar: &crate::model::calendar::Calendar| &calendar.head);
    look.at(|template: &crate::model::template::Template| &template.head);
}
