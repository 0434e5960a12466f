//! The graph of a charter as a picture: what is drawn, where it stands, and that it stays as it is.

use std::fmt::Write;

use charter::analysis::Analysis;
use charter::diagnostic::Severity;
use charter::generate::picture::layout::{Cable, Lead, Plan, Rect, Size, arrange};
use charter::generate::picture::{MOST_SYSTEMS, dot, mermaid, svg};
use charter::query::graph::{Graph, Owns};
use expect_test::expect_file;

use super::example as shipped;
use crate::example::{analyze, sources};

/// A charter whose second flow promises what it cannot keep.
const DESK: &str = include_str!("picture.kdl");

/// The graph of a charter; of one object, where one is named.
pub fn graph(analysis: &Analysis, object: Option<&str>) -> Graph {
    let object = object.map(|name| {
        let objects = analysis.facts.model.objects.iter();
        let found = objects.filter(|(_, object)| &*object.head.name.text == name).map(|(id, _)| id).next();
        found.expect("the object is there")
    });
    Graph::of(&analysis.facts, &analysis.forms, &analysis.report, object)
}

pub fn desk() -> Analysis {
    analyze(sources(DESK))
}

#[test]
fn an_error_marks_the_flow_it_points_at() {
    let analysis = desk();
    let errors: Vec<_> = analysis.report.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.iter().map(|finding| &*finding.code).collect::<Vec<_>>(), ["two-owners", "class-unattainable"]);
    let graph = graph(&analysis, None);
    let codes = |from: &str, to: &str| {
        let name = |at: usize| graph.systems[at].name.as_str();
        let link = graph.links.iter().find(|link| name(link.from) == from && name(link.to) == to);
        link.expect("something flows there").conflicts()
    };
    assert_eq!(codes("wms", "shop"), ["class-unattainable"]);
    assert_eq!(codes("shop", "wms"), [""; 0]);
    let marked: Vec<&str> =
        graph.systems.iter().filter(|system| !system.conflicts.is_empty()).map(|system| &*system.name).collect();
    assert_eq!(marked, ["wms", "erp"], "the systems that are named where two owners meet");
}

#[test]
fn an_object_keeps_its_flows_and_its_owners() {
    let analysis = desk();
    let graph = graph(&analysis, Some("order"));
    let names: Vec<&str> = graph.systems.iter().map(|system| &*system.name).collect();
    assert_eq!(names, ["shop", "wms"]);
    assert_eq!(graph.flows(), 1);
    assert_eq!(graph.systems[0].owns, Some(Owns { fields: 2, of: 2 }));
    assert_eq!(graph.systems[1].owns, None);
}

#[test]
fn the_pictures_of_a_small_charter() {
    let graph = graph(&desk(), None);
    expect_file!["golden/picture/desk.svg"].assert_eq(&svg(&graph).expect("it is small"));
    expect_file!["golden/picture/desk.mmd"].assert_eq(&mermaid(&graph));
    expect_file!["golden/picture/desk.dot"].assert_eq(&dot(&graph));
}

#[test]
fn the_pictures_in_the_documentation_are_those_of_the_example() {
    let analysis = shipped("omnichannel");
    let picture = |object| svg(&graph(&analysis, object)).expect("it fits into a picture");
    expect_file!["../../docs/pictures/omnichannel.svg"].assert_eq(&picture(None));
    expect_file!["../../docs/pictures/omnichannel-inventory.svg"].assert_eq(&picture(Some("inventory")));
}

#[test]
fn the_flagship_has_few_crossings() {
    let text = svg(&graph(&shipped("omnichannel"), None)).expect("it fits into a picture");
    let size = |name: &str| -> i64 {
        let (_, rest) = text.split_once(&format!(" {name}=\"")).expect("the picture says its size");
        rest.split('"').next().and_then(|size| size.parse().ok()).expect("the size is a number")
    };
    assert!(size("width") <= 2000 && size("height") <= 1100, "{} by {}", size("width"), size("height"));
}

#[test]
fn more_than_a_picture_holds_is_refused() {
    let mut text = "charter many\nteam it { contact \"x@y.example\" }\n".to_owned();
    for n in 0..=MOST_SYSTEMS {
        writeln!(text, "system s{n} kind=erp team=it").expect("a string takes any text");
    }
    let graph = graph(&analyze(sources(&text)), None);
    let refused = svg(&graph).expect_err("it is too large").to_string();
    assert_eq!(refused, "one picture holds 120 systems and 600 pairs of them with flows; here are 121 and 0");
    assert!(dot(&graph).contains("s120"), "a layout tool gets all of it");
}

#[test]
fn names_cannot_break_out_of_a_picture() {
    let text = DESK.replace("title \"Order desk\"", "title \"<script>&\\\"'\\u{202e}; # end\"");
    let graph = graph(&analyze(sources(&text)), None);
    let drawn = svg(&graph).expect("it is small");
    assert!(!drawn.contains("<script") && drawn.contains("&lt;script&gt;&amp;&quot;"), "{drawn}");
    assert!(dot(&graph).contains("label=\"<script>&amp;\\\"'"), "{}", dot(&graph));
    assert!(mermaid(&graph).contains("accTitle:  script"), "{}", mermaid(&graph));
}

