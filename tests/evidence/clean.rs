//! Random charters in which everything is right: shops, a hub, sites that count stock, a head office; in scopes and phases, with
//! lifecycles, records, batches, exceptions and readers with promises.

use std::fmt::Write as _;

use fastrand::Rng;

/// What differs between them.
#[allow(clippy::struct_excessive_bools, reason = "each is a part that a charter has or has not")]
#[derive(Debug)]
struct Plan {
    sites: usize,
    shops: usize,
    /// Sites whose stock is in a legacy system until the last phase.
    legacy: usize,
    phases: usize,
    has_records: bool,
    has_full_sync: bool,
    has_proposals: bool,
    has_returns: bool,
    has_packs: bool,
    nightly: &'static str,
    zone: &'static str,
}

/// The charter of a seed.
pub fn charter(seed: u64) -> String {
    let mut random = Rng::with_seed(seed);
    let phases = random.usize(0..=3);
    let sites = random.usize(1..=4);
    let plan = Plan {
        sites,
        shops: random.usize(1..=3),
        legacy: if phases > 1 && sites > 1 { random.usize(0..2) } else { 0 },
        phases: if phases == 1 { 0 } else { phases },
        has_records: random.bool(),
        has_full_sync: random.bool(),
        has_proposals: random.bool(),
        has_returns: random.bool(),
        has_packs: random.bool(),
        nightly: ["01:30", "22:00", "04:15"][random.usize(0..3)],
        zone: ["America/Chicago", "Europe/Berlin", "Etc/UTC"][random.usize(0..3)],
    };
    let mut text = String::new();
    let parts = [
        parties(&plan, &mut random),
        exceptions(&plan),
        items(&plan, &mut random),
        stock(&plan, &mut random),
        orders(&plan, &mut random),
        returns(&plan),
        records(&plan),
        rollout(&plan),
    ];
    for part in parts {
        writeln!(text, "{part}").expect("a string grows");
    }
    text
}

fn names(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{name}-{at}")).collect()
}

impl Plan {
    fn has_sites(&self) -> bool {
        self.sites > 1
    }

    fn has_channels(&self) -> bool {
        self.shops > 1
    }

    /// A part of the sites, as the inside of `where`.
    fn site(&self, site: usize) -> String {
        if self.has_sites() { format!("    where {{ site site-{site} }}\n") } else { String::new() }
    }

    fn channel(&self, shop: usize) -> String {
        if self.has_channels() { format!("    where {{ channel channel-{shop} }}\n") } else { String::new() }
    }

    /// The key of stock: an item at a site, where there are several.
    fn stock_key(&self) -> &'static str {
        if self.has_sites() { "sku site" } else { "sku" }
    }

    fn is_legacy(&self, site: usize) -> bool {
        site >= self.sites - self.legacy
    }
}

/// How a flow is delivered: at least once, in order, and harmless when it comes twice.
fn delivery(key: &str, random: &mut Rng) -> String {
    let (attempts, team) = (random.usize(3..10), random.usize(0..3));
    format!(
        "    delivery at-least-once {{\n        idempotency-key {key}\n        ordered-by {key}\n        window \"14d\"\n        retry attempts={attempts} first=\"5s\" most=\"10min\"\n        dead-letter team-{team}\n    }}\n"
    )
}

