//! What the model says of a charter.

use charter::model::choice::Choice;
use charter::model::element::Element;
use charter::model::field::FieldKind;
use charter::model::flow::{Event, Mode};
use charter::model::id::Id;
use charter::model::name::Ref;
use charter::model::owner::{OwnerForm, OwnerRule};
use charter::model::region::Region;
use charter::model::{Model, expression};

use charter::source::FileId;

use super::{model, model_of};

/// The model of a charter in which nothing is wrong.
fn sound(text: &str) -> Model {
    let (model, found) = model(text);
    assert_eq!(found, []);
    model
}

/// The element of a name.
fn id<T: Element>(model: &Model, name: &str) -> Id<T> {
    let mut found = T::arena(model).iter().filter(|(_, element)| &*element.name().text == name);
    found.next().expect("the charter declares it").0
}

fn name<T: Element>(model: &Model, reference: Option<Ref<T>>) -> String {
    reference.and_then(|reference| reference.target).map_or("?".to_owned(), |id| model[id].name().text.to_string())
}

fn region(model: &Model, region: &Region) -> String {
    let side = |side: &charter::model::region::Side| {
        let values: Vec<String> = side.values.iter().map(|value| name(model, Some(*value))).collect();
        format!("{}={}", name(model, Some(side.scope)), values.join(","))
    };
    region.sides.iter().map(side).collect::<Vec<_>>().join(" ")
}

