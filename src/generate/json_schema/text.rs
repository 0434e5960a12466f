//! Sentences for readers of documents: lists of names, counts, paragraphs.

use std::fmt::Display;

/// Texts as a sentence lists them: "`a`, `b` and `c`".
pub(in crate::generate) fn listed<T: Display>(names: impl IntoIterator<Item = T>) -> String {
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    let Some(last) = names.pop() else { return String::new() };
    if names.is_empty() { last } else { format!("{} and {last}", names.join(", ")) }
}

/// "1 call", "50 calls".
pub(in crate::generate) fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A text as a sentence: a capital in front, a full stop behind.
pub(in crate::generate) fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let stop = if text.ends_with(['.', '!', '?', ':', ')']) { "" } else { "." };
    first.to_uppercase().chain(letters).chain(stop.chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_listed_as_people_do() {
        assert_eq!(listed(["a"]), "`a`");
        assert_eq!(listed(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(listed::<&str>([]), "");
        assert_eq!(sentence("the item is unknown"), "The item is unknown.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(counted(1, "call") + &counted(2, "call"), "1 call2 calls");
    }
}
