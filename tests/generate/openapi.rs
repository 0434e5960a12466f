//! `OpenAPI` documents: what is in them, and that nothing of the charter is lost or breaks out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use charter::analysis::{Analysis, Intake, Options};
use charter::diagnostic::Severity;
use charter::generate::{self, Artifact};
use charter::loading::Loaded;
use charter::model::field::FieldKind;
use charter::model::record::Part;
use charter::model::state_table::{Cell, StateRow};
use charter::model::step::Step;
use charter::model::value::Literal;
use charter::source::{FileId, SourceFile, Sources, Span};
use expect_test::{expect, expect_file};
use serde_json::Value;

/// The files of a charter, by path.
type Texts = BTreeMap<String, String>;

/// All files below a folder.
fn texts(folder: &Path) -> Texts {
    let mut texts = Texts::new();
    let mut folders: Vec<PathBuf> = vec![folder.to_owned()];
    while let Some(open) = folders.pop() {
        for entry in fs::read_dir(open).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let below = path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
                texts.insert(below, text);
            }
        }
    }
    texts
}

fn depot() -> Texts {
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generate/depot"))
}

fn flagship() -> Texts {
    texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/omnichannel"))
}

/// What the build makes of texts. Files of other kinds than KDL are there, and are not read as charters.
fn built(texts: &Texts) -> (Analysis, generate::Generated) {
    let intake = Intake::default();
    let mut sources = Sources::default();
    for (at, (path, text)) in texts.iter().enumerate() {
        let file = SourceFile::new(path.as_str(), text.as_str());
        if Path::new(path).extension().is_some_and(|ending| ending == "kdl") {
            intake.take(FileId(at as u32), &file);
        }
        sources.add(file);
    }
    let loaded = Loaded { sources, problems: Vec::new(), complete: true };
    let analysis = intake.analyze(loaded, Options { today: "2026-11-24".parse().expect("it is a date") });
    let generated = generate::run(&analysis);
    (analysis, generated)
}

/// The documents of a charter that nothing is wrong with.
fn documents(texts: &Texts) -> Vec<Artifact> {
    let (analysis, generated) = built(texts);
    let errors: Vec<_> = analysis.report.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let refused: Vec<_> = generated.findings.iter().filter(|finding| finding.code == "not-generated").collect();
    assert!(refused.is_empty(), "{refused:#?}");
    generated.artifacts.into_iter().filter(|artifact| artifact.path.ends_with(".openapi.json")).collect()
}

fn document(texts: &Texts, path: &str) -> Value {
    let documents = documents(texts);
    let found = documents.iter().find(|document| document.path == path).expect("the document is there");
    serde_json::from_str(&found.text).expect("it is JSON")
}

/// The findings of a charter with something changed, one line each.
fn refusals(change: impl Fn(&str) -> String) -> String {
    let mut texts = depot();
    let charter = texts.get_mut("charter.kdl").expect("it is there");
    let changed = change(charter);
    assert_ne!(*charter, changed, "the change changes nothing");
    *charter = changed;
    let (_, generated) = built(&texts);
    let line = |finding: &charter::diagnostic::Diagnostic| {
        let label = finding.primary().expect("it has a place");
        format!("{}: {} ({})\n", finding.code, finding.message, label.text)
    };
    generated.findings.iter().map(line).collect()
}

#[test]
fn the_documents_of_a_small_charter_are_as_expected() {
    let (_, generated) = built(&depot());
    let paths: Vec<&str> = generated.artifacts.iter().map(|document| document.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "depot.asyncapi.json",
            "depot.orders.openapi.json",
            "lake.asyncapi.json",
            "schemas/flows/new-address.shop.schema.json",
            "schemas/flows/order-down.depot.schema.json",
            "schemas/objects/order.schema.json",
            "schemas/records/depot-order.received.schema.json",
            "schemas/records/depot-order.sent.schema.json",
            "shop.api.openapi.json",
            "sorter.asyncapi.json"
        ]
    );
    for document in generated.artifacts {
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/generate/golden").join(&document.path);
        expect_file![golden].assert_eq(&document.text);
    }
}