fn parties(plan: &Plan, random: &mut Rng) -> String {
    let mut text = String::new();
    for team in 0..3 {
        text += &format!("team team-{team} {{ contact \"team-{team}@acme.test\"; role operations }}\n");
    }
    if plan.has_sites() {
        text += &format!("scope site {{ {} }}\n", names("site", plan.sites).join("; "));
    }
    if plan.has_channels() {
        text += &format!("scope channel {{ {} }}\n", names("channel", plan.shops).join("; "));
    }
    text += &format!("calendar nightly zone=\"{}\" {{ at \"{}\" }}\n", plan.zone, plan.nightly);
    text += &format!("calendar noon zone=\"{}\" {{ at \"12:00\" }}\n", plan.zone);
    let limit = random.usize(50..200);
    let endpoint = format!(
        "    endpoint api protocol=https {{ url \"https://api.acme.test\"; auth oauth2; limit {limit} per=\"1s\" }}\n"
    );
    text += &format!("system pim kind=pim team=team-0 {{\n{endpoint}}}\n");
    text += &format!(
        "system oms kind=oms team=team-1 {{\n{endpoint}    reads item within=\"30min\"\n    reads order within=\"10min\"\n"
    );
    text += "    reads stock within=\"2h\"\n";
    if plan.has_returns {
        text += "    reads return within=\"1h\"\n";
    }
    text += "}\n";
    text += &format!(
        "system erp kind=erp team=team-2 {{\n{endpoint}    reads item within=\"27h\"\n    reads stock.on-hand within=\"30h\"\n    reads order within=\"30min\"\n}}\n"
    );
    for site in 0..plan.sites {
        let at = if plan.has_sites() { format!(" {{ site site-{site} }}") } else { String::new() };
        text += &format!(
            "system wms-{site} kind=wms team=team-{} {{\n{endpoint}    reads item.sku item.title within=\"1h\"\n",
            site % 3
        );
        text += &format!("    reads order.order-no order.placed-at order.lines within=\"15min\"{at}\n}}\n");
    }
    if plan.legacy > 0 {
        text += "system old kind=legacy team=team-2 { endpoint files protocol=sftp { url \"sftp://old.acme.test\"; auth ssh-key } }\n";
    }
    for shop in 0..plan.shops {
        let channel = if plan.has_channels() { format!(" channel=channel-{shop}") } else { String::new() };
        let only = if plan.has_channels() { format!(" {{ channel channel-{shop} }}") } else { String::new() };
        text += &format!("system shop-{shop} kind=ecommerce team=team-0 {{\n{endpoint}    creates order{channel}\n");
        text += &format!(
            "    reads item within=\"1h\"\n    reads stock.available within=\"3h\"{only}\n    reads order.status within=\"30min\"{only}\n}}\n"
        );
    }
    text
}

fn exceptions(plan: &Plan) -> String {
    let mut text = String::new();
    let all = [
        ("unreadable", "A message cannot be read"),
        ("late", "Nothing came in time"),
        ("refused", "The owner says no"),
    ];
    for (name, detect) in &all[..if plan.has_proposals { 3 } else { 2 }] {
        text +=
            &format!("exception {name} severity=high owner=team-1 respond-within=\"1h\" {{ detect \"{detect}\" }}\n");
    }
    text
}

fn items(plan: &Plan, random: &mut Rng) -> String {
    let mut text = "object item {\n    key sku\n    owner pim\n    field sku identifier max=20\n    field title string max=80\n    field weight decimal precision=9 scale=3 optional=#true\n".to_owned();
    text += "    field changed-no integer\n";
    if plan.has_packs {
        text += "    field case-size integer optional=#true\n";
    }
    text += "    field price money\n    field minimum quantity unit=each optional=#true owner=oms\n}\n";
    let key = delivery("sku changed-no", random);
    let record = if plan.has_records { " record=pim-item" } else { "" };
    text += &format!(
        "flow item-to-oms {{\n    publish item {{ except owned-by=oms }}\n    from pim{record}\n    to oms\n    on change\n    latency near-real-time\n{key}    on-exception unreadable\n}}\n"
    );
    text += &format!(
        "flow item-to-erp {{\n    publish item\n    from oms\n    to erp\n    schedule nightly takes=\"20min\"\n    latency batch within=\"26h\"\n{key}    on-exception late\n}}\n"
    );
    for site in 0..plan.sites {
        text += &format!(
            "flow item-to-wms-{site} {{\n    publish item {{ only sku title }}\n    from oms\n    to wms-{site}\n    on change\n    latency near-real-time\n{key}}}\n"
        );
    }
    for shop in 0..plan.shops {
        text += &format!(
            "flow item-to-shop-{shop} {{\n    publish item\n    from oms\n    to shop-{shop}\n    on change\n    latency near-real-time\n{key}}}\n"
        );
    }
    if plan.has_proposals {
        text += &format!(
            "flow title-proposal {{\n    propose item {{ only title }}\n    from shop-0\n    to pim\n    on change\n    latency near-real-time\n    answer within=\"1h\" refused=refused\n{key}    on-exception refused\n}}\n"
        );
    }
    text
}

