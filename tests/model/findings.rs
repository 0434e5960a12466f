//! What resolution finds: each mistake once, at its place, with what was meant.

use charter::diagnostic::Diagnostic;
use charter::model::problems::CODES;

use super::{lines, marked, model, model_of};

/// The findings of `text`, with a frame in another file, are those that its lines are marked with.
fn check(text: &str) -> Vec<Diagnostic> {
    let (_, found) = model_of(&[text, FRAME]);
    assert_eq!(lines(text, &found), marked(text), "{found:#?}");
    found
}

/// A shop, a warehouse, an order between them.
const FRAME: &str = "
team desk
scope site { dal1; rno1 }
system shop kind=ecommerce team=desk { endpoint api protocol=https; endpoint files protocol=sftp }
system wms kind=wms team=desk
codes order-type { code single; code kit }
object order {
    key order-no
    owner shop
    field order-no string max=20
    field type code=order-type
    field site code=site
    field total money
    group ship-to { field name string }
    list lines key=line-no {
        field line-no integer
        field on-hand quantity unit=each
        field held quantity unit=each
    }
    lifecycle {
        state placed initial=#true
        state shipped final=#true
        transition ship by=wms { from placed; to shipped }
    }
}
lifecycle order.lines {
    state open initial=#true
    state picked final=#true
    transition pick by=wms { from open; to picked }
}
exception lost severity=high owner=desk respond-within=\"1h\"
";

fn messages(found: &[Diagnostic]) -> Vec<&str> {
    found.iter().map(|finding| &*finding.message).collect()
}

#[test]
fn a_key_of_a_proposed_part_is_one_of_the_whole_object() {
    check(
        "flow address-change {
    propose order.ship-to
    from shop
    to wms
    delivery at-least-once { idempotency-key order-no; ordered-by colour } //~ unknown-field
}
",
    );
}

#[test]
fn a_part_of_a_line_is_owned_by_a_state_of_the_line_or_of_the_order() {
    check(
        "ownership order.lines.held {
    case { state placed; owner shop }
    case { state shipped; owner wms }
}
ownership order.lines.on-hand {
    case { state open; owner shop }
    case { state picked; owner wms }
    case { state lost; owner wms } //~ unknown-state
}
",
    );
}

#[test]
fn every_code_is_shown_by_its_example() {
    for code in CODES {
        let (_, found) = model(code.fails);
        assert_eq!(lines(code.fails, &found), marked(code.fails), "{found:#?}");
        assert_eq!(model(code.passes).1, [], "{}", code.name);
    }
}

#[test]
fn a_misspelt_name_is_put_right() {
    let found = check("system oms kind=oms team=deks //~ unknown-name");
    assert_eq!(messages(&found), ["there is no team `deks`"]);
    assert_eq!(found[0].help.as_deref(), Some("did you mean `desk`?"));
    assert_eq!(found[0].fixes[0].edits[0].text, "desk");
    assert_eq!(found[0].allowed, ["desk"]);
}

#[test]
fn a_name_of_another_kind_is_told_as_such() {
    let found = check("system oms kind=oms team=wms //~ unknown-name");
    assert_eq!(messages(&found), ["`wms` is a system, not a team"]);
    assert_eq!(found[0].labels.len(), 2);
}

#[test]
fn a_second_element_of_one_name_is_shown_with_the_first() {
    let found = model_of(&["team desk", "team desk"]).1;
    assert_eq!(messages(&found), ["two teams are called `desk`"]);
    assert_eq!(found[0].labels[0].span.file.0, 1);
    assert_eq!(found[0].labels[1].span.file.0, 0);
}

#[test]
fn parts_of_one_element_have_different_names() {
    check(
        "
scope lane { web; web } //~ duplicate-name
object parcel {
    key number
    owner wms
    field number string
    field number integer //~ duplicate-name
    field status string
    lifecycle { //~ duplicate-name
        state packed initial=#true final=#true
        state packed //~ duplicate-name
    }
}
",
    );
}

#[test]
fn only_the_wrong_part_of_a_path_is_shown() {
    let text = "govern order.lines.on-hnd { approve desk } //~ unknown-field";
    let found = check(text);
    assert_eq!(messages(&found), ["`order.lines` has no field `on-hnd`"]);
    assert_eq!(&text[found[0].labels[0].span.range()], "on-hnd");
    assert_eq!(
        messages(&check("govern order.type.code { approve desk } //~ unknown-field")),
        ["`order.type` has no parts, so it has no `code`"]
    );
}

