//! `unused-definition`: what is defined is used.

use rustc_hash::FxHashSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::calendar::{Calendar, Latency};
use crate::model::element::{Element, ElementId};
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::port::{Extern, Port};
use crate::model::record::Record;
use crate::model::scope::{Scope, Team};
use crate::model::system::System;
use crate::model::template::Template;
use crate::model::types::{Codes, Type};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unused-definition",
        title: "something is defined and never used",
        severity: Severity::Warning,
        explain: "\
Nothing in the charter names this definition. Either something is missing that should name it (an exception that no flow can raise is never
answered; a calendar that no batch uses runs nothing), or it is left over and can go.

Teams, systems, objects, scopes, types, code lists, records, ports, outside functions, exceptions, latency classes, calendars and templates
are looked at. What every charter may name without defining it does not count.",
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
    let mut look =
        Look { facts, used: facts.model.references.iter().map(|reference| reference.target).collect(), findings };
    look.at::<Team>();
    look.at::<System>();
    look.at::<Object>();
    look.at::<Scope>();
    look.at::<Type>();
    look.at::<Codes>();
    look.at::<Record>();
    look.at::<Port>();
    look.at::<Extern>();
    look.at::<Exception>();
    look.at::<Latency>();
    look.at::<Calendar>();
    look.at::<Template>();
}

struct Look<'f, 'd> {
    facts: &'f Facts,
    used: FxHashSet<ElementId>,
    findings: &'f mut Findings<'d>,
}

impl Look<'_, '_> {
    /// Reports every element of one kind that nothing names.
    fn at<T: Element>(&mut self) {
        for (id, element) in T::arena(&self.facts.model).iter() {
            let name = element.name();
            if self.used.contains(&id.into()) || !self.facts.is_own(name.span) {
                continue;
            }
            let kind = T::KIND;
            self.findings.report(format!("{kind} `{name}` is never used"), |finding| {
                finding
                    .at(name.span, "nothing names it")
                    .help("name it where it belongs, or remove it")
                    .about(&*name.text)
            });
        }
    }
}
