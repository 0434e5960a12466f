//! `map` and `test`, from arguments to exit status.

use expect_test::{Expect, expect};

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
    field order-no identifier
    field total decimal scale=2
    list lines key=line-no min=1 {
        field line-no integer
        field sku identifier
    }
}
record shop-order system=storefront object=order format=json {
    map "name" order-no { prefix "#" }
    map "total" total { decimal scale=2 }
    each "items" lines {
        map "id" line-no { integer }
        map "sku" sku scope=line { absent exception=invalid-sku }
    }
}
record warehouse-order system=warehouse object=order format=json {
    map "no" order-no
    map "value" total
    each "rows" lines {
        map "row" line-no { integer }
        map "item" sku
    }
}
//- order.json
{"name":"#7","total":5.90,"items":[{"id":1},{"id":2,"sku":"B"}]}
//- none.json
{"name":7,"total":"5.905","items":[]}
//- object.json
{"order-no":"7","total":"5.9","lines":[{"line-no":1,"sku":"A"}]}
//- want.json
{"order-no":"7","total":"5.900","lines":[{"line-no":1,"sku":"B"}]}
//- torn.json
{"name":
"##;

fn check(arguments: &str, expected: &Expect) {
    let folder = Folder::new(SHOP);
    expected.assert_eq(&told(&run(folder.path(), arguments)));
}

#[test]
fn a_payload_is_read_and_an_object_written() {
    check(
        "map shop-order order.json",
        &expect![[r#"
        exit 1
        {
          "order-no": "7",
          "total": "5.9",
          "lines": [
            {
              "line-no": 2,
              "sku": "B"
            }
          ]
        }
        ! charter.kdl:21: invalid-sku: `items[0].sku` is absent, wanted for `lines[0].sku`; the line is set aside
    "#]],
    );
    check(
        "map warehouse-order object.json --write",
        &expect![[r#"
        exit 0
        {
          "no": "7",
          "value": 5.9,
          "rows": [
            {
              "row": 1,
              "item": "A"
            }
          ]
        }
    "#]],
    );
    check(
        "map shop-order none.json",
        &expect![[r#"
        exit 1
        ! charter.kdl:17: wrong-type: `name` has the wrong type: 7, wanted for `order-no`; the document is set aside
        ! charter.kdl:18: too-many-digits: `total` has too many digits: "5.905"; the document is set aside
        ! charter.kdl:19: too-few: `items` has too few parts: 0, wanted for `lines`; the document is set aside
        ! 3 problems; nothing came out
    "#]],
    );
}

#[test]
fn a_result_is_compared_with_what_was_expected() {
    check(
        "map shop-order order.json --expect want.json",
        &expect![[r#"
        exit 1
        charter.kdl:20: `lines[0].line-no`: expected 1, found 2
        ! charter.kdl:21: invalid-sku: `items[0].sku` is absent, wanted for `lines[0].sku`; the line is set aside
    "#]],
    );
    check(
        "map shop-order none.json --expect want.json",
        &expect![[r#"
        exit 1
        charter.kdl:16: the whole: expected {"order-no":"7","total":"5.900","lines":[{"line-no":1,"sku":..., found nothing
        ! charter.kdl:17: wrong-type: `name` has the wrong type: 7, wanted for `order-no`; the document is set aside
        ! charter.kdl:18: too-many-digits: `total` has too many digits: "5.905"; the document is set aside
        ! charter.kdl:19: too-few: `items` has too few parts: 0, wanted for `lines`; the document is set aside
        ! 3 problems; nothing came out
    "#]],
    );
}

#[test]
fn what_cannot_be_run_says_why() {
    check(
        "map shop-ordr order.json",
        &expect![[r#"
        exit 2
        ! error: there is no record and no flow `shop-ordr`
        ! help: the nearest is `shop-order`
    "#]],
    );
    check(
        "map shop-order torn.json",
        &expect![[r#"
        exit 2
        ! error: `torn.json` is not JSON: EOF while parsing a value at line 2 column 0
    "#]],
    );
    check(
        "map shop-order order.json --to warehouse",
        &expect![[r#"
        exit 2
        ! error: `shop-order` is a record; `--to` is for a flow
    "#]],
    );
}

const CASES: &str = r##"charter shop version="1.0.0"
team sales
system storefront kind=ecommerce team=sales
exception unknown-code severity=medium owner=sales respond-within="1d"
codes size {
    code small "Fits in a bag."
    code large "Does not."
}
object parcel {
    key no
    owner storefront
    field no identifier
    field size code=size
    field weight decimal scale=2
}
record shop-parcel system=storefront object=parcel format=json {
    sample "small.json"
    map "no" no
    map "size" size { code S small; code L large; otherwise exception=unknown-code }
    map "weight" weight { decimal scale=2 }
    case a-small-one {
        read "small.json"
        expect "small.canonical.json"
        expect field=size is=small
    }
    case a-heavy-one {
        read "small.json"
        expect field=weight is=7
    }
    case of-no-size {
        read "none.json"
        raises unknown-code
    }
    case the-second-time {
        read "small.json"
        read "small.json" again=#true
    }
}
//- small.json
{"no":"1","size":"S","weight":"1.5"}
//- small.canonical.json
{"no":"1","size":"small","weight":"1.50"}
//- none.json
{"no":"1","size":"M","weight":"1.5"}
"##;

#[test]
fn cases_are_run_and_what_cannot_be_run_says_why() {
    let folder = Folder::new(CASES);
    expect![[r#"
        exit 1
        passed   record `shop-parcel`: a-small-one
        FAILED   record `shop-parcel`: a-heavy-one (charter.kdl:26)
          charter.kdl:20: `weight`: expected 7, found "1.5"
        passed   record `shop-parcel`: of-no-size
        not run  record `shop-parcel`: the-second-time: a document that comes again is not played yet (charter.kdl:36)
        passed   record `shop-parcel`: sample `small.json`
        reached  record `shop-parcel`: 3 of 3 lines, 1 of 2 rows of tables
          charter.kdl:19: no case and no sample has `L` for `large`
        3 passed, 1 failed, 1 not run
    "#]]
    .assert_eq(&told(&run(folder.path(), "test")));
    folder.add("charter.kdl", folder.read("charter.kdl").replace("is=7", "is=1.5"));
    expect![[r#"
        exit 0
        passed   record `shop-parcel`: a-small-one
        passed   record `shop-parcel`: a-heavy-one
        passed   record `shop-parcel`: of-no-size
        not run  record `shop-parcel`: the-second-time: a document that comes again is not played yet (charter.kdl:36)
        passed   record `shop-parcel`: sample `small.json`
        reached  record `shop-parcel`: 3 of 3 lines, 1 of 2 rows of tables
          charter.kdl:19: no case and no sample has `L` for `large`
    "#]]
    .assert_eq(&told(&run(folder.path(), "test --quiet")));
}
