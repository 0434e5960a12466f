//! The official test suite of KDL 2: what must be accepted, what must be refused, and what the accepted says.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use charter::kdl::{Entry, Node, Text, Tree, Value, read};

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output =
        Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The suite comes inside the package of the `kdl` crate.
fn suite() -> PathBuf {
    let version = String::from_utf8(cargo(&["-vV"])).expect("cargo writes text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo names its host");
    // Only packages of this platform are certain to be on this machine.
    let metadata = cargo(&["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host]);
    let metadata: serde_json::Value = serde_json::from_slice(&metadata).expect("cargo writes JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let kdl = packages.iter().find(|package| package["name"] == "kdl").expect("kdl is a dependency");
    let manifest = kdl["manifest_path"].as_str().expect("a package has a manifest");
    PathBuf::from(manifest).with_file_name("tests").join("test_cases")
}

/// What a document says, one line per node, without how it is written.
pub fn meaning(tree: &Tree) -> String {
    let mut lines = String::new();
    for node in tree.all() {
        let depth = std::iter::successors(node.parent(), |parent| parent.parent()).count();
        lines.push_str(&"  ".repeat(depth));
        lines.push_str(&node_meaning(node));
        lines.push('\n');
    }
    lines
}

/// What a node and everything in it says.
pub fn subtree_meaning(node: Node<'_>) -> String {
    let children: Vec<_> = node.children().map(subtree_meaning).collect();
    format!("{} {{{}}}", node_meaning(node), children.join(";"))
}

fn node_meaning(node: Node<'_>) -> String {
    let mut words = vec![format!("{}{:?}", annotation_meaning(node.annotation()), node.name())];
    words.extend(node.arguments().map(entry_meaning));
    let properties = node.properties().map(|property| {
        let key = property.key().expect("a property has a key").get().into_owned();
        let value = format!("{key:?}={}", entry_meaning(property));
        (key, value)
    });
    words.extend(properties.collect::<BTreeMap<_, _>>().into_values());
    words.join(" ")
}

fn annotation_meaning(annotation: Option<Text<'_>>) -> String {
    annotation.map_or_else(String::new, |text| format!("({text:?})"))
}

fn entry_meaning(entry: Entry<'_>) -> String {
    annotation_meaning(entry.annotation()) + &value_meaning(entry.value())
}

fn value_meaning(value: Value<'_>) -> String {
    match value {
        Value::String(text) => format!("{text:?}"),
        Value::Bool(truth) => truth.to_string(),
        Value::Null => "null".to_owned(),
        Value::Number(number) => match number.digits() {
            None => format!("number {}", number.raw()),
            Some(digits) => format!("number {}", decimal(&digits)),
        },
    }
}

/// One form for each decimal number: an integer without trailing zeros, and a power of ten.
fn decimal(digits: &str) -> String {
    let lower = digits.to_ascii_lowercase();
    let (mantissa, power) = lower.split_once('e').unwrap_or((&lower, "0"));
    // A power that does not even fit here is compared as it is written.
    let Ok(power) = power.parse::<i64>() else { return lower };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |whole| ("-", whole));
    let all = format!("{whole}{fraction}");
    let short = all.trim_end_matches('0');
    let moved = all.len() as i128 - short.len() as i128 - fraction.len() as i128;
    let power = i128::from(power) + moved;
    let short = short.trim_start_matches('0');
    if short.is_empty() { "0".to_owned() } else { format!("{sign}{short}e{power}") }
}

fn float(tree: &Tree) -> f64 {
    let property = tree.nodes().next().and_then(|node| node.property("prop"));
    property.and_then(|property| property.value().as_number()).expect("a number").as_f64()
}

#[test]
fn the_official_suite_is_judged_as_it_demands() {
    let suite = suite();
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    let mut inputs: Vec<_> = suite
        .join("input")
        .read_dir()
        .expect("the suite is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    inputs.sort();
    for input in inputs {
        let name = input.file_stem().expect("a file").to_string_lossy().into_owned();
        let tree = read(&std::fs::read_to_string(&input).expect("the suite is text"));
        let valid = tree.problems().is_empty();
        if name.ends_with("_fail") {
            refused += 1;
            if valid {
                wrong.push(format!("{name}: accepted"));
            }
            continue;
        }
        accepted += 1;
        let expected = if name == "hex" {
            // The package has no expectation: this number does not fit the library's integers.
            "node 12379813812177893520\n".to_owned()
        } else {
            std::fs::read_to_string(suite.join("expected_kdl").join(format!("{name}.kdl"))).expect("an expectation")
        };
        let expected = read(&expected);
        if !valid || !expected.problems().is_empty() {
            wrong.push(format!("{name}: refused: {:?} {:?}", tree.problems(), expected.problems()));
        } else if name.starts_with("sci_notation") {
            // The expectation was rounded to a float of 64 bits.
            assert_eq!(float(&tree).to_bits(), float(&expected).to_bits(), "{name}");
        } else if meaning(&tree) != meaning(&expected) {
            wrong.push(format!("{name}: says\n{}instead of\n{}", meaning(&tree), meaning(&expected)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(accepted > 200 && refused > 80, "{accepted} accepted, {refused} refused");
}