#[test]
fn a_path_that_starts_with_the_object_at_hand_is_put_right() {
    let found = check("flow up { publish order { only order.site }; from wms; to shop } //~ unknown-field");
    assert_eq!(found[0].fixes[0].edits[0].text, "site");
}

#[test]
fn what_rests_on_an_unknown_name_is_not_checked() {
    check(
        "
flow up {
    publish oder { only site lines } //~ unknown-name
    from wsm endpoint=door //~ unknown-name
    to shop
    on pick shp
    delivery at-least-once { idempotency-key order-no; ordered-by order-no }
    where { sight dal1 dal2 } //~ unknown-scope
}
",
    );
}

#[test]
fn the_parts_of_a_flow_are_looked_up_in_what_it_carries() {
    check(
        "
flow up {
    publish order { only site sites } //~ unknown-field
    from shop endpoint=doors //~ unknown-name
    to wms
    on ship pick lines.pick create change
    on shipp //~ unknown-transition
    delivery at-least-once {
        idempotency-key order-no document-no purpose
        ordered-by order-nr //~ unknown-field
    }
}
",
    );
}

#[test]
fn states_and_transitions_belong_to_the_lifecycle_at_hand() {
    check(
        "
ownership order.lines.held {
    case { state open; owner shop }
    case { state mislaid; owner wms } //~ unknown-state
}
rollup order.status {
    when all=lines state=picked to=shipped
    when any=lines state=placed to=shipped //~ unknown-state
    otherwise to=placed
}
rollup order.total { when all=lines state=picked to=shipped; otherwise to=placed } //~ wrong-kind
",
    );
}

#[test]
fn the_names_of_a_formula_are_fields_or_codes() {
    check(
        "
derive order.lines.held by=wms \"max(0, on-hand - order.lines.on-hand)\"
derive order.lines.on-hand by=wms \"max(0, on-hnad)\" //~ unknown-field
derive order.site by=wms \"if(type = kit, 'dal1', 'rno1')\"
derive order.order-no by=wms \"if(type = kti, 'a', 'b')\" //~ unknown-name
",
    );
}

#[test]
fn a_minus_without_spaces_is_told_as_such() {
    let found = check("derive order.lines.held by=wms \"max(0, held-on-hand)\" //~ unknown-field");
    assert_eq!(found[0].fixes[0].edits[0].text, "held - on-hand");
}

#[test]
fn circles_are_broken_and_told_once() {
    check(
        "
type a is=b //~ circular-definition
type b is=c
type c is=a
unit x dimension=count of=y factor=2 //~ circular-definition
unit y dimension=count of=x factor=2
phase p { after p } //~ circular-definition
template s for=flow { as t }
template t for=flow { as s } //~ circular-definition
flow up { as s; publish order; from shop; to wms }
",
    );
}

#[test]
fn a_mistake_in_a_template_is_told_once() {
    check(
        "
template api for=flow { latency slow } //~ unknown-name
template slow for=exception { detect \"late\" }
flow up { as api; publish order; from shop; to wms }
flow down { as api; publish order; from wms; to shop }
flow more { as slow; publish order; from wms; to shop } //~ wrong-kind
",
    );
}

#[test]
fn a_template_that_nothing_uses_is_looked_into_as_well() {
    check("template api for=flow { latency slow } //~ unknown-name");
}

#[test]
fn the_values_of_axes_are_checked() {
    check(
        "
matrix m object=order {
    axis site from=scope
    axis size { small; large }
    axis kind-of from=codes //~ unknown-name
    never \"size = small and site = dal1\"
    never \"size = medium\" //~ unknown-name
    never \"colour = red\" //~ unknown-name
    seed size=small colour=red //~ unknown-name
    stronger size sites strength=3 //~ unknown-name
}
",
    );
}

#[test]
fn findings_do_not_depend_on_where_things_are_declared() {
    let one = "system oms kind=oms team=desks\nsystem erp kind=erp team=desk";
    let found = |texts: &[&str]| {
        let (_, found) = model_of(texts);
        found.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(found(&[one, FRAME]), found(&[FRAME, one]));
}

#[test]
fn a_finding_is_about_the_definition_in_which_it_stands() {
    let found = check(
        "govern order.total { approve accountants } //~ unknown-name
flow order-down {
    publish order
    from shop
    to wsm //~ unknown-name
}
",
    );
    let about: Vec<&[String]> = found.iter().map(|finding| &*finding.about).collect();
    assert_eq!(about, [["order.total"], ["order-down"]]);
}
