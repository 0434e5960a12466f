//! The reference pages say what the definition says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use charter::language::{Language, reference};
use expect_test::expect_file;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}

#[test]
fn the_reference_pages_are_current() {
    for (path, text) in reference::pages(Language::get()) {
        expect_file![folder().join(&path)].assert_eq(&text);
    }
}

#[test]
fn there_is_no_page_that_is_not_written() {
    let written: BTreeSet<String> = reference::pages(Language::get()).into_iter().map(|(path, _)| path).collect();
    for entry in fs::read_dir(folder()).expect("there are pages") {
        let name = entry.expect("an entry can be read").file_name().to_string_lossy().into_owned();
        assert!(written.contains(&name), "docs/reference/{name} is written by nothing");
    }
}

#[test]
fn every_link_of_a_page_leads_somewhere() {
    let pages = reference::pages(Language::get());
    let anchors = |text: &str| -> BTreeSet<String> {
        let headings = text.lines().filter(|line| line.starts_with('#'));
        headings.map(|line| line.trim_start_matches('#').trim().replace('`', "").replace(' ', "-")).collect()
    };
    for (path, text) in &pages {
        for link in text.split("](").skip(1) {
            let target = link.split(')').next().expect("a link ends");
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.as_str() } else { file };
            let page = pages.iter().find(|(path, _)| path == file);
            let there = page.is_some_and(|(_, page)| anchor.is_empty() || anchors(page).contains(anchor));
            assert!(there, "{path}: {target}");
        }
    }
}