const SHOP: &str = "
team desk
scope site { dal1 \"Dallas\"; rno1; east }
scope channel open=#true { web }
system shop kind=ecommerce team=desk
system wms kind=wms team=desk
system old-wms kind=legacy team=desk
";

#[test]
fn every_way_to_say_an_owner_is_one_kind_of_rule() {
    let model = sound(&format!(
        "{SHOP}
phase pilot {{ site dal1; keeps old-wms stock.held {{ site rno1 }} }}
phase full {{ everything; after pilot }}
flow snapshot {{ publish stock; from old-wms; to wms }}
object stock {{
    key sku
    owner shop
    field sku identifier
    field seen quantity unit=each owner=wms
    field counted quantity unit=each {{ owner wms site=dal1; owner old-wms {{ site rno1 east; channel web }} }}
    field held quantity unit=each
    field free quantity unit=each
    group where owner=wms {{ field bin string }}
}}
lifecycle stock {{ state fresh initial=#true; state old final=#true }}
ownership stock.held {{
    case {{ site dal1; state fresh; before full; owner old-wms; handover snapshot }}
    otherwise {{ owner wms }}
}}
derive stock.free by=wms \"seen - held\"
"
    ));
    let rule = |rule: &OwnerRule| {
        let form = match rule.said_by {
            OwnerForm::Default => "default",
            OwnerForm::Field => "field",
            OwnerForm::Case(_) => "case",
            OwnerForm::Otherwise(_) => "otherwise",
            OwnerForm::Derive(_) => "derive",
            OwnerForm::Keeps(_) => "keeps",
        };
        let before =
            rule.phases.before.map_or(String::new(), |_| format!(" before {}", name(&model, rule.phases.before)));
        let during =
            rule.phases.during.map_or(String::new(), |_| format!(" during {}", name(&model, rule.phases.during)));
        let states: Vec<String> = rule.states.iter().map(|state| name(&model, Some(*state))).collect();
        let place = model.place_path(rule.place);
        let text = format!(
            "{place}: {form} {} {} {}{before}{during}",
            name(&model, Some(rule.system)),
            region(&model, &rule.region),
            states.join(",")
        );
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let rules: Vec<String> = model.owners.values().map(rule).collect();
    assert_eq!(
        rules,
        [
            "stock: default shop",
            "stock.seen: field wms",
            "stock.counted: field wms site=dal1",
            "stock.counted: field old-wms site=rno1,east channel=web",
            "stock.where: default wms",
            "stock.held: case old-wms site=dal1 fresh before full",
            "stock.held: otherwise wms",
            "stock.free: derive wms",
            "stock.held: keeps old-wms site=rno1 during pilot",
        ]
    );
}

#[test]
fn a_lifecycle_gives_its_object_or_list_a_status() {
    let model = sound(&format!(
        "{SHOP}
object order {{
    key no
    owner shop
    field no string
    list lines key=no {{ field no integer }}
    lifecycle {{
        state placed initial=#true
        state shipped final=#true
        transition ship by=wms {{ from placed; to shipped; requires all=lines state=picked }}
    }}
}}
lifecycle order.lines {{
    state open initial=#true
    state picked final=#true
    transition pick by=wms {{ from open; to picked }}
}}
"
    ));
    let status: Vec<String> = model
        .fields
        .iter()
        .filter(|(_, field)| matches!(field.kind, FieldKind::Status(_)))
        .map(|(id, _)| model.key(id).to_string())
        .collect();
    assert_eq!(status, ["field order.status", "field order.lines.status"]);
    let object = &model.objects[id(&model, "order")];
    let lifecycle = object.lifecycle.expect("the object has a lifecycle");
    let ship = &model[model[lifecycle].transitions[0]];
    assert_eq!(name(&model, ship.requires[0].state), "picked");
    assert_eq!(model.key(model[lifecycle].states[1]).to_string(), "state order.shipped");
}

#[test]
fn words_of_a_template_count_where_nothing_stronger_is_said() {
    let model = sound(&format!(
        "{SHOP}
object order {{ key no; owner shop; field no string }}
template base for=flow {{ pattern edi; latency batch; volume average=\"10/h\"; on create }}
template fast for=flow {{ as base; latency real-time; pattern file }}
template other for=flow {{ pattern hub }}
flow down {{ as fast other; publish order; from shop; to wms; volume average=\"20/h\" }}
overlay bigbox site=dal1 {{ flow down {{ latency near-real-time; to old-wms }} }}
"
    ));
    let down = &model.flows[id(&model, "down")];
    assert_eq!(down.pattern.map(|pattern| pattern.value.word()), Some("hub"));
    assert_eq!(name(&model, down.latency.as_ref().and_then(|latency| latency.class)), "real-time");
    assert_eq!(down.volume.as_ref().and_then(|volume| volume.average).map(|rate| rate.value.events), Some(20));
    assert!(matches!(down.on[..], [Event::Create(_)]));
    let (_, variant) = model.flow_variants.iter().next().expect("the overlay changes a flow");
    assert_eq!(name(&model, Some(variant.base)), "down");
    assert_eq!(region(&model, &model[variant.overlay].region), "site=dal1");
    assert_eq!(name(&model, variant.element.latency.as_ref().and_then(|latency| latency.class)), "near-real-time");
    assert_eq!(name(&model, variant.element.to[0].system), "old-wms");
    assert_eq!(name(&model, variant.element.from.as_ref().and_then(|from| from.system)), "shop");
}

#[test]
fn what_is_said_about_a_scope_twice_is_said_together() {
    let model = sound(&format!(
        "{SHOP}
object order {{ key no; owner shop {{ site dal1; site rno1 }}; owner wms site=east; field no string }}
"
    ));
    let regions: Vec<String> = model.owners.values().map(|rule| region(&model, &rule.region)).collect();
    assert_eq!(regions, ["site=dal1,rno1", "site=east"]);
}

#[test]
fn a_charter_may_declare_what_the_library_declares() {
    let model = sound("latency real-time within=\"2s\"\n");
    let real_time: Vec<_> =
        model.latencies.values().filter(|latency| &*latency.head.name.text == "real-time").collect();
    assert_eq!(real_time.len(), 1);
    assert_eq!(real_time[0].within.map(|within| within.value.0), Some(2_000));
    assert!(!model.library.contains(&real_time[0].head.span.file));
}

#[test]
fn a_name_may_be_used_before_it_is_declared() {
    let used = "flow up { publish order; from wms; to shop }";
    let declared = format!("{SHOP}\nobject order {{ key no; owner shop; field no string }}");
    let (one, two) = (model_of(&[used, &declared]).0, model_of(&[&declared, used]).0);
    for model in [&one, &two] {
        let up = &model.flows[id(model, "up")];
        assert_eq!(up.carries[0].mode, Mode::Publish);
        assert_eq!(name(model, up.from.as_ref().and_then(|from| from.system)), "wms");
    }
    assert_eq!(id::<charter::model::system::System>(&one, "wms"), id(&two, "wms"));
}

#[test]
fn a_formula_knows_its_fields_and_codes() {
    let model = sound(&format!(
        "{SHOP}
codes size {{ code small; code large }}
object item {{
    key sku
    owner shop
    field sku identifier
    field size code=size
    field price money
    list packs {{ field count integer; field heavy boolean {{ derive \"size in {{large}} and count > 2 and price.amount > 1\" }} }}
}}
"
    ));
    let (_, derivation) = model.derivations.iter().next().expect("one field is derived");
    assert_eq!(&*derivation.head.name.text, "item.packs.heavy");
    let formula = derivation.formula.as_ref().expect("it has a formula");
    let meanings: Vec<String> = formula
        .names
        .iter()
        .map(|name| match name.meaning {
            Some(expression::Meaning::Field(place, part)) => {
                let part = part.map_or(String::new(), |part| format!(" ({})", part.word()));
                format!("{}{part}", model.place_path(place))
            }
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(meanings, ["item.size", "Some(Code)", "item.packs.count", "item.price (amount)"]);
}

#[test]
fn hostile_depth_is_no_danger() {
    let deep = format!("object a {{ {} {} }}", "group g { ".repeat(5_000), "}".repeat(5_000));
    model(&deep);
    let circles: String = (0..2_000)
        .map(|at| format!("template t{at} for=flow {{ as t{} t{} }}\n", (at + 1) % 2_000, (at + 2) % 2_000))
        .collect();
    model(&circles);
}

#[test]
fn holidays_are_closed_days_and_lines_without_a_date_are_kept() {
    let charter = r#"calendar nightly zone="America/Chicago" { at "01:30"; closed "2026-12-25"; holidays "1.kdl" }"#;
    let (model, _) = model_of(&[charter, "# of 2027\n2027-01-01 New Year\n\n  2027-07-05, observed\nsoon\n"]);
    let calendar = model.calendars.values().next().expect("there is one");
    let closed: Vec<String> = calendar.closed.iter().map(|day| day.value.to_string()).collect();
    assert_eq!(closed, ["2026-12-25", "2027-01-01", "2027-07-05"]);
    let lines: Vec<_> = calendar.unreadable.iter().map(|line| (line.file, line.start, line.end)).collect();
    assert_eq!(lines, [(FileId(1), 54, 58)]);
}