/// Random boxes and cables.
fn sheet(random: &mut fastrand::Rng) -> (Vec<Size>, Vec<Cable>) {
    let count = random.usize(1..12);
    let boxes = (0..count).map(|_| Size { width: random.i64(60..200), height: random.i64(30..90) }).collect();
    let mut cables = Vec::new();
    for a in 0..count {
        for b in a + 1..count {
            if random.u8(0..100) < 35 {
                let mut lead = || Lead {
                    weight: random.i64(1..6),
                    label: Size { width: random.i64(0..120), height: random.i64(0..60) },
                };
                let (there, back) = (lead(), lead());
                let lanes = match random.u8(0..3) {
                    0 => [Some(there), None],
                    1 => [None, Some(back)],
                    _ => [Some(there), Some(back)],
                };
                cables.push(Cable { ends: if random.bool() { [a, b] } else { [b, a] }, lanes });
            }
        }
    }
    (boxes, cables)
}

fn meet(a: Rect, b: Rect) -> bool {
    let apart = |at: i64, size: i64, other: i64, other_size: i64| at + size <= other || other + other_size <= at;
    !(apart(a.x, a.size.width, b.x, b.size.width) || apart(a.y, a.size.height, b.y, b.size.height))
}

fn rect(x: [i64; 2], y: [i64; 2]) -> Rect {
    let (left, top) = (x[0].min(x[1]), y[0].min(y[1]));
    Rect { x: left, y: top, size: Size { width: (x[0] - x[1]).abs(), height: (y[0] - y[1]).abs() } }
}

/// What is wrong with a plan.
fn faults(plan: &Plan, sizes: &[Size], cables: &[Cable]) -> Vec<String> {
    let mut faults = Vec::new();
    for (at, a) in plan.boxes.iter().enumerate() {
        if a.size.width < sizes[at].width || a.size.height < sizes[at].height {
            faults.push(format!("box {at} is too small"));
        }
        if plan.boxes[at + 1..].iter().any(|b| meet(*a, *b)) {
            faults.push(format!("box {at} meets another"));
        }
    }
    let mut labels: Vec<Rect> = Vec::new();
    for line in &plan.lines {
        let cable = &cables[line.cable];
        let ends = [cable.ends[line.start], cable.ends[1 - line.start]].map(|end| plan.boxes[end]);
        let (first, last) = (line.levels[0], line.levels[line.levels.len() - 1]);
        for (x, y, end) in [(first.from, first.y, ends[0]), (last.to, last.y, ends[1])] {
            let at_side = x == end.x || x == end.x + end.size.width;
            if !at_side || y <= end.y || y >= end.y + end.size.height {
                faults.push(format!("cable {} does not end at its box", line.cable));
            }
        }
        let bends = line.levels.windows(2).map(|pair| rect([pair[0].to, pair[1].from], [pair[0].y, pair[1].y]));
        let levels = line.levels.iter().map(|level| rect([level.from, level.to], [level.y, level.y]));
        let met = |piece: Rect| plan.boxes.iter().any(|box_| meet(*box_, piece));
        if levels.chain(bends).any(met) {
            faults.push(format!("cable {} runs through a box", line.cable));
        }
        let lead = cable.lanes[line.start].expect("the line is a lane");
        let direction = (first.to - first.from).signum();
        let (width, half) = (direction * lead.label.width, lead.label.height / 2);
        labels.push(rect([first.from, first.from + width], [first.y - half, first.y + half]));
        if (first.to - first.from).abs() < lead.label.width {
            faults.push(format!("the label of cable {} does not fit", line.cable));
        }
    }
    for (at, label) in labels.iter().enumerate() {
        let others = labels[at + 1..].iter().chain(&plan.boxes);
        let lines = plan.lines.iter().enumerate().filter(|(line, _)| *line != at);
        let levels = lines.flat_map(|(_, line)| &line.levels);
        let level =
            |level: &charter::generate::picture::layout::Level| rect([level.from, level.to], [level.y, level.y]);
        if others.copied().chain(levels.map(level)).any(|other| meet(*label, other)) {
            faults.push(format!("label {at} is overlapped"));
        }
    }
    faults
}

#[test]
fn nothing_overlaps_and_every_line_ends_at_its_boxes_in_any_picture() {
    let mut random = fastrand::Rng::with_seed(41);
    let mut lines = 0;
    for case in 0..60 {
        let (sizes, cables) = sheet(&mut random);
        let plan = arrange(&sizes, &cables);
        assert_eq!(faults(&plan, &sizes, &cables), [""; 0], "case {case}: {sizes:?} {cables:?}");
        if case % 10 == 0 {
            assert_eq!(plan, arrange(&sizes, &cables), "case {case} is not the same twice");
        }
        lines += plan.lines.len();
        assert_eq!(plan.lines.len(), cables.iter().map(|cable| cable.lanes.iter().flatten().count()).sum::<usize>());
    }
    assert!(lines > 500, "{lines} lines were judged");
}

#[test]
fn a_plan_with_a_fault_is_noticed() {
    let mut random = fastrand::Rng::with_seed(7);
    let (sizes, cables) =
        std::iter::repeat_with(|| sheet(&mut random)).find(|(_, cables)| cables.len() > 8).expect("one");
    let plan = arrange(&sizes, &cables);
    let spoiled = |spoil: &dyn Fn(&mut Plan)| {
        let mut plan = plan.clone();
        spoil(&mut plan);
        !faults(&plan, &sizes, &cables).is_empty()
    };
    assert!(spoiled(&|plan| plan.boxes[1] = plan.boxes[0]));
    assert!(spoiled(&|plan| plan.lines[0].levels[0].y -= 500));
    assert!(spoiled(&|plan| plan.lines[0].levels[0].from += 3));
    assert!(spoiled(&|plan| plan.boxes[0].size.width = 5));
    assert!(spoiled(&|plan| plan.lines[3] = plan.lines[2].clone()));
}
