//! Scopes, their values, and teams: along what a charter differs, and who answers.

use crate::model::choice::choice;
use crate::model::id::Id;
use crate::model::name::{Head, Name, Ref, Said, Text};

use crate::source::Span;
use crate::syntax::values::{self, Duration};

/// A dimension along which a charter differs.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Name and documentation.
    pub head: Head,
    /// Whether values may appear that are not listed.
    pub open: bool,
    /// The values, in order.
    pub values: Vec<Id<ScopeValue>>,
}

/// One value of a scope.
#[derive(Clone, Debug)]
pub struct ScopeValue {
    /// The value.
    pub name: Name,
    /// The scope.
    pub scope: Id<Scope>,
    /// Its index in the scope.
    pub position: usize,
    /// What people call it.
    pub title: Option<Text>,
}

/// A team that owns systems, answers exceptions or approves changes.
#[derive(Clone, Debug)]
pub struct Team {
    /// Name and documentation.
    pub head: Head,
    /// Where the team is reached.
    pub contact: Option<Text>,
    /// When the team answers.
    pub hours: Vec<Hours>,
    /// Who is told when the team does not answer.
    pub escalations: Vec<Escalation>,
    /// What the team stands for.
    pub roles: Vec<Said<Role>>,
}

/// Hours in which a team answers.
#[derive(Clone, Debug)]
pub struct Hours {
    /// From and to.
    pub hours: Option<Said<values::Hours>>,
    /// The zone.
    pub zone: Option<Text>,
    /// The days; every day when not said.
    pub days: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// Who is told next.
#[derive(Clone, Debug)]
pub struct Escalation {
    /// The next team.
    pub team: Ref<Team>,
    /// How long to wait before.
    pub after: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// What a team stands for.
    Role {
        Operations = "operations",
        Finance = "finance",
        It = "it",
        CustomerService = "customer-service",
        Procurement = "procurement",
        Merchandising = "merchandising",
        PartnerManagement = "partner-management",
    }
}
