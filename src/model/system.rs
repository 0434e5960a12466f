//! Systems: what they are, their doors, what they send by themselves, what they create, read, change and delete.

use jiff::civil::Date;

use crate::model::choice::choice;
use crate::model::delivery::{Guarantee, Order, ReceiverPolicy, Retry};
use crate::model::name::{Head, Name, PathRef, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::region::Region;
use crate::model::scope::Team;

use crate::source::Span;
use crate::syntax::values::{Duration, Rate, Size};

/// A system that takes part.
#[derive(Clone, Debug)]
pub struct System {
    /// Name, documentation, templates.
    pub head: Head,
    /// What it is.
    pub kind: Option<Said<SystemKind>>,
    /// The team that runs it.
    pub team: Option<Ref<Team>>,
    /// Its doors.
    pub endpoints: Vec<Endpoint>,
    /// What it sends by itself.
    pub events: Vec<Events>,
    /// What it does with objects.
    pub accesses: Vec<Access>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
    /// How it treats messages about an object.
    pub receives: Vec<Receives>,
    /// The legacy system that it takes over from.
    pub replaces: Option<Ref<System>>,
    /// How much it handles.
    pub capacities: Vec<Capacity>,
    /// The longest outage to plan for.
    pub outage: Option<Outage>,
}

/// The longest outage of a system to plan for.
#[derive(Clone, Debug)]
pub struct Outage {
    /// How long it lasts.
    pub lasts: Option<Said<Duration>>,
    /// How soon after it all that waited must have been taken.
    pub catch_up: Option<Said<Duration>>,
}

/// Where a fact comes from.
#[derive(Clone, Debug)]
pub struct Citation {
    /// A page, a guide, a contract.
    pub reference: Option<Text>,
    /// The day on which it was true.
    pub as_of: Option<Said<Date>>,
}

/// A door of a system.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// The door's name.
    pub name: Name,
    /// Where it is said.
    pub span: Span,
    /// What it is for.
    pub doc: Option<Text>,
    /// What is spoken there.
    pub protocol: Option<Said<Protocol>>,
    /// The address.
    pub url: Option<Text>,
    /// How a caller proves who it is.
    pub auth: Option<Said<Auth>>,
    /// The header of a key or of a signature.
    pub auth_header: Option<Text>,
    /// How many calls are allowed.
    pub limits: Vec<Limit>,
    /// How many calls may run at once.
    pub concurrency: Option<Said<u64>>,
    /// The largest message.
    pub payload: Option<Said<Size>>,
    /// How a call that is made twice is recognised.
    pub idempotency: Option<Idempotency>,
    /// How long one call takes at most.
    pub call_time: Option<Said<Duration>>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
}

/// How a call that is made twice is recognised.
#[derive(Clone, Debug)]
pub struct Idempotency {
    /// By what.
    pub by: Option<Said<IdempotencyMeans>>,
    /// The name of the header.
    pub header: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// A limit on calls.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Calls.
    pub calls: Option<Said<u64>>,
    /// In which time.
    pub per: Option<Said<Duration>>,
    /// How many at once on top.
    pub burst: Option<Said<u64>>,
    /// Which calls, where the limit is not for all of them.
    pub of: Option<Text>,
    /// Who shares the limit.
    pub shared_by: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// What a system sends by itself.
#[derive(Clone, Debug)]
pub struct Events {
    /// The mechanism, such as `webhook`.
    pub name: Name,
    /// Where it is said.
    pub span: Span,
    /// What it is.
    pub doc: Option<Text>,
    /// What is promised.
    pub delivery: Option<Said<Guarantee>>,
    /// In which order messages arrive.
    pub order: Option<Said<Order>>,
    /// What a message holds; the object when not said.
    pub body: Option<Said<EventBody>>,
    /// How long an undelivered message is kept.
    pub retention: Option<Said<Duration>>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
    /// How soon the receiver must answer, or the delivery counts as failed.
    pub answer_within: Option<Said<Duration>>,
    /// When the system stops sending by itself.
    pub disabled: Option<Disabled>,
    /// What is done when a delivery fails.
    pub retry: Option<Retry>,
}

/// When a system stops sending by itself.
#[derive(Clone, Debug)]
pub struct Disabled {
    /// After so many deliveries that failed in a row.
    pub failures: Option<Said<u64>>,
    /// After so long without a message.
    pub idle: Option<Said<Duration>>,
    /// Whether it tells somebody.
    pub told: bool,
    /// Where it is said.
    pub span: Span,
}

/// What a system does with an object or a part of it.
#[derive(Clone, Debug)]
pub struct Access {
    /// What it does.
    pub kind: AccessKind,
    /// Objects or fields.
    pub paths: Vec<PathRef>,
    /// For which part of the scopes.
    pub region: Region,
    /// For reads: how old a value may be.
    pub within: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

/// How a system treats messages about an object.
#[derive(Clone, Debug)]
pub struct Receives {
    /// The object or a list of it.
    pub path: Option<PathRef>,
    /// The policies.
    pub policy: ReceiverPolicy,
    /// Where it is said.
    pub span: Span,
}

/// How much a system handles.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// How much.
    pub rate: Option<Said<Rate>>,
    /// Of which object; of everything when not said.
    pub of: Option<Ref<Object>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// What a system does with an object.
    AccessKind {
        Creates = "creates",
        Reads = "reads",
        Updates = "updates",
        Deletes = "deletes",
        /// No flow may overwrite it here.
        Protects = "protects",
    }
}

choice! {
    /// What a system is.
    SystemKind {
        Ecommerce = "ecommerce",
        Marketplace = "marketplace",
        Oms = "oms",
        Erp = "erp",
        Wms = "wms",
        Tms = "tms",
        Accounting = "accounting",
        ThirdParty = "3pl",
        Automation = "automation",
        Middleware = "middleware",
        Partner = "partner",
        Crm = "crm",
        Pim = "pim",
        Pos = "pos",
        Analytics = "analytics",
        Legacy = "legacy",
        Carrier = "carrier",
        Supplier = "supplier",
    }
}

choice! {
    /// By what a call that is made twice is recognised.
    IdempotencyMeans {
        Key = "key",
        Header = "header",
        Nothing = "nothing",
    }
}

choice! {
    /// What a message that a system sends by itself holds.
    EventBody {
        Object = "object",
        Change = "change",
        Key = "key",
    }
}

choice! {
    /// What is spoken at a door.
    Protocol {
        Https = "https",
        Graphql = "graphql",
        Sftp = "sftp",
        As2 = "as2",
        Van = "van",
        Amqp = "amqp",
        Kafka = "kafka",
        Jdbc = "jdbc",
        File = "file",
        Mqtt = "mqtt",
        Idoc = "idoc",
    }
}

choice! {
    /// How a caller proves who it is.
    Auth {
        Oauth2 = "oauth2",
        ApiKey = "api-key",
        Basic = "basic",
        Mtls = "mtls",
        Signature = "signature",
        SshKey = "ssh-key",
        None = "none",
    }
}
