//! Payloads made of a sample: one or several places of it are changed to what a payload must not have.

use serde_json::{Value, json};

/// A place in a JSON value: names and positions, from the outside.
type Place = Vec<Step>;

#[derive(Clone, Debug)]
enum Step {
    Name(String),
    At(usize),
}

/// How many payloads have several changes at once.
const MIXED: usize = 150;

/// Every place of a sample, changed in every way alone; and some payloads with several changes. The same on every machine.
pub fn mutations(sample: &str) -> Vec<String> {
    let sample: Value = serde_json::from_str(sample).expect("a sample is JSON");
    let mut places = Vec::new();
    find(&sample, &mut Vec::new(), &mut places);
    let strange = strange();
    let mut made = Vec::new();
    for place in &places {
        for value in &strange {
            made.push(changed(&sample, place, Some(value.clone())));
        }
        made.push(changed(&sample, place, None));
        made.extend(near(at(&sample, place)).into_iter().map(|value| changed(&sample, place, Some(value))));
    }
    let mut random = fastrand::Rng::with_seed(2026);
    for _ in 0..MIXED {
        let mut payload = sample.clone();
        for _ in 0..random.usize(2..6) {
            let mut places = Vec::new();
            find(&payload, &mut Vec::new(), &mut places);
            let Some(place) = random.choice(&places) else { break };
            let near = near(at(&payload, place));
            let value = match random.u8(0..4) {
                0 => None,
                1 if !near.is_empty() => random.choice(&near).cloned(),
                _ => random.choice(&strange).cloned(),
            };
            payload = changed(&payload, place, value);
        }
        made.push(payload);
    }
    let mut texts: Vec<String> = made.iter().map(Value::to_string).collect();
    // What no value of the library says: numbers as somebody else wrote them.
    for number in ["1.0", "5.90", "-0", "1e2", "1E+21", "9007199254740993", "0.1000000000000000055511151231257827"] {
        let marked = places.iter().map(|place| changed(&sample, place, Some(json!("@number"))).to_string());
        texts.extend(marked.map(|text| text.replace("\"@number\"", number)));
    }
    texts
}

/// Values that fit hardly anywhere.
fn strange() -> Vec<Value> {
    let mut values = vec![
        json!(null),
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([null]),
        json!({ "a": 1 }),
        json!(0),
        json!(-1),
        json!(7),
        json!(1.005),
        json!(-0.004),
        json!(1e21),
        json!(1e-7),
        json!(1e300),
        json!(9_007_199_254_740_991_i64),
        json!(-9_007_199_254_740_993_i64),
        json!(u64::MAX),
    ];
    let texts = [
        "",
        " ",
        "x",
        "0",
        "-0",
        "+5",
        "-1",
        "1.005",
        "5.900",
        "1,5",
        "1e5",
        ".5",
        "5.",
        "007",
        " 5",
        "0x10",
        "99999999999999999999.5",
        "ZZZ",
        "usd",
        "USD",
        "#",
        "#1",
        "\u{feff}x\u{a0}",
        "a\u{85}b  c\t",
        "\u{1F600}\u{1F600}",
        "\u{df}\u{130}\u{3a3}",
        "\u{663}",
        "2026-02-30",
        "2024-02-29",
        "0000-01-01",
        "2026-13-01",
        "2026-03-08",
        "2026-03-08T02:30:00",
        "2026-11-01T01:30:00",
        "2026-03-08T02:30:00Z",
        "2026-03-08t02:30:00.1200-07:00",
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00",
        "0000-01-01T00:00:00+00:01",
        "2026-06-30T23:59:60Z",
        "0001-06-01T00:00:00",
        "9999-12-31T20:00:00",
        "1883-11-18T12:03:58",
        "4006381333931",
        "4006381333932",
        "003400123450000000018",
        "__proto__",
        "constructor",
        "\u{0}",
    ];
    values.extend(texts.map(|text| json!(text)));
    values.push(json!("x".repeat(300)));
    values.push(json!("y".repeat(50)));
    values.push(json!("9".repeat(101)));
    values.push(json!(format!("0.{}", "0".repeat(60) + "1")));
    values.push(json!("\u{1F600}".repeat(40)));
    values
}

/// Values that are nearly right.
fn near(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => {
            let shorter: String = text.chars().skip(1).collect();
            let mut swapped: Vec<char> = text.chars().collect();
            swapped.reverse();
            vec![
                json!(format!("{text}x")),
                json!(format!(" {text} ")),
                json!(shorter),
                json!(text.to_lowercase()),
                json!(text.to_uppercase()),
                json!(swapped.into_iter().collect::<String>()),
                json!([text]),
                json!(format!("{text}0")),
                json!(format!("-{text}")),
            ]
        }
        Value::Number(number) => vec![json!(number.to_string()), json!([number])],
        Value::Array(parts) => {
            let first = parts.first().cloned().unwrap_or_default();
            let reversed: Vec<Value> = parts.iter().rev().cloned().collect();
            vec![
                first.clone(),
                json!([parts.clone(), vec![first.clone()]].concat()),
                json!(reversed),
                json!([first, 1, "x"]),
            ]
        }
        Value::Object(_) => vec![json!([value]), json!(value.to_string())],
        Value::Bool(truth) => vec![json!(!truth), json!(truth.to_string())],
        Value::Null => vec![json!("null")],
    }
}

fn find(value: &Value, way: &mut Place, places: &mut Vec<Place>) {
    places.push(way.clone());
    let inside: Vec<(Step, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (Step::Name(name.clone()), value)).collect(),
        Value::Array(parts) => parts.iter().enumerate().map(|(at, value)| (Step::At(at), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in inside {
        way.push(step);
        find(value, way, places);
        way.pop();
    }
}

fn at<'v>(value: &'v Value, place: &[Step]) -> &'v Value {
    place.iter().fold(value, |value, step| match step {
        Step::Name(name) => &value[name],
        Step::At(at) => &value[*at],
    })
}

/// The value with another one at a place, or with nothing there.
fn changed(value: &Value, place: &[Step], new: Option<Value>) -> Value {
    let mut value = value.clone();
    let Some((last, way)) = place.split_last() else { return new.unwrap_or(Value::Null) };
    let mut part = &mut value;
    for step in way {
        part = match step {
            Step::Name(name) => &mut part[name],
            Step::At(at) => &mut part[*at],
        };
    }
    match (last, new, part) {
        (Step::Name(name), Some(new), part) => part[name] = new,
        (Step::At(at), Some(new), part) => part[*at] = new,
        (Step::Name(name), None, Value::Object(members)) => drop(members.remove(name)),
        (Step::At(at), None, Value::Array(parts)) => drop(parts.remove(*at)),
        _ => {}
    }
    value
}