#[test]
fn every_flow_that_comes_in_by_a_door_is_a_call() {
    let document = document(&flagship(), "wms.orders-api.openapi.json");
    let mut calls = String::new();
    for (path, methods) in document["paths"].as_object().expect("there are paths") {
        for (method, operation) in methods.as_object().expect("there are methods") {
            let flows = operation["x-charter"]["flows"].as_array().expect("there are flows").iter();
            let flows: Vec<&str> = flows.map(|flow| flow["flow"].as_str().expect("it has a name")).collect();
            let id = operation["operationId"].as_str().expect("it has an id");
            calls.push_str(&format!("{method} {path} {id}: {}\n", flows.join(" ")));
        }
    }
    expect![[r#"
        post /asns createAsn: asn-in
        patch /asns/{asnNo} changeAsn: asn-settled
        put /items/{sku} replaceItem: item-to-wms
        put /purchase-orders/{poNo} replacePurchaseOrder: po-to-wms
        put /returns/{returnNo} replaceReturn: return-authorise
        post /sales-order-batches sendSalesOrders: order-import-marketplace
        post /sales-orders createSalesOrder: order-import order-import-edi
        patch /sales-orders/{orderNo} changeSalesOrder: order-release
        patch /shipments/{shipmentNo} changeShipment: carrier-booked
        patch /waves/{waveNo} changeWave: wave-progress
    "#]]
    .assert_eq(&calls);
}

/// Other texts at some places.
fn edited(analysis: &Analysis, edits: &BTreeMap<Span, String>) -> Texts {
    let mut texts = Texts::new();
    for (id, file) in analysis.sources.iter().take(analysis.files) {
        let mut text = file.text().to_owned();
        for (span, new) in edits.iter().rev().filter(|(span, _)| span.file == id) {
            let quote = if text[span.range()].starts_with('"') { "\"" } else { "" };
            text.replace_range(span.range(), &format!("{quote}{new}{quote}"));
        }
        texts.insert(file.path().to_owned(), text);
    }
    texts
}

/// Every name of a member and every text in a document.
fn words(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                found.push(name.clone());
                words(value, found);
            }
        }
        Value::Array(parts) => parts.iter().for_each(|part| words(part, found)),
        Value::String(text) => found.push(text.clone()),
        _ => {}
    }
}

/// The paths and the codes of a record, with their places: those of payloads, and the codes that they stand for.
#[derive(Default)]
struct Said {
    paths: Vec<(Span, String)>,
    foreign: Vec<(Span, String)>,
    ours: Vec<(Span, String)>,
}

impl Said {
    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            let path = match part {
                Part::Map(map) => {
                    for step in &map.steps {
                        let Step::Code(row) = &step.value else { continue };
                        for (code, list) in [(&row.foreign, &mut self.foreign), (&row.ours, &mut self.ours)] {
                            if let Some(code) = code
                                && let Literal::Text(text) = &code.value
                            {
                                list.push((code.span, text.to_string()));
                            }
                        }
                    }
                    &map.foreign
                }
                Part::Each(each) => {
                    self.parts(&each.body);
                    &each.foreign
                }
                Part::Within(within) => {
                    self.parts(&within.body);
                    &within.foreign
                }
                Part::Constant(constant) => &constant.foreign,
                _ => continue,
            };
            self.paths.extend(path.iter().map(|path| (path.span, path.text.to_string())));
        }
    }
}

