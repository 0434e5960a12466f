//! `OpenAPI` documents, as the tools of other people read them, and the sample payloads against their schemas.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::{accepts, oracle};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Builds a charter, and returns the folder of what was generated.
pub fn built(charter: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let status = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["build", "--quiet", "--as-of", "2026-11-24", "--out"])
        .arg(folder.path())
        .arg(root().join(charter))
        .status()
        .expect("charter starts");
    assert!(status.success());
    folder
}

fn redocly(document: &Path) -> Command {
    let mut command = oracle("redocly");
    command.arg("lint").arg("--config").arg(root().join(".ci/oracles/redocly.yaml")).arg(document);
    command
}

pub fn refuses(mut command: Command) {
    let output = command.output().expect("the tool starts");
    assert!(!output.status.success(), "{command:?} accepts anything");
}

pub fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("the file is there")).expect("it is JSON")
}

#[test]
fn the_documents_are_accepted_and_broken_ones_are_not() {
    let mut seen = 0;
    for charter in ["examples/omnichannel", "tests/generate/depot"] {
        let folder = built(charter);
        let documents = documents(folder.path());
        for document in &documents {
            accepts(oracle("openapi-spec-validator").arg(document));
            accepts(&mut redocly(document));
            seen += 1;
        }
        let broken = folder.path().join("broken.json");
        let text = fs::read_to_string(&documents[0]).expect("the document was written");
        fs::write(&broken, text.replacen("\"in\": \"path\"", "\"in\": \"parth\"", 1)).expect("the file can be written");
        let mut validator = oracle("openapi-spec-validator");
        validator.arg(&broken);
        refuses(validator);
        refuses(redocly(&broken));
    }
    assert!(seen >= 5, "{seen}");
}

/// A schema of a document, with everything that it refers to.
fn schema(document: &Value, name: &str) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": format!("#/components/schemas/{name}"),
        "components": document["components"],
    })
}

#[test]
fn a_sample_fits_the_schema_and_a_broken_one_does_not() {
    let folder = built("examples/omnichannel");
    let document = read(&folder.path().join("wms.orders-api.openapi.json"));
    let sample = read(&root().join("examples/omnichannel/samples/wms-order.json"));
    for name in ["CreateSalesOrderRequest", "ChangeSalesOrderRequest"] {
        let validator = jsonschema::validator_for(&schema(&document, name)).expect("the schema is one");
        let verdict = validator.validate(&sample);
        assert!(verdict.is_ok(), "{name}: {verdict:?}");
    }
    let create = jsonschema::validator_for(&schema(&document, "CreateSalesOrderRequest")).expect("the schema is one");
    let change = jsonschema::validator_for(&schema(&document, "ChangeSalesOrderRequest")).expect("the schema is one");
    let refused = |validator: &jsonschema::Validator, what: &str, damage: &dyn Fn(&mut Value)| {
        let mut payload = sample.clone();
        damage(&mut payload);
        assert_ne!(payload, sample, "{what}: nothing was damaged");
        assert!(!validator.is_valid(&payload), "{what}");
    };
    let remove = |payload: &mut Value, name: &str| {
        payload.as_object_mut().expect("it is an object").remove(name);
    };
    refused(&create, "a missing member", &|payload| remove(payload, "orderNumber"));
    refused(&create, "a missing member of a line", &|payload| remove(&mut payload["lines"][0], "item"));
    refused(&create, "a code that is in no row", &|payload| payload["channel"] = json!("web"));
    refused(&create, "a text that is too long", &|payload| payload["shipTo"]["name"] = json!("x".repeat(41)));
    refused(&create, "a text that breaks its pattern", &|payload| payload["lines"][1]["item"] = json!("mug-1"));
    refused(&create, "an empty item", &|payload| payload["lines"][1]["item"] = json!(""));
    refused(&create, "another unit", &|payload| payload["lines"][0]["uom"] = json!("CS"));
    refused(&create, "no line at all", &|payload| payload["lines"] = json!([]));
    refused(&create, "a number in place of an exact text", &|payload| {
        payload["declaredValue"]["amount"] = json!(137.75);
    });
    refused(&create, "an amount with three places", &|payload| payload["declaredValue"]["amount"] = json!("137.750"));
    refused(&create, "null where it is not allowed", &|payload| payload["serviceCode"] = Value::Null);
    refused(&change, "a state that is no state", &|payload| payload["stage"] = json!("GONE"));
    refused(&change, "a text in place of truth", &|payload| payload["onHold"] = json!("no"));
}

#[test]
fn parts_of_a_list_that_are_told_apart_obey_their_own_rule() {
    let folder = built("tests/generate/depot");
    let document = read(&folder.path().join("depot.orders.openapi.json"));
    let sample = read(&root().join("tests/generate/depot/samples/depot-order.json"));
    let validator = jsonschema::validator_for(&schema(&document, "CreateOrderRequest")).expect("the schema is one");
    assert!(validator.is_valid(&sample));
    let mut nameless = sample.clone();
    nameless["order"]["parties"][1].as_object_mut().expect("it is an object").remove("name");
    assert!(!validator.is_valid(&nameless), "the party that is mapped has a name");
    let mut other = sample.clone();
    other["order"]["parties"][0].as_object_mut().expect("it is an object").remove("name");
    assert!(validator.is_valid(&other), "of other parties nothing is known");
    let mut absent = sample;
    absent["order"]["parties"].as_array_mut().expect("it is a list").truncate(1);
    assert!(!validator.is_valid(&absent), "the party that is mapped is there");
}

/// All documents that the build wrote.
fn documents(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("the folder can be read");
    let paths = files.map(|entry| entry.expect("the entry can be read").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.to_string_lossy().ends_with(".openapi.json")).collect();
    paths.sort();
    paths
}

#[test]
fn every_example_in_a_document_fits_its_own_schema() {
    let mut seen = 0;
    for charter in ["examples/omnichannel", "tests/generate/depot"] {
        let folder = built(charter);
        for path in documents(folder.path()) {
            let document = read(&path);
            let mut open = vec![&document];
            while let Some(value) = open.pop() {
                match value {
                    Value::Object(members) => {
                        if let (Some(schema), Some(examples)) = (members.get("schema"), members.get("examples")) {
                            let whole = json!({ "allOf": [schema], "components": document["components"] });
                            let validator = jsonschema::validator_for(&whole).expect("the schema is one");
                            for (name, example) in examples.as_object().expect("examples have names") {
                                let verdict = validator.validate(&example["value"]);
                                assert!(verdict.is_ok(), "{}: {name}: {verdict:?}", path.display());
                                seen += 1;
                            }
                        }
                        open.extend(members.values());
                    }
                    Value::Array(parts) => open.extend(parts),
                    _ => {}
                }
            }
        }
    }
    assert!(seen > 50, "{seen}");
}
