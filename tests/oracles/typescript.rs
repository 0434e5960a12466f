//! Generated TypeScript, as the compiler of the language and Node.js see it.

use std::fs;
use std::path::Path;
use std::process::Command;

use charter::generate::names::camel;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::conformance::{self, Driver, Part, Subject};
use super::{accepts, oracle};

/// Stricter than `--strict`: what teams switch on beside it.
const CONFIG: &str = r#"{
  "compilerOptions": {
    "strict": true, "noUncheckedIndexedAccess": true, "exactOptionalPropertyTypes": true, "noUnusedLocals": true,
    "noUnusedParameters": true, "noImplicitReturns": true, "noPropertyAccessFromIndexSignature": true,
    "verbatimModuleSyntax": true, "isolatedModules": true, "target": "es2022", "module": "nodenext", "types": [],
    "rootDir": ".", "outDir": "js"
  },
  "include": ["**/*.ts"]
}"#;

/// Calls the functions of a module one after the other on a payload, and prints the last result.
const RUN: &str = r#"
import { readFileSync } from "node:fs";
const [path, payload, ...functions] = process.argv.slice(2);
const module = await import(path);
let value = JSON.parse(readFileSync(payload, "utf8"));
let result;
for (const name of functions) {
  result = module[name](value);
  if (!result.ok) break;
  value = result.value;
}
console.log(JSON.stringify(result));
"#;

/// Runs every function on every payload, in one process. A payload is a text, so that each side reads its numbers itself.
const RUN_ALL: &str = r#"
import { readFileSync, writeFileSync } from "node:fs";
const [vectors, results] = process.argv.slice(2);
const made = [];
for (const { module, functions, payloads } of JSON.parse(readFileSync(vectors, "utf8"))) {
  const code = await import(module);
  for (const payload of payloads) {
    let value = JSON.parse(payload);
    const outcomes = [];
    for (const name of functions) {
      let outcome;
      try {
        outcome = code[name](value);
      } catch (error) {
        outcome = { ok: false, thrown: String(error) };
      }
      outcomes.push(outcome);
      if (!outcome.ok) break;
      value = outcome.value;
    }
    made.push(JSON.stringify(outcomes));
  }
}
writeFileSync(results, made.join("\n"));
"#;

const DRIVER: Driver = Driver {
    generator: "typescript",
    compiled,
    has,
    run: run_all,
    lacking: &[],
    faults: &[
        ("js/runtime/steps.js", "found?.trim()", "found"),
        ("js/runtime/steps.js", "if (length > most)", "if (false)"),
        ("js/runtime/steps.js", "found === expected", "true"),
        ("js/runtime/steps.js", "sum % 10 === 0", "true"),
        ("js/runtime/steps.js", "characters.slice(0, length)", "characters.slice(0, length - 1)"),
        ("js/runtime/numbers.js", "found.scale <= scale", "true"),
        ("js/runtime/numbers.js", "Number.isSafeInteger(made)", "true"),
        ("js/runtime/decimal.js", "twice >= size ? away : quotient", "twice > size ? away : quotient"),
        ("js/runtime/times.js", "clock - offset", "clock + offset"),
        ("js/runtime/problem.js", "scope: rule.scope", "scope: 'document'"),
    ],
};

fn module(part: Part<'_>) -> String {
    match part {
        Part::Record(name) => format!("js/records/{name}.js"),
        Part::Flow(name) => format!("js/flows/{name}.js"),
    }
}

fn has(folder: &Path, part: Part<'_>, function: &str) -> Option<bool> {
    let code = fs::read_to_string(folder.join(module(part))).ok()?;
    Some(code.contains(&format!("export function {}(", camel(function))))
}

fn run_all(folder: &Path, subjects: &[Subject]) -> Vec<Vec<Value>> {
    let vector = |subject: &Subject| {
        let functions: Vec<String> = subject.functions.iter().map(|function| camel(function)).collect();
        json!({ "module": folder.join(module(subject.part())), "functions": functions, "payloads": subject.payloads })
    };
    let vectors: Vec<Value> = subjects.iter().map(vector).collect();
    fs::write(folder.join("all.mjs"), RUN_ALL).expect("the file can be written");
    conformance::results(folder, &vectors, Command::new("node").arg(folder.join("all.mjs")))
}

#[test]
fn the_interpreter_and_typescript_agree_on_every_payload() {
    conformance::check(&DRIVER);
}

#[test]
fn every_step_is_the_same_in_typescript() {
    conformance::check_steps(&DRIVER);
}

#[test]
fn what_is_worked_out_and_arranged_is_the_same_in_typescript() {
    conformance::check_worked(&DRIVER);
}

#[test]
fn names_and_absent_values_are_the_same_in_typescript() {
    conformance::check_types(&DRIVER);
}

/// The folder of the flagship.
pub fn flagship() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/omnichannel")
}

/// What a build makes of a charter.
pub fn built(charter: &Path) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let status = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["build", "--quiet", "--as-of", "2026-11-24", "--out"])
        .arg(folder.path())
        .arg(charter)
        .status()
        .expect("charter starts");
    assert!(status.success());
    folder
}

