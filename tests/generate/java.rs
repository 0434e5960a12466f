//! The generated Java of a small charter.

use expect_test::expect_file;

use super::{analysis_of, artifact, built};

/// The charter, asking for Java.
fn shop() -> String {
    let text = include_str!("shop.kdl");
    let java = text.replace("generate typescript { out \"ts\";", "generate java { out \"java\";");
    assert_ne!(text, java);
    java
}

#[test]
fn the_files_of_a_small_charter_are_as_expected() {
    let artifacts = built(&analysis_of(&shop()));
    let paths: Vec<&str> = artifacts.iter().map(|artifact| &*artifact.path).collect();
    let is_of_the_charter = |path: &&str| path.starts_with("java/") && !path.contains("/runtime/");
    let written: Vec<&str> = paths.iter().copied().filter(is_of_the_charter).collect();
    let names = ["ExceptionName", "Money", "Order", "OrderLine", "Service"];
    let classes = ["flows/OrderDownFlow", "records/ShopOrderMapping", "records/WmsOrderMapping"];
    let sources = names.iter().chain(&classes).map(|class| format!("java/src/main/java/shop/{class}.java"));
    let expected: Vec<String> = [String::from("java/pom.xml")].into_iter().chain(sources).collect();
    assert_eq!(written, expected);
    for path in written {
        let golden = format!("{}/tests/generate/golden/{path}", env!("CARGO_MANIFEST_DIR"));
        expect_file![golden].assert_eq(artifact(&artifacts, path));
    }
}

#[test]
fn a_type_is_clear_of_the_classes_that_files_name() {
    let text = shop()
        .replace("object order ", "object place ")
        .replace("order.", "place.")
        .replace("publish order", "publish place")
        .replace("object=order", "object=place")
        .replace("creates order", "creates place");
    let artifacts = built(&analysis_of(&text));
    assert!(artifact(&artifacts, "java/src/main/java/shop/Place2.java").contains("public record Place2("));
}

#[test]
fn the_runtime_is_in_a_package_of_the_program() {
    let artifacts = built(&analysis_of(&shop()));
    let problem = artifact(&artifacts, "java/src/main/java/shop/runtime/Problem.java");
    assert!(problem.contains("package shop.runtime;\n\nimport shop.ExceptionName;\n"), "{problem}");
}

#[test]
fn a_key_is_a_name_of_java_and_stays_a_key_of_json() {
    let text = shop()
        .replace("\"remark\"", "\"class\"")
        .replace("\"picker\" picker\n    each \"lines\"", "\"$\" picker\n    each \"lines\"");
    let artifacts = built(&analysis_of(&text));
    let code = artifact(&artifacts, "java/src/main/java/shop/records/WmsOrderMapping.java");
    assert!(code.contains(".add(\"class\", class2)") && code.contains(".add(\"$\", _2)"), "{code}");
}
