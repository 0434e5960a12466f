//! `vectors`, from arguments to what is written, and what must be among it.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use super::folder::Folder;
use super::run::{run, told};

const SHOP: &str = r##"charter shop version="1.0.0"
team sales
system storefront kind=ecommerce team=sales
system warehouse kind=wms team=sales
exception invalid-sku severity=medium owner=sales respond-within="1d"
object order {
    key order-no
    owner storefront
    field order-no identifier max=8
    field total decimal scale=2
    field placed-at instant
    list lines key=line-no {
        field line-no integer
        field sku identifier
        field gtin identifier optional=#true
    }
}
record shop-order system=storefront object=order format=json {
    map "name" order-no { prefix "#" }
    map "total" total { decimal scale=2 round=half-even }
    map "placed" placed-at { instant pattern pattern="yyyy-MM-dd HH:mm:ss" zone="America/New_York" gap=later overlap=first }
    require "total <= 500" raises=invalid-sku
    each "items" lines {
        map "id" line-no { integer }
        map "sku" sku scope=line { absent exception=invalid-sku }
        map "gtin" gtin { check-digit gtin raises=invalid-sku }
    }
}
record warehouse-order system=warehouse object=order format=edifact
"##;

fn vectors(folder: &Folder, arguments: &str) -> Value {
    let output = run(folder.path(), arguments);
    assert!(output.status.success(), "{}", told(&output));
    serde_json::from_slice(&output.stdout).expect("vectors are JSON")
}

fn follows_the_schema(document: &Value) {
    let schema = include_str!("../../docs/schemas/vectors-1.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let errors: Vec<String> = schema.iter_errors(document).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
}

#[test]
fn a_record_has_vectors_of_every_kind_in_the_published_form() {
    let folder = Folder::new(SHOP);
    let document = vectors(&folder, "vectors shop-order");
    follows_the_schema(&document);
    let all = document["subjects"][0]["vectors"].as_array().expect("there are vectors");
    let ids: BTreeSet<&str> = all.iter().map(|vector| vector["id"].as_str().expect("an id is a text")).collect();
    assert_eq!(ids.len(), all.len(), "every id occurs once");
    for id in [
        "read/made-up",
        "write/made-up",
        "round-trip/made-up",
        "read/name/too-long",
        "read/name/no-prefix",
        "read/total/text-1.005",
        "read/total/number--1.005",
        "read/placed/gap-03-middle",
        "read/placed/overlap-11-middle",
        "read/items.gtin/wrong-check-digit",
        "read/items/not-a-list",
        "write/lines.gtin/absent",
        "write/total/half",
    ] {
        assert!(ids.contains(id), "{id} is not among {ids:?}");
    }
    let of = |id: &str| all.iter().find(|vector| vector["id"] == id).expect("it is there");
    // The total is a text in the object, and is compared as the number that it says.
    assert_eq!(of("write/made-up")["problems"], Value::Array(Vec::new()));
    // 02:30 on 8 March 2026 does not exist in New York; `later` goes on by the offset before, -05:00: 07:30 in UTC.
    let gap = of("read/placed/gap-03-middle");
    assert_eq!(
        (&gap["input"]["placed"], &gap["gives"]["placed-at"]),
        (&"2026-03-08 02:30:00".into(), &"2026-03-08T07:30:00Z".into())
    );
    // 01:30 on 1 November exists twice; the first is in daylight saving time, -04:00: 05:30 in UTC.
    assert_eq!(of("read/placed/overlap-11-middle")["gives"]["placed-at"], "2026-11-01T05:30:00Z");
    // Half to even: 1.005 is as far from 1.00 as from 1.01, and 0 is even.
    assert_eq!(of("read/total/text-1.005")["gives"]["total"], "1");
    assert_eq!(of("read/total/text-1.015")["gives"]["total"], "1.02");
}

#[test]
fn a_charter_has_one_file_for_each_record_and_flow_that_can_be_run() {
    let folder = Folder::new(SHOP);
    assert!(told(&run(folder.path(), "vectors --out vectors")).starts_with("exit 0\n1 file of vectors in vectors: "));
    let text = fs::read_to_string(folder.path().join("vectors/records/shop-order.json")).expect("the file is there");
    assert_eq!(serde_json::from_str::<Value>(&text).expect("vectors are JSON"), vectors(&folder, "vectors ."));
}

#[test]
fn what_has_no_vectors_is_said() {
    let folder = Folder::new(SHOP);
    let told = |arguments: &str| told(&run(folder.path(), arguments));
    let expected =
        "exit 1\n! `warehouse-order` has no vectors: it cannot be carried out, or its payloads are not JSON\n";
    assert_eq!(told("vectors warehouse-order"), expected);
    assert!(told("vectors shop-orders").contains("the nearest is `shop-order`"));
}

#[test]
fn a_flow_of_the_flagship_has_vectors_for_each_receiver() {
    let flagship = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/omnichannel");
    let output = run(&flagship, "vectors order-import");
    let document: Value = serde_json::from_slice(&output.stdout).expect("vectors are JSON");
    let all = document["subjects"][0]["vectors"].as_array().expect("there are vectors");
    let to = |system: &str| all.iter().filter(|vector| vector["to"] == system).count();
    assert!(to("oms") > 500 && to("wms") > 500, "{} and {} vectors", to("oms"), to("wms"));
    // The same bytes from the same charter.
    assert_eq!(output.stdout, run(&flagship, "vectors order-import").stdout);
}