/// Builds a charter and compiles what came out.
fn compiled(charter: &Path) -> TempDir {
    let folder = built(charter);
    for (path, text) in [("tsconfig.json", CONFIG), ("package.json", r#"{"type":"module"}"#), ("run.mjs", RUN)] {
        fs::write(folder.path().join(path), text).expect("the file can be written");
    }
    accepts(oracle("tsc").arg("-p").arg(folder.path()));
    folder
}

/// A copy of the flagship that generates TypeScript for all records and flows that can be generated.
fn all_of_the_flagship() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let copied = Command::new("cp").arg("-r").arg(flagship().join(".")).arg(folder.path()).status();
    assert!(copied.expect("cp starts").success());
    let root = folder.path().join("charter.kdl");
    let text = fs::read_to_string(&root).expect("the charter is there");
    let some = "    flows order-import\n    records shopify-order wms-order\n";
    let all = "    records erp-adjustment erp-item erp-order erp-purchase-order erp-shipment oms-acknowledgment oms-order \\\n        \
               oms-return oms-shipment shopify-fulfillment shopify-level shopify-order supplier-asn wms-adjustment \\\n        \
               wms-asn wms-item wms-order wms-purchase-order wms-return wms-stock\n    flows adjustment-to-erp asn-in \\\n        \
               fulfilment-to-storefront order-import order-release order-to-erp po-to-wms receipt-to-erp \\\n        \
               return-authorise return-receipt shipment-to-erp\n";
    assert!(text.contains(some), "the charter says what it generates");
    fs::write(root, text.replacen(some, all, 1)).expect("the charter can be written");
    folder
}

#[test]
fn whatever_of_the_flagship_can_be_generated_compiles() {
    let charter = all_of_the_flagship();
    let folder = compiled(charter.path());
    let shipment = fs::read_to_string(folder.path().join("records/erp-shipment.ts")).expect("it was generated");
    assert!(shipment.contains("const transport: ErpShipmentContentTransport = {};"), "{shipment}");
}

fn run(folder: &Path, module: &str, payload: &Path, functions: &[&str]) -> Value {
    let output = Command::new("node")
        .arg(folder.join("run.mjs"))
        .arg(folder.join("js").join(module))
        .arg(payload)
        .args(functions)
        .output()
        .expect("Node.js starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("the result is JSON")
}

fn sample(name: &str) -> Value {
    let text = fs::read_to_string(flagship().join("samples").join(name)).expect("the sample is there");
    serde_json::from_str(&text).expect("the sample is JSON")
}

/// The value with the keys of generated code, and with decimal numbers in their shortest form.
fn normal(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| (camel(&key), normal(value)));
            Value::Object(members.collect())
        }
        Value::Array(parts) => Value::Array(parts.into_iter().map(normal).collect()),
        Value::String(text) if text.contains('.') && text.parse::<f64>().is_ok() => {
            Value::String(text.trim_end_matches('0').trim_end_matches('.').to_owned())
        }
        value => value,
    }
}

/// The value without members that are null.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(members.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(parts) => Value::Array(parts.into_iter().map(without_nulls).collect()),
        value => value,
    }
}

#[test]
fn the_code_of_the_flagship_compiles_and_does_what_its_cases_say() {
    let folder = compiled(&flagship());
    let samples = flagship().join("samples");
    let read = |record: &str, function: &str, sample: &str| {
        run(folder.path(), &format!("records/{record}.js"), &samples.join(sample), &[function])
    };

    for (record, function, payload, expected) in [
        ("shopify-order", "readShopifyOrder", "shopify-order.json", "shopify-order.canonical.json"),
        ("shopify-order", "readShopifyOrder", "shopify-order-edited.json", "shopify-order-edited.canonical.json"),
        ("wms-order", "readWmsOrder", "wms-order.json", "wms-order.canonical.json"),
    ] {
        let result = read(record, function, payload);
        assert_eq!(normal(result["value"].clone()), normal(sample(expected)), "{payload}: {result:#}");
    }

    let refused = read("shopify-order", "readShopifyOrder", "shopify-order-no-sku.json");
    let problem = refused["problems"].as_array().and_then(|problems| problems.first()).expect("there is a problem");
    assert_eq!((&problem["exception"], &problem["scope"]), (&json!("invalid-sku"), &json!("line")));
    assert_eq!(problem["source"], "line_items[0].sku");
    assert!(problem["charter"].as_str().is_some_and(|place| place.starts_with("records/storefront.kdl:")), "{problem}");

    // What is read can be written again: the payload that came, without the members that are null.
    let payload = samples.join("wms-order.json");
    let again = run(folder.path(), "records/wms-order.js", &payload, &["readWmsOrder", "writeWmsOrder"]);
    assert_eq!(again["value"], without_nulls(sample("wms-order.json")), "{again:#}");

    // Through the whole flow, from the shop's payload to that of the warehouse.
    let flow = run(folder.path(), "flows/order-import.js", &samples.join("shopify-order.json"), &["orderImportToWms"]);
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracles/golden/order-import-to-wms.json");
    let text = serde_json::to_string_pretty(&flow).expect("a value is JSON") + "\n";
    expect_test::expect_file![golden].assert_eq(&text);
}

#[test]
fn tsc_refuses_code_that_is_wrong() {
    let folder = compiled(&flagship());
    let path = folder.path().join("records/wms-order.ts");
    let text = fs::read_to_string(&path).expect("the file was written");
    let broken = text.replacen(
        "export function readWmsOrder(\n  payload: unknown,",
        "export function readWmsOrder(\n  payload: string,",
        1,
    );
    let broken = broken.replacen("orderNo: string", "orderNo: number", 1);
    assert_ne!(text, broken);
    fs::write(&path, broken).expect("the file can be written");
    let verdict = oracle("tsc").arg("-p").arg(folder.path()).output().expect("the compiler starts");
    assert!(!verdict.status.success(), "tsc accepts anything");
}
