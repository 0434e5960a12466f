//! The generated code of a small charter, and what keeps something from being generated.

use charter::generate;
use expect_test::expect_file;

use super::{analysis_of, artifact, built};

const SHOP: &str = include_str!("shop.kdl");

#[test]
fn the_files_of_a_small_charter_are_as_expected() {
    let artifacts = built(&analysis_of(SHOP));
    let paths: Vec<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let is_of_the_charter = |path: &&str| !path.contains("/runtime/") && !path.ends_with("__init__.py");
    let written: Vec<&str> = paths.iter().copied().filter(is_of_the_charter).collect();
    assert_eq!(
        written,
        [
            "py/flows/order_down.py",
            "py/objects.py",
            "py/records/shop_order.py",
            "py/records/wms_order.py",
            "ts/flows/order-down.ts",
            "ts/records/shop-order.ts",
            "ts/records/wms-order.ts",
            "ts/types.ts"
        ]
    );
    for path in written {
        let golden = format!("{}/tests/generate/golden/{path}", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(artifact(&artifacts, path));
    }
}

#[test]
fn a_flow_does_not_write_what_its_receiver_owns_or_protects() {
    let flow = |text: &str| artifact(&built(&analysis_of(text)), "ts/flows/order-down.ts").to_owned();
    assert!(flow(SHOP).contains("note"));
    assert!(!flow(SHOP).contains("picker"), "the warehouse owns it");
    let protected = SHOP.replace("reads order.lines within", "protects order.note\n    reads order.lines within");
    assert_ne!(protected, SHOP);
    let protected = protected + "\nallow protected-overwrite because=\"left out of the code\" until=\"2027-01-31\"\n";
    assert!(!flow(&protected).contains("note"), "the warehouse protects it");
}

#[test]
fn a_step_that_cannot_be_written_is_a_finding_at_its_place() {
    let text = SHOP.replace("{ trim }", "{ normalise phone }");
    assert_ne!(text, SHOP);
    let analysis = analysis_of(&text);
    let generated = generate::run(&analysis);
    let found: Vec<String> = generated
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.primary().map_or("", |label| &label.text)))
        .collect();
    assert!(found.iter().any(|found| found.contains("the step `normalise` is not supported yet")), "{found:?}");
}

#[test]
fn words_of_the_language_and_names_of_the_runtime_are_no_names() {
    let text = SHOP
        .replace("object order ", "object place ")
        .replace("order.", "place.")
        .replace("publish order", "publish place")
        .replace("object=order", "object=place")
        .replace("creates order", "creates place");
    let artifacts = built(&analysis_of(&text));
    assert!(artifact(&artifacts, "ts/types.ts").contains("export interface Place2 {"));
}

#[test]
fn two_fields_with_one_key_are_a_finding() {
    let text = SHOP.replace("field note string", "field orderNo string\n    field note string");
    let generated = generate::run(&analysis_of(&text));
    assert!(
        generated.findings.iter().any(|finding| finding.message.contains("this field")),
        "{:#?}",
        generated.findings
    );
}