fn stock(plan: &Plan, random: &mut Rng) -> String {
    let mut text = format!("object stock {{\n    key {}\n", plan.stock_key());
    if plan.has_sites() {
        text += "    by site\n";
    } else {
        text += "    owner wms-0\n";
    }
    text += "    version stock-no\n    field sku ref=item\n";
    if plan.has_sites() {
        text += "    field site code=site\n";
    }
    text += "    field on-hand quantity unit=each\n    field held quantity unit=each\n    field stock-no integer\n";
    text += "    field reserved quantity unit=each owner=oms\n    field available quantity unit=each\n}\n";
    text += "derive stock.available \"max(0, on-hand - held - reserved)\" by=oms\n";
    if plan.has_sites() {
        text += "ownership stock {\n";
        let last = plan.phases.saturating_sub(1);
        for site in 0..plan.sites {
            if plan.is_legacy(site) {
                text += &format!("    case {{ site site-{site}; before phase-{last}; owner old }}\n");
                text += &format!(
                    "    case {{ site site-{site}; from phase-{last}; owner wms-{site}; handover cut-over }}\n"
                );
            } else {
                text += &format!("    case {{ site site-{site}; owner wms-{site} }}\n");
            }
        }
        text += "}\n";
    }
    let key = format!("{} stock-no", plan.stock_key());
    let key = delivery(&key, random);
    let guard = "    guard version=stock.stock-no\n";
    let carries = "    publish stock { except owned-by=oms }\n";
    for site in 0..plan.sites {
        text += &format!(
            "flow stock-from-{site} {{\n{carries}    from wms-{site}\n    to oms\n{}    on change\n    latency real-time\n{key}{guard}    volume average=\"100/h\" peak=\"2000/h\" for=\"1h\"\n}}\n",
            plan.site(site)
        );
        if plan.has_full_sync && !plan.is_legacy(site) {
            text += &format!(
                "flow stock-full-{site} {{\n{carries}    from wms-{site}\n    to oms\n{}    schedule nightly takes=\"40min\"\n    latency batch within=\"26h\"\n{key}{guard}}}\n",
                plan.site(site)
            );
        }
        if plan.is_legacy(site) {
            text += &format!(
                "flow stock-old {{\n{carries}    from old\n    to oms\n{}    poll every=\"1h\" takes=\"5min\"\n    latency batch within=\"70min\"\n{key}{guard}}}\n",
                plan.site(site)
            );
            text += &format!(
                "flow cut-over {{\n{carries}    from old\n    to wms-{site}\n{}    schedule nightly takes=\"2h\"\n    latency batch within=\"28h\"\n{key}}}\n",
                plan.site(site)
            );
        }
    }
    text += &format!(
        "flow stock-to-erp {{\n    publish stock {{ only on-hand stock-no }}\n    from oms\n    to erp\n    schedule noon takes=\"30min\"\n    latency batch within=\"26h\"\n{key}{guard}    on-exception late\n}}\n"
    );
    for shop in 0..plan.shops {
        text += &format!(
            "flow available-to-{shop} {{\n    publish stock {{ only available stock-no }}\n    from oms\n    to shop-{shop}\n{}    on change\n    latency near-real-time within=\"1min\"\n{key}{guard}}}\n",
            plan.channel(shop)
        );
    }
    text
}

