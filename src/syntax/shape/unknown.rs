//! Words that the language does not know at their place.

use crate::kdl::Node;
use crate::language::{Language, WordId};

use super::{Checker, Place, codes};
use crate::syntax::nearest::nearest;

/// Names in backticks, joined by commas.
pub(super) fn list(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// Where words called `name` may stand: "in `object`, `field` and others".
fn homes(language: &Language, name: &str) -> Option<String> {
    const SHOWN: usize = 3;
    let words: Vec<WordId> = language.named(name).collect();
    if words.is_empty() {
        return None;
    }
    if language.top(name).is_some() {
        return Some("at the top of a file".to_owned());
    }
    let mut parents: Vec<&str> = Vec::new();
    for parent in words.iter().flat_map(|word| language.parents(*word)) {
        let parent = language.word(*parent).name;
        if !parents.contains(&parent) {
            parents.push(parent);
        }
    }
    let shown = list(&parents[..parents.len().min(SHOWN)]);
    Some(if parents.len() > SHOWN { format!("in {shown} and others") } else { format!("in {shown}") })
}

impl Checker {
    /// Reports a node that is no word of its place. What stands inside is not looked at.
    pub(super) fn unknown_word(&mut self, place: Place<'_>, node: Node<'_>, name: &str) {
        const FEW: usize = 12;
        let language = self.language;
        let words: Vec<&'static str> = place.children(language).map(|child| language.word(child.word).name).collect();
        let near = nearest(name, words.iter().copied());
        self.excused.extend(near);
        let span = self.span(node.name().span());
        let (message, property) = match place {
            Place::File => (format!("unknown word `{name}`"), None),
            Place::Node(parent, word, like) => {
                let property = language.word(word).property(name);
                let like = like.map_or(String::new(), |like| format!(" for `{}`", language.word(like).name));
                (format!("`{name}` is not a word of `{}`{like}", parent.name().get()), property)
            }
        };
        self.report(&codes::UNKNOWN_WORD, message, |finding| {
            let mut finding = finding.at(span, "unknown here");
            if words.len() <= FEW {
                finding = finding.allowed(words.iter().copied());
            }
            if let Some(property) = property {
                return finding.help(format!(
                    "`{name}` is a property: write `{name}=` before the `{{`, {}",
                    property.ty.expectation()
                ));
            }
            if let Some(near) = near {
                finding = finding.fix(format!("write `{near}`"), span, near);
            }
            match (homes(language, name), near) {
                (Some(homes), None) => finding.help(format!("`{name}` stands {homes}")),
                (Some(homes), Some(near)) => finding.help(format!("did you mean `{near}`; `{name}` stands {homes}")),
                (None, Some(near)) => finding.help(format!("did you mean `{near}`")),
                (None, None) if words.len() <= FEW => finding.help(format!("what may stand here: {}", list(&words))),
                (None, None) => finding,
            }
        });
    }
}
