//! The generated Go of a small charter.

use expect_test::expect_file;

use super::{analysis_of, artifact, built};

const SHOP: &str = include_str!("shop.kdl");

fn in_go(text: &str) -> String {
    assert!(text.contains("generate typescript { out \"ts\""));
    text.replace("generate typescript { out \"ts\"", "generate go { out \"go\"")
}

#[test]
fn the_files_of_a_small_charter_are_as_expected() {
    let artifacts = built(&analysis_of(&in_go(SHOP)));
    let paths: Vec<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let is_ours = |path: &&str| path.starts_with("go/") && !path.starts_with("go/mapping/");
    let written: Vec<&str> = paths.iter().copied().filter(is_ours).collect();
    assert_eq!(
        written,
        ["go/go.mod", "go/order_down_flow.go", "go/shop_order_record.go", "go/types.go", "go/wms_order_record.go"]
    );
    for path in written {
        let golden = format!("{}/tests/generate/golden/{path}", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(artifact(&artifacts, path));
    }
}

#[test]
fn the_package_is_called_after_the_charter_and_never_like_a_word_of_the_language() {
    let check = |charter: &str, package: &str| {
        let text = in_go(SHOP).replace("charter shop ", &format!("charter {charter} "));
        let artifacts = built(&analysis_of(&text));
        assert!(artifact(&artifacts, "go/go.mod").starts_with(&format!("module {package}\n")), "{charter}");
        assert!(artifact(&artifacts, "go/types.go").contains(&format!("\npackage {package}\n")), "{charter}");
    };
    check("shop-and-Depot", "shopanddepot");
    check("range", "rangecharter");
    check("mapping", "mappingcharter");
}
