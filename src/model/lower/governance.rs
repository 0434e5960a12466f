//! Change control, decisions, approvals, waivers, rules of the charter's own, and the charter itself.

use crate::diagnostic::Severity;
use crate::model::charter::{Charter, Generate};
use crate::model::governance::{Approval, ApprovedChange, Because, Decision, Govern, UserRule, Waiver};
use crate::model::key::Kind;
use crate::syntax::{Cursor, Form, Given};

use super::formulas::condition;
use super::values::{choice, doc, head, name, said, text, texts};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_governance(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Govern) {
            let Some(path) = self.path(cursor.argument("path")) else { continue };
            let facts = cursor.children_named("record").flat_map(|record| record.arguments_of("facts"));
            let govern = Govern {
                head: head(cursor, name),
                path,
                approve: self.references_in(cursor.children_named("approve"), "teams"),
                approve_value: self.references_in(cursor.children_named("approve-value"), "teams"),
                record: facts.filter_map(|fact| choice(Some(fact))).collect(),
            };
            self.model.governs.add(govern);
        }
        for declaration in self.declared(Kind::Decision) {
            let decision = self.decision(declaration);
            self.model.decisions.add(decision);
        }
        for declaration in self.declared(Kind::Rule) {
            let rule = user_rule(declaration);
            self.model.rules.add(rule);
        }
        for Declaration { cursor, name: called } in self.declared(Kind::Approval) {
            let changes = cursor.children_named("change").map(|change| ApprovedChange {
                rule: name(change.argument("rule")),
                element: text(change.argument("element")),
                hash: text(change.property("hash")),
                span: change.head(),
            });
            let approval = Approval {
                changes: changes.collect(),
                head: head(cursor, called),
                by: self.reference(cursor.property("by")),
                on: said(cursor.property("on"), Given::date),
                because: cursor.child("because").and_then(|because| text(because.argument("text"))),
            };
            self.model.approvals.add(approval);
        }
    }

    fn decision(&mut self, Declaration { cursor, name }: Declaration<'f>) -> Decision {
        let because = cursor.children_named("because").map(|because| Because {
            reason: choice(because.argument("reason")),
            text: text(because.argument("text")),
        });
        let decided = cursor.child("decided");
        Decision {
            because: because.collect(),
            head: head(cursor, name),
            about: self.references_in(cursor.children_named("about"), "flows"),
            chosen: cursor.child("chosen").and_then(|chosen| choice(chosen.argument("pattern"))),
            considered: texts(cursor.children_named("considered").flat_map(|word| word.arguments_of("text"))),
            decided: decided.and_then(|decided| said(decided.argument("date"), Given::date)),
            decided_by: decided.and_then(|decided| self.reference(decided.property("by"))),
        }
    }

    /// What has no name of its own: the charter, waivers, outputs.
    pub(super) fn lower_charter(&mut self, forms: &[&'f Form]) {
        for cursor in forms.iter().flat_map(|form| form.words()) {
            match cursor.definition().name {
                "charter" if self.model.charter.is_none() => self.model.charter = charter(cursor),
                "charter" => self.second_charter(cursor),
                "allow" => self.waiver(cursor),
                "generate" => self.generate(cursor),
                _ => {}
            }
        }
    }

    fn second_charter(&mut self, cursor: Cursor<'f>) {
        let Some(first) = self.model.charter.as_ref().map(|charter| charter.span) else { return };
        let finding = crate::model::problems::DUPLICATE_NAME
            .finding("the charter is named twice")
            .at(cursor.head(), "the second time")
            .and(first, "the first time")
            .help("keep the one in `charter.kdl`");
        self.notes.found.push(finding);
    }

    fn waiver(&mut self, cursor: Cursor<'f>) {
        let Some(code) = name(cursor.argument("code")) else { return };
        let by = self.reference(cursor.property("by"));
        self.model.waivers.push(Waiver {
            code,
            on: text(cursor.property("on")),
            because: text(cursor.property("because")),
            until: said(cursor.property("until"), Given::date),
            by,
            span: cursor.head(),
        });
    }

    fn generate(&mut self, cursor: Cursor<'f>) {
        let generate = Generate {
            generator: choice(cursor.argument("generator")),
            doc: doc(cursor),
            out: cursor.child("out").and_then(|out| text(out.argument("folder"))),
            flows: self.references_in(cursor.children_named("flows"), "flows"),
            records: self.references_in(cursor.children_named("records"), "records"),
            systems: self.references_in(cursor.children_named("systems"), "systems"),
            matrices: self.references_in(cursor.children_named("matrices"), "matrices"),
            span: cursor.head(),
        };
        self.model.generates.push(generate);
    }
}

fn user_rule(Declaration { cursor, name }: Declaration<'_>) -> UserRule {
    let severity = cursor.property("severity").and_then(Given::text);
    let subject = cursor.child("for");
    UserRule {
        head: head(cursor, name),
        severity: match severity.as_deref() {
            Some("warning") => Severity::Warning,
            Some("note") => Severity::Note,
            _ => Severity::Error,
        },
        subject: subject.and_then(|subject| choice(subject.argument("kind"))),
        filter: subject.and_then(|subject| condition(subject.property("where"))),
        require: cursor.child("require").and_then(|require| condition(require.argument("condition"))),
        message: cursor.child("message").and_then(|message| text(message.argument("text"))),
        help: cursor.child("help").and_then(|help| text(help.argument("text"))),
    }
}

fn charter(cursor: Cursor<'_>) -> Option<Charter> {
    let packs = cursor.children_named("use").flat_map(|pack| pack.arguments_of("packs"));
    Some(Charter {
        name: name(cursor.argument("name"))?,
        version: said(cursor.property("version"), Given::version),
        title: cursor.child("title").and_then(|title| text(title.argument("text"))),
        doc: doc(cursor),
        packs: packs.filter_map(|pack| name(Some(pack))).collect(),
        names: cursor.child("options").and_then(|options| choice(options.property("names"))),
        span: cursor.head(),
    })
}
