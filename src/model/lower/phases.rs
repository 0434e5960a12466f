//! Phases of the rollout, and what legacy systems keep in them.

use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::Ref;
use crate::model::owner::{OwnerForm, OwnerRule, PhaseRange};
use crate::model::phase::{Compare, Freeze, Keeps, ParallelRun, Phase, Rollback, Success};
use crate::model::problems;
use crate::syntax::{Cursor, Given};

use super::circles::{circles, trail};
use super::values::{head, integer, said, text};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_phases(&mut self) {
        for declaration in self.declared(Kind::Phase) {
            let id = Id::new(self.model.phases.len());
            let phase = self.phase(id, declaration);
            self.model.phases.add(phase);
        }
        self.break_phase_circles();
    }

    fn phase(&mut self, id: Id<Phase>, Declaration { cursor, name }: Declaration<'f>) -> Phase {
        let mut keeps = Vec::new();
        for word in cursor.children_named("keeps") {
            keeps.push(self.keeps(id, &name.span, word));
        }
        let mut success = Vec::new();
        for word in cursor.children_named("success") {
            success
                .push(Success { text: text(word.argument("text")), measure: self.reference(word.property("measure")) });
        }
        let mut rollback = Vec::new();
        for word in cursor.children_named("rollback") {
            rollback.push(Rollback { text: text(word.argument("text")), by: self.reference(word.property("by")) });
        }
        let freezes = cursor.children_named("freeze").map(|word| Freeze {
            from: said(word.argument("from"), Given::date),
            to: said(word.argument("to"), Given::date),
            span: word.head(),
        });
        Phase {
            freezes: freezes.collect(),
            head: head(cursor, name),
            region: self.region(cursor),
            after: cursor.child("after").and_then(|word| self.reference(word.argument("phase"))),
            everything: cursor.child("everything").map(Cursor::head),
            flows: self.references_in(cursor.children_named("flows"), "flows"),
            retires: self.references_in(cursor.children_named("retires"), "flows"),
            keeps,
            starts: cursor.child("starts").and_then(|word| said(word.argument("date"), Given::date)),
            success,
            rollback,
            parallel_run: cursor.child("parallel-run").map(|word| self.parallel_run(word)),
        }
    }

    /// What a legacy system keeps, which it owns while the phase is the last one that is live.
    fn keeps(&mut self, phase: Id<Phase>, name: &crate::source::Span, word: Cursor<'f>) -> Keeps {
        let keeps = Keeps {
            system: self.reference(word.argument("system")),
            paths: self.paths(word.arguments_of("paths")),
            region: self.region(word),
            span: word.head(),
        };
        let during = Some(Ref { target: Some(phase), span: *name });
        if let Some(system) = keeps.system {
            for place in keeps.paths.iter().filter_map(|path| path.target) {
                self.model.owners.add(OwnerRule {
                    place,
                    region: keeps.region.clone(),
                    states: Vec::new(),
                    phases: PhaseRange { during, ..PhaseRange::default() },
                    system,
                    said_by: OwnerForm::Keeps(phase),
                    handover: None,
                    span: keeps.span,
                });
            }
        }
        keeps
    }

    fn parallel_run(&mut self, word: Cursor<'f>) -> ParallelRun {
        let mut compares = Vec::new();
        for compare in word.children_named("compare") {
            compares.push(Compare {
                paths: self.paths(compare.arguments_of("paths")),
                tolerance: said(compare.property("tolerance"), Given::number),
                percent: said(compare.property("percent"), Given::percent),
                max: integer(compare.property("max")),
                span: compare.head(),
            });
        }
        ParallelRun {
            time: said(word.property("for"), Given::duration),
            compares,
            decides: self.references_in(word.children_named("decides"), "teams"),
            span: word.head(),
        }
    }

    fn break_phase_circles(&mut self) {
        let after = self.model.phases.values().map(|phase| Some(phase.after?.target?.index()));
        for circle in circles(&after.collect::<Vec<_>>()) {
            let trail = trail(circle.iter().map(|&at| &*self.model.phases[Id::new(at)].head.name.text));
            let phase = &mut self.model.phases[Id::new(circle[0])];
            let Some(after) = &mut phase.after else { continue };
            after.target = None;
            let finding = problems::CIRCULAR_DEFINITION
                .finding(format!("the phase `{}` comes after itself: {trail}", phase.head.name))
                .at(after.span, "comes back to the phase itself")
                .help("take `after` out of the phase that comes first");
            self.notes.found.push(finding);
        }
    }
}
