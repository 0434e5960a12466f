//! `two-creators`: an instance begins in one system.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::accesses::AccessId;
use crate::facts::atoms::Atom;
use crate::facts::wording;
use crate::model::name::Place;
use crate::model::system::AccessKind;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "two-creators",
        title: "two systems create instances of the same object",
        severity: Severity::Error,
        explain: "\
Two systems say that they create the object in the same case. Both give out keys, and nothing keeps them from giving out the same one, or from making
the same thing twice.

Say which system creates what, by scope (`creates order channel=web`); let one of them propose a new instance to the other; or declare an `identity`
with what `match`es, so that the same thing is recognised.",
        fails: r#"
scope channel { web; edi }
team it
system shop kind=ecommerce team=it { creates order }
system desk kind=oms team=it { creates order channel=edi } //~ two-creators
object order { key order-no; by channel; owner shop; field order-no string; field channel code=channel }
flow order-in { publish order; from shop; to desk }
"#,
        passes: r#"
scope channel { web; edi }
team it
system shop kind=ecommerce team=it { creates order channel=web }
system desk kind=oms team=it { creates order channel=edi }
object order {
    key order-no
    by channel
    owner shop channel=web
    owner desk channel=edi
    field order-no string
    field channel code=channel
}
flow order-in { publish order; from shop; to desk; where { channel web } }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for (object, said) in model.objects.iter() {
        let is_recognised = model
            .identities
            .values()
            .any(|identity| identity.object.and_then(|of| of.target) == Some(object) && !identity.matches.is_empty());
        let whole = facts.lineage().whole(object);
        if is_recognised || whole.too_complex {
            continue;
        }
        let place = Place { object, field: None };
        let creates = |access: &&AccessId| {
            let said = access.of(model);
            said.kind == AccessKind::Creates
                && said.region.is_known()
                && said.paths.iter().any(|path| path.target == Some(place))
        };
        let creators: Vec<AccessId> =
            facts.lineage().accesses.of_object(object).iter().filter(creates).copied().collect();
        for (at, second) in creators.iter().enumerate() {
            for first in creators[..at].iter().filter(|first| first.system != second.system) {
                let both: Vec<Atom> = whole
                    .cases()
                    .map(|(atom, _)| atom)
                    .filter(|atom| {
                        [first, second].iter().all(|access| whole.is_within(model, *atom, &access.of(model).region))
                    })
                    .collect();
                if both.is_empty() {
                    continue;
                }
                let (one, other) = (wording::name(model, first.system), wording::name(model, second.system));
                let name = &said.head.name.text;
                let when = wording::when(&whole.describe(model, &both));
                findings.report(format!("`{name}` is created by `{one}` and by `{other}`{when}"), |finding| {
                    finding
                        .at(second.of(model).span, format!("created by `{other}` here"))
                        .and(first.of(model).span, format!("and by `{one}` here"))
                        .help("say by scope which system creates what, or how instances are recognised with `identity`")
                        .about(&**name)
                });
            }
        }
    }
}
