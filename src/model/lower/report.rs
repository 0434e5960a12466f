//! How resolution says what is wrong.

use crate::diagnostic::Diagnostic;
use crate::model::choice::Choice;
use crate::model::key::Kind;
use crate::model::name::Name;
use crate::model::problems;
use crate::rule::Code;
use crate::source::Span;
use crate::syntax::nearest::nearest;

use super::Lowering;
use super::names::Space;

/// A list of allowed names is shown when it is no longer than this.
pub(super) const SHORT: usize = 12;

impl Lowering<'_> {
    /// Two elements have one name. `within` is what holds both, where that matters.
    pub(super) fn duplicate(&mut self, kind: Kind, within: Option<&str>, name: &Name, first: Span) {
        let text = &name.text;
        let message = match within {
            Some(within) => format!("`{within}` has two {}s called `{text}`", kind.word()),
            None if kind.is_named() => format!("two {} are called `{text}`", plural(kind)),
            None => format!("`{text}` has two {}", plural(kind)),
        };
        let finding = problems::DUPLICATE_NAME
            .finding(message)
            .at(name.span, "the second one")
            .and(first, "the first one")
            .help("give one of them another name, or join them");
        self.notes.found.push(finding);
    }

    /// A name that counts everywhere, and that nothing has.
    pub(super) fn unknown_name(&mut self, kind: Kind, name: &str, span: Span) {
        if let Some((other, meaning)) = self.names.elsewhere(Space::of(kind), name) {
            let message = format!("`{name}` is {}, not {}", other.with_article(), kind.with_article());
            let finding = problems::UNKNOWN_NAME
                .finding(message)
                .at(span, format!("{} is wanted here", kind.with_article()))
                .and(meaning.span, format!("declared as {} here", other.with_article()));
            let finding = self.meant(finding, Space::of(kind), name, span);
            self.notes.found.push(finding);
            return;
        }
        let code = if kind == Kind::Scope { &problems::UNKNOWN_SCOPE } else { &problems::UNKNOWN_NAME };
        let finding = code.finding(format!("there is no {kind} `{name}`")).at(span, format!("no {kind} has this name"));
        let mut finding = self.meant(finding, Space::of(kind), name, span);
        if finding.help.is_none() {
            finding = finding.help(format!("declare it with `{kind} {name}`, or write the name of one that there is"));
        }
        self.notes.found.push(finding);
    }

    /// A name that counts inside `whole`, and that nothing there has.
    pub(super) fn unknown_part(&mut self, code: &'static Code, space: Space, whole: &str, name: &str, span: Span) {
        let kind = space.kind;
        let what = if kind == Kind::ScopeValue { "value" } else { kind.word() };
        let finding = code
            .finding(format!("`{whole}` has no {what} `{name}`"))
            .at(span, format!("no {what} of `{whole}` has this name"));
        let finding = self.meant(finding, space, name, span);
        self.notes.found.push(finding);
    }

    /// Something of another kind stands where `wanted` is.
    pub(super) fn wrong_kind(&mut self, message: String, span: Span, label: &str, declared: Span) {
        let finding = problems::WRONG_KIND.finding(message).at(span, label).and(declared, "declared here");
        self.notes.found.push(finding);
    }

    /// Adds which names there are, and the one that was probably meant.
    pub(super) fn meant(&mut self, finding: Diagnostic, space: Space, name: &str, span: Span) -> Diagnostic {
        let names = self.names.all(space, &mut self.notes.comparisons);
        let finding = if names.len() <= SHORT { finding.allowed(names.iter().copied()) } else { finding };
        suggest(finding, &names, name, span)
    }
}

/// Names the one of `names` that is nearest to what was written, with a fix.
pub(super) fn suggest(finding: Diagnostic, names: &[&str], name: &str, span: Span) -> Diagnostic {
    if let Some(known) = nearest(name, names.iter().copied()) {
        return finding.help(format!("did you mean `{known}`?")).fix(format!("write `{known}`"), span, known);
    }
    if finding.allowed.is_empty() {
        return finding;
    }
    let names: Vec<String> = finding.allowed.iter().map(|name| format!("`{name}`")).collect();
    finding.help(format!("there are {}", names.join(", ")))
}

/// What several elements of a kind are called.
fn plural(kind: Kind) -> String {
    crate::language::DeclaredKind::from_word(kind.word())
        .map_or_else(|| format!("{kind}s"), |kind| kind.plural().to_owned())
}
