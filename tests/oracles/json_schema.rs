//! JSON Schemas, as a validator in its strict mode reads them, and payloads against them.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::openapi::{built, read, refuses, root};
use super::{accepts, oracle};

/// All schemas below a folder.
fn schemas(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in fs::read_dir(open).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".schema.json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn the_schemas_are_accepted_in_strict_mode_and_broken_ones_are_not() {
    let mut seen = 0;
    for charter in ["examples/omnichannel", "tests/generate/depot"] {
        let folder = built(charter);
        for path in schemas(folder.path()) {
            let schema = read(&path);
            assert!(jsonschema::meta::is_valid(&schema), "{}", path.display());
            accepts(oracle("ajv").arg(&path));
            seen += 1;
        }
        let mut broken = read(&schemas(folder.path())[0]);
        broken["type"] = json!("thing");
        let path = folder.path().join("broken.json");
        fs::write(&path, broken.to_string()).expect("the file can be written");
        let mut ajv = oracle("ajv");
        ajv.arg(&path);
        refuses(ajv);
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn real_payloads_fit_and_damaged_ones_do_not() {
    let samples = root().join("examples/omnichannel/samples");
    let omnichannel = built("examples/omnichannel");
    let check = |schema: &str, sample: &Path, damage: &dyn Fn(&mut Value)| {
        let schema = omnichannel.path().join("schemas").join(schema);
        accepts(oracle("ajv").arg(&schema).arg(sample));
        let mut payload = read(sample);
        damage(&mut payload);
        let path = omnichannel.path().join("damaged.json");
        fs::write(&path, payload.to_string()).expect("the file can be written");
        let mut ajv = oracle("ajv");
        ajv.arg(&schema).arg(&path);
        refuses(ajv);
    };
    let order = samples.join("wms-order.json");
    check("records/wms-order.received.schema.json", &order, &|payload| payload["stage"] = json!("GONE"));
    check("flows/order-import.wms.schema.json", &order, &|payload| payload["channel"] = Value::Null);
    check("flows/order-release.wms.schema.json", &order, &|payload| payload["onHold"] = json!("no"));
    let order = samples.join("shopify-order.json");
    check("records/shopify-order.sent.schema.json", &order, &|payload| payload["line_items"] = json!({}));
}
