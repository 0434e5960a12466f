//! The work of shaping and lowering grows with the charter and no faster, with and without mistakes.

#[path = "../../benches/charters/mod.rs"]
mod charters;

use crate::source::{FileId, SourceFile, Sources};
use crate::steps::counted;
use crate::syntax::{Form, shape};
use crate::{kdl, language, model};

use charters::Size;

/// What is looked at to shape a generated charter and to lower it, after `wrong` has taken the place of `right` in it.
fn steps(interfaces: usize, right: &str, wrong: &str) -> [u64; 2] {
    let mut sources = Sources::default();
    for (path, text) in charters::clean(&Size::interfaces(interfaces)) {
        sources.add(SourceFile::new(path, text.replace(right, wrong)));
    }
    let library = FileId(sources.iter().len() as u32);
    for (path, text) in language::standard() {
        sources.add(SourceFile::new(*path, *text));
    }
    let trees: Vec<_> = sources.iter().map(|(id, file)| (id, kdl::read(file.text()))).collect();
    let (shaping, forms) = counted(|| trees.into_iter().map(|(id, tree)| shape(id, tree).0).collect::<Vec<Form>>());
    let (lowering, _) = counted(|| model::build(&sources, &forms, library));
    [shaping, lowering]
}

fn check(right: &str, wrong: &str) {
    let (few, many) = (steps(200, right, wrong), steps(800, right, wrong));
    for (few, many) in few.into_iter().zip(many) {
        assert!(many * 10 <= few * 43, "{few} steps for 200 interfaces, {many} for 800: `{wrong}`");
    }
}

#[test]
fn the_work_is_linear_in_the_interfaces() {
    check("flow", "flow");
}

#[test]
fn the_work_is_linear_in_the_mistakes() {
    check("publish object-", "publish object-x");
    check("from system-", "from unknown-");
    check("    latency ", "    latenzy ");
    check(" owner system-", " owner=system-");
    check("field value-", "field \"value ");
    check("ordered-by id", "ordered-by ie");
}