fn orders(plan: &Plan, random: &mut Rng) -> String {
    let mut text = "object order criticality=high {\n    key order-no\n".to_owned();
    if plan.has_channels() {
        text += "    by channel\n";
    }
    if plan.has_sites() {
        text += "    by site\n";
    }
    for shop in 0..plan.shops {
        let channel = if plan.has_channels() { format!(" channel=channel-{shop}") } else { String::new() };
        text += &format!("    owner shop-{shop}{channel}\n");
    }
    text += "    field order-no string max=20\n    field placed-at instant\n    field total money\n";
    if plan.has_channels() {
        text += "    field channel code=channel\n";
    }
    if plan.has_sites() {
        text += "    field site code=site optional=#true\n";
    }
    text += "    field note string max=200 optional=#true owner=oms\n";
    text += "    list lines key=line-no min=1 {\n        field line-no integer\n        field sku ref=item\n        field ordered quantity unit=each role=ordered\n    }\n";
    text += "    lifecycle {\n        state placed initial=#true\n        state accepted\n        state closed final=#true\n        transition accept by=oms { from placed; to accepted }\n        transition close by=oms { from accepted; to closed }\n    }\n}\n";
    let key = delivery("order-no", random);
    let news = key.replace("idempotency-key order-no", "idempotency-key order-no status");
    for shop in 0..plan.shops {
        text += &format!(
            "flow order-in-{shop} {{\n    publish order {{ except owned-by=oms }}\n    from shop-{shop}\n    to oms\n{}    on create change\n    latency near-real-time\n{key}    receive {{ early hold for=\"1h\" raises=late; duplicate ignore }}\n    on-exception unreadable\n}}\n",
            plan.channel(shop)
        );
        text += &format!(
            "flow order-news-{shop} {{\n    publish order {{ only status }}\n    from oms\n    to shop-{shop}\n{}    on accept close\n    latency near-real-time\n{news}}}\n",
            plan.channel(shop)
        );
    }
    for site in 0..plan.sites {
        text += &format!(
            "flow order-release-{site} {{\n    publish order {{ only placed-at lines }}\n    from oms\n    to wms-{site}\n{}    on accept\n    latency near-real-time\n{key}}}\n",
            plan.site(site)
        );
    }
    text += &format!(
        "flow order-to-erp {{\n    publish order\n    from oms\n    to erp\n    on create change accept close\n    latency near-real-time\n{key}    receive {{ early hold for=\"1h\" raises=late }}\n}}\n"
    );
    text
}

fn returns(plan: &Plan) -> String {
    if !plan.has_returns {
        return String::new();
    }
    let mut text = "object return {\n    key return-no\n    owner erp\n    field return-no string max=20\n    field order-no ref=order\n    field reason string max=80\n}\n".to_owned();
    text += "flow return-to-oms {\n    publish return\n    from erp\n    to oms\n    poll every=\"10min\" takes=\"1min\"\n    latency near-real-time within=\"15min\"\n    delivery at-least-once { idempotency-key return-no; window \"7d\"; retry attempts=3 first=\"10s\"; dead-letter team-2 }\n}\n";
    text
}

fn records(plan: &Plan) -> String {
    if !plan.has_records {
        return String::new();
    }
    let mut text = "record pim-item system=pim object=item format=json {\n    open minimum because=\"the hub decides it\"\n    map \"sku\" sku { trim }\n    map \"name\" title\n    map \"weight_kg\" weight { decimal scale=3 }\n    map \"changed\" changed-no { integer }\n".to_owned();
    if plan.has_packs {
        text += "    map \"case\" case-size { integer }\n";
    }
    text += "    map \"price\" price.amount { decimal scale=2 }\n    map \"currency\" price.currency\n}\n";
    text
}

fn rollout(plan: &Plan) -> String {
    let mut text = String::new();
    for phase in 0..plan.phases {
        let is_last = phase + 1 == plan.phases;
        let after = if phase == 0 { String::new() } else { format!("    after phase-{}\n", phase - 1) };
        text += &format!("phase phase-{phase} {{\n{after}");
        if is_last {
            text += "    everything\n";
            if plan.legacy > 0 {
                text += &format!("    flows cut-over stock-from-{}\n    retires stock-old\n", plan.sites - 1);
            }
        } else if plan.has_channels() {
            text += &format!("    channel {}\n", names("channel", (phase + 1).min(plan.shops)).join(" "));
        } else {
            text += "    everything\n";
        }
        text += "}\n";
    }
    text
}