#[test]
fn whatever_is_renamed_in_the_order_of_the_warehouse_is_renamed_in_the_document() {
    let (analysis, _) = built(&flagship());
    let model = &analysis.facts.model;
    let mut edits: BTreeMap<Span, String> = BTreeMap::new();
    let mut expected: Vec<String> = Vec::new();

    // Every field that the warehouse sees, wherever it is named.
    let order = model.objects.values().find(|object| &*object.head.name.text == "sales-order").expect("it is there");
    let mut open = order.fields.clone();
    while let Some(id) = open.pop() {
        let field = &model[id];
        open.extend(&field.children);
        if matches!(field.kind, FieldKind::Status(_)) || !field.children.is_empty() {
            continue;
        }
        let used = model.references.iter().filter(|used| used.target == id.into()).map(|used| used.span);
        let own = used.chain([field.name.span]).filter(|span| (span.file.0 as usize) < analysis.files);
        edits.extend(own.map(|span| (span, format!("q9-{}", field.name))));
        if !["email", "tax", "shipping", "unit-price"].contains(&&*field.name.text) {
            expected.push(format!(".q9-{}", field.name));
        }
    }
    let fields = expected.len();

    // Every path of the record, and every code on both sides.
    let record = model.records.values().find(|record| &*record.head.name.text == "wms-order").expect("it is there");
    let mut said = Said::default();
    said.parts(&record.body);
    said.paths
        .extend(record.states.iter().flat_map(|table| &table.columns).map(|path| (path.span, path.text.to_string())));
    for row in record.states.iter().flat_map(|table| &table.rows) {
        match row {
            StateRow::Read { values, .. } => {
                said.foreign.extend(values.iter().filter_map(|value| match &value.value {
                    Cell::Is(Literal::Text(text)) => Some((value.span, text.to_string())),
                    _ => None,
                }));
            }
            StateRow::Write { values, .. } => {
                said.foreign.extend(values.iter().filter_map(|value| match &value.value {
                    Literal::Text(text) => Some((value.span, text.to_string())),
                    _ => None,
                }));
            }
            StateRow::Code { .. } => {}
        }
    }
    for (span, path) in said.paths {
        let renamed: Vec<String> = path.split('.').map(|name| format!("q9{name}")).collect();
        edits.insert(span, renamed.join("."));
        expected.extend(renamed);
    }
    for (span, code) in said.foreign.into_iter().chain(said.ours) {
        edits.insert(span, format!("q9{code}"));
        expected.push(format!("q9{code}"));
    }
    assert!(fields > 30 && expected.len() > 100, "{fields} {}", expected.len());

    let (_, generated) = built(&edited(&analysis, &edits));
    let document = generated.artifacts.iter().find(|artifact| artifact.path == "wms.orders-api.openapi.json");
    assert!(document.is_some(), "{:#?}", generated.findings);
    let document = document.expect("it was looked at");
    let mut found = Vec::new();
    words(&serde_json::from_str(&document.text).expect("it is JSON"), &mut found);
    for word in expected {
        assert!(found.iter().any(|found| found.contains(&word)), "`{word}` is not in the document");
    }
}

