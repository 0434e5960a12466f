//! The pages of the reader's findings: their examples do what they say, and their fixes help.

use charter::kdl::{CODES, diagnostics, read};
use charter::source::FileId;

/// The lines that `//~ NAME` marks.
fn marked(text: &str, name: &str) -> Vec<usize> {
    let mark = format!("//~ {name}");
    (1..).zip(text.lines()).filter(|(_, line)| line.trim_end().ends_with(&mark)).map(|(number, _)| number).collect()
}

fn found(text: &str) -> Vec<(usize, String)> {
    let tree = read(text);
    let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
    diagnostics(&tree, FileId(0))
        .into_iter()
        .map(|finding| (finding.primary().map_or(0, |label| line(label.span.start)), finding.code.into_owned()))
        .collect()
}

#[test]
fn every_page_fails_as_marked_and_passes_when_put_right() {
    for code in CODES {
        assert!(code.explain.len() > 80, "`{}` explains too little", code.name);
        if code.name == "too-large" {
            continue; // An example would be 256 MiB.
        }
        let expected: Vec<_> =
            marked(code.fails, code.name).into_iter().map(|line| (line, code.name.to_owned())).collect();
        assert!(!expected.is_empty(), "`{}` marks no line", code.name);
        assert_eq!(found(code.fails), expected, "`{}`", code.name);
        assert_eq!(found(code.passes), [], "`{}`", code.name);
        assert_eq!(read(code.passes).problems(), [], "`{}`", code.name);
    }
}

#[test]
fn a_fix_leaves_nothing_to_find() {
    for text in [
        "a true\n",
        "true 1\n",
        "a 1=2\n",
        "a \"b\"c\n",
        "a {} b\n",
        "a;; b\n",
        "a\n}\nb\n",
        "a { b true; c k=null } d\n",
    ] {
        let mut fixed = text.to_owned();
        let mut changes: Vec<_> = read(text).problems().iter().map(|problem| problem.fix().expect("a fix")).collect();
        changes.sort_by_key(|fix| std::cmp::Reverse(fix.range.start));
        for fix in changes {
            fixed.replace_range(fix.range.start as usize..fix.range.end as usize, &fix.text);
        }
        assert_eq!(read(&fixed).problems(), [], "{text:?} became {fixed:?}");
    }
}

#[test]
fn messages_are_in_the_style_of_the_house() {
    let broken = CODES.iter().map(|code| code.fails).collect::<String>();
    for problem in
        CODES.iter().flat_map(|code| read(code.fails).problems().to_vec()).chain(read(&broken).problems().to_vec())
    {
        let message = problem.message();
        let first = message.chars().next().expect("a message");
        assert!(!first.is_uppercase() || message.starts_with("KDL"), "{message}");
        assert!(!message.ends_with('.') && !message.contains("``"), "{message}");
    }
    for pair in CODES.windows(2) {
        assert!(pair[0].name < pair[1].name, "the list is sorted");
    }
}
