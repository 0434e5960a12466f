//! What can be asked of a word.

use charter::syntax::{Cursor, Given, Literal};

use super::form;

const TEXT: &str = r#"
object order {
    owner wms site=dal1 {
        channel web edi
    }
    owner erp
    field total decimal max=12
    key order-no line-no
}
latency fast within="5min"
mistake here
"#;

fn named<'f>(mut words: impl Iterator<Item = Cursor<'f>>, name: &str) -> Cursor<'f> {
    words.find(|word| word.name() == name).expect("the text has the word")
}

#[test]
fn a_word_is_read_by_the_names_of_the_language() {
    let (form, findings) = form(TEXT);
    assert_eq!(findings.len(), 1);
    assert_eq!(form.words().count(), 2);

    let object = named(form.words(), "object");
    assert_eq!(object.argument("name").and_then(Given::text).as_deref(), Some("order"));
    let fields = object.child("key").expect("a key").arguments_of("fields");
    assert_eq!(fields.map(|field| field.text().expect("a text")).collect::<Vec<_>>(), ["order-no", "line-no"]);
    let field = object.child("field").expect("a field");
    assert_eq!(field.get("max").and_then(Given::integer), Some(12));
    assert_eq!(field.get("type").map(|ty| ty.is("decimal")), Some(true));
    assert!(field.get("unit").is_none());
    assert_eq!(field.parent().map(Cursor::name_span), Some(object.name_span()));

    let latency = named(form.words(), "latency");
    let within = latency.property("within").expect("a bound");
    assert_eq!(within.duration().map(|time| time.0), Some(300_000));
    assert_eq!(within.literal(), Some(Literal::Text("5min".into())));
    assert_eq!(&TEXT[within.span().range()], "\"5min\"");
    assert_eq!(&TEXT[within.entry_span().range()], "within=\"5min\"");
    assert!(within.rate().is_none());
}

#[test]
fn scopes_are_told_from_words() {
    let (form, _) = form(TEXT);
    let object = named(form.words(), "object");
    let owner = object.children_named("owner").next().expect("an owner");
    let properties: Vec<_> = owner.chosen_properties().map(|(key, value)| (key.get(), value.text())).collect();
    assert_eq!(properties, [("site".into(), Some("dal1".into()))]);
    let channel = owner.chosen_children().next().expect("a channel");
    assert_eq!(channel.name(), "channel");
    let values: Vec<_> = channel.arguments_of("values").filter_map(Given::text).collect();
    assert_eq!(values, ["web", "edi"]);
    assert_eq!(owner.children_named("channel").count(), 0);
}

#[test]
fn a_path_knows_where_its_names_stand() {
    let text = "derive \"a.\\u{62}c.d\" by=x \"1\"";
    let (form, findings) = form(text);
    assert_eq!(findings, []);
    let path = form.words().next().and_then(|word| word.argument("path")?.path()).expect("a path");
    let segments: Vec<_> = path.segments().map(|(name, span)| (name.to_owned(), &text[span.range()])).collect();
    assert_eq!(segments, [("a".to_owned(), "a"), ("bc".to_owned(), "\\u{62}c"), ("d".to_owned(), "d")]);
}

#[test]
fn what_a_template_gives_is_not_missing() {
    let text =
        "template urgent for=exception { escalate desk after=\"1h\" }\nexception late severity=high { as urgent }";
    let (form, findings) = form(text);
    assert_eq!(findings, []);
    let (template, exception) = (named(form.words(), "template"), named(form.words(), "exception"));
    let missing = charter::syntax::missing(&[exception, template]);
    let codes: Vec<_> = missing.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(codes, ["`exception` needs the property `owner`", "`exception` needs the property `respond-within`"]);
    assert_eq!(template.like().map(|word| word.name), Some("exception"));
}
