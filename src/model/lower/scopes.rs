//! Scopes with their values, and teams.

use crate::model::key::Kind;
use crate::model::name::Name;
use crate::model::scope::{Escalation, Hours, Scope, ScopeValue, Team};
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::names::Space;
use super::values::{choice, head, said, text, truth};

impl<'f> Lowering<'f> {
    pub(super) fn lower_scopes(&mut self) {
        for declaration in self.declared(Kind::Scope) {
            let cursor = declaration.cursor;
            let head = head(cursor, declaration.name);
            let id = self.model.scopes.add(Scope { head, open: truth(cursor.property("open")), values: Vec::new() });
            let space = Space { kind: Kind::ScopeValue, within: id.index() as u32 };
            let mut values = Vec::new();
            for value in cursor.chosen_children() {
                let name = Name { text: value.name().as_ref().into(), span: value.name_span() };
                if self.declare_part(
                    space,
                    |this| this.model.scopes[id].head.name.to_string(),
                    &name,
                    self.model.scope_values.len(),
                ) {
                    let title = text(value.argument("title"));
                    let position = values.len();
                    values.push(self.model.scope_values.add(ScopeValue { name, scope: id, position, title }));
                }
            }
            self.model.scopes[id].values = values;
        }
    }

    pub(super) fn lower_teams(&mut self) {
        for declaration in self.declared(Kind::Team) {
            let cursor = declaration.cursor;
            let roles = cursor.children_named("role").flat_map(|role| role.arguments_of("role"));
            let team = Team {
                head: head(cursor, declaration.name),
                contact: cursor.child("contact").and_then(|contact| text(contact.argument("address"))),
                hours: cursor.children_named("hours").map(hours).collect(),
                escalations: self.escalations(cursor.children_named("escalate")),
                roles: roles.filter_map(|role| choice(Some(role))).collect(),
            };
            self.model.teams.add(team);
        }
    }

    /// Who is told next.
    pub(super) fn escalations(&mut self, words: impl Iterator<Item = Cursor<'f>>) -> Vec<Escalation> {
        let mut escalations = Vec::new();
        for word in words {
            let Some(team) = self.reference(word.argument("team")) else { continue };
            let after = said(word.property("after"), Given::duration);
            escalations.push(Escalation { team, after, span: word.head() });
        }
        escalations
    }
}

fn hours(cursor: Cursor<'_>) -> Hours {
    Hours {
        hours: said(cursor.argument("span"), Given::hours),
        zone: text(cursor.property("zone")),
        days: text(cursor.property("days")),
        span: cursor.head(),
    }
}