#[test]
fn what_no_document_can_say_is_reported() {
    let check = |old: &str, new: &str, expected: expect_test::Expect| {
        expected.assert_eq(&refusals(|charter| charter.replacen(old, new, 1)));
    };
    check(
        " header=\"X-Depot-Key\"",
        "",
        expect![[r#"
        not-generated: endpoint `orders` of `depot` cannot be described (which header it is sent in is not said: add `header`)
    "#]],
    );
    check(
        "https://depot.example/v2",
        "https://depot.example/{tenant}",
        expect![[r#"
        not-generated: endpoint `orders` of `depot` cannot be described (paths can only be added to an address such as `https://host/path`)
    "#]],
    );
    check(
        "    to depot record=depot-order endpoint=orders\n    on create",
        "    to depot record=depot-order\n    on create",
        expect![[r#"
        not-generated: flow `order-down` is in no OpenAPI document (`depot` has several endpoints: name one with `endpoint`)
    "#]],
    );
    check(
        "protocol=https {\n        url \"https://shop.example/v1/\"",
        "protocol=graphql {\n        url \"https://shop.example/v1/\"",
        expect![[r#"
        not-generated: there is no OpenAPI document of `shop` (no flow comes in by an endpoint with `protocol=https`)
    "#]],
    );
    check(
        "object=order format=json",
        "object=order format=xml",
        expect![[r#"
            not-generated: record `depot-order` cannot be described (only records in JSON are supported yet)
            not-generated: the messages of `depot` cannot be described (only records in JSON are supported yet)
        "#]],
    );
    check(
        "map \"remark\" note",
        "map \"number.x\" note",
        expect![[r#"
            not-generated: record `depot-order` cannot be described (`number` is two different things)
            not-generated: record `depot-order` cannot be described (`number` is two different things)
        "#]],
    );
    check(
        "field sku string max=20",
        "field sku string max=20 pattern=\"(?i)[a-z]+\"",
        expect![[r#"
            not-generated: record `depot-order` cannot be described (flags differ between languages; write the letters in both cases)
            not-generated: object `order` cannot be described (flags differ between languages; write the letters in both cases)
            not-generated: record `depot-order` cannot be described (flags differ between languages; write the letters in both cases)
            not-generated: the messages of `depot` cannot be described (flags differ between languages; write the letters in both cases)
        "#]],
    );
}

#[test]
fn what_no_message_can_say_is_reported() {
    let check = |old: &str, new: &str, expected: expect_test::Expect| {
        expected.assert_eq(&refusals(|charter| charter.replacen(old, new, 1)));
    };
    check(
        "auth mtls",
        "auth ssh-key",
        expect![[r#"
        not-generated: the messages of `sorter` cannot be described (AsyncAPI has no word for this scheme)
    "#]],
    );
    check(
        "mqtts://belt.depot.example/dal1",
        "belt.depot.example",
        expect![[r#"
        not-generated: the messages of `sorter` cannot be described (an address is written `protocol://host/path`)
    "#]],
    );
    check(
        "systems depot sorter lake",
        "systems depot shop",
        expect![[r#"
        not-generated: there is no AsyncAPI document of `shop` (it neither sends nor gets messages by a queue or a topic)
    "#]],
    );
    check(
        "events topic",
        "events webhook",
        expect![[r#"
        not-generated: there is no AsyncAPI document of `depot` (it neither sends nor gets messages by a queue or a topic)
    "#]],
    );
}

#[test]
fn a_system_that_sends_keys_only_says_nothing_else() {
    let mut texts = depot();
    let charter = texts.get_mut("charter.kdl").expect("it is there");
    *charter = charter
        .replace("delivery=at-least-once order=key retention", "delivery=at-least-once order=key body=key retention");
    let (_, generated) = built(&texts);
    let document = generated.artifacts.iter().find(|artifact| artifact.path == "depot.asyncapi.json");
    let document: Value = serde_json::from_str(&document.expect("it is there").text).expect("it is JSON");
    let order = &document["components"]["schemas"]["OrderPickedPayload"]["properties"]["order"]["properties"];
    let names: Vec<&String> = order.as_object().expect("it has members").keys().collect();
    assert_eq!(names, ["number"]);
}

#[test]
fn a_sample_that_is_no_json_is_reported() {
    let mut texts = depot();
    texts.insert("samples/depot-order.json".to_owned(), "{".to_owned());
    let (_, generated) = built(&texts);
    assert!(generated.findings.iter().any(|finding| finding.message == "`samples/depot-order.json` is no example"));
}

#[test]
fn texts_of_the_charter_do_not_break_out_of_the_document() {
    let mut texts = depot();
    let charter = texts.get_mut("charter.kdl").expect("it is there");
    let hostile = r##"#"</script>"},{"paths": {} \u0000 ${x} `*/"# "##;
    *charter = charter.replace("\"A depot and its shop\"", hostile).replace("\"What a customer wants.\"", hostile);
    *charter = charter.replace("\"number\"", r#""nu{mb}e<é""#).replace("\"By road\"", hostile);
    let document = document(&texts, "depot.orders.openapi.json");
    assert!(document["info"]["title"].as_str().is_some_and(|title| title.starts_with("</script>\"},{")));
    let order = &document["components"]["schemas"]["CreateOrderRequest"]["properties"]["order"];
    assert!(order["properties"].get("nu{mb}e<é").is_some(), "{order:#}");
}

#[test]
fn names_that_differ_by_case_or_hyphens_only_do_not_collide() {
    let mut texts = depot();
    let twin = "object Order { key no; owner shop; field no string max=3 }\nobject o-rder { key no; owner shop; field no string max=3 }\n";
    let flows: String = ["Order", "o-rder"]
        .iter()
        .map(|name| format!("flow in-{name} {{\n publish {name}\n from shop endpoint=api\n to depot endpoint=orders\n on create\n pattern api\n latency near-real-time\n}}\n"))
        .collect();
    texts.get_mut("charter.kdl").expect("it is there").push_str(&(twin.to_owned() + &flows));
    let document = document(&texts, "depot.orders.openapi.json");
    let mut ids = Vec::new();
    for methods in document["paths"].as_object().expect("there are paths").values() {
        ids.extend(
            methods.as_object().expect("there are methods").values().map(|call| call["operationId"].to_string()),
        );
    }
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all);
    assert_eq!(document["paths"].as_object().map(serde_json::Map::len), Some(4), "{:#?}", document["paths"]);
}
