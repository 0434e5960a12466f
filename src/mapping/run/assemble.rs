//! Puts values together to a whole: members that must be there, members that may be absent, parts inside.

use super::place::{Place, Report, Rule};
use super::value::Value;
use super::wrong::Wrong;

/// A part of what is put together.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A value, and whether it may be absent.
    Leaf(Source, bool),
    /// A part with members of its own.
    Branch(Branch),
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub(super) enum Source {
    /// From what was computed, by its position.
    Computed(usize),
    /// It is always the same.
    Constant(Value),
}

/// A part with members.
#[derive(Clone, Debug, Default)]
pub(super) struct Branch {
    /// Its members, by their names, in order.
    pub members: Vec<(String, Node)>,
    /// Where it may be absent as a whole: the rule that says so, for when it is only there in part.
    pub optional: Option<Rule>,
    /// Whether it is there even with nothing in it, as its type says.
    pub always: bool,
    /// Whether it is the one part of a list.
    pub in_list: bool,
}

/// A part of which only the members that must be there are still open.
enum Settled {
    Leaf(Option<Value>, bool),
    Branch(Vec<(String, Settled)>, bool),
}

/// A whole while it is put together.
pub(super) struct Assembly<'a> {
    pub place: &'a Place<'a>,
    /// The values that were computed.
    pub values: &'a [Option<Value>],
    pub report: &'a mut Report,
}

impl Branch {
    fn has_required(&self) -> bool {
        self.members.iter().any(|(_, node)| match node {
            Node::Leaf(_, optional) => !optional,
            Node::Branch(branch) => branch.optional.is_none() && branch.has_required(),
        })
    }

    /// Whether what is around it is not whole without it.
    fn is_needed(&self) -> bool {
        self.optional.is_none() && (self.always || self.has_required())
    }
}

impl Assembly<'_> {
    /// The whole; `None` where a member that must be there is absent.
    pub fn whole(&mut self, root: &Branch) -> Option<Value> {
        let members = self.settle(root);
        if lacks(&members) { None } else { Some(build(members, root.in_list)) }
    }

    /// Builds the parts that may be absent, so that only what must be there is left to do.
    fn settle(&mut self, branch: &Branch) -> Vec<(String, Settled)> {
        let mut members = Vec::with_capacity(branch.members.len());
        for (name, node) in &branch.members {
            let settled = match node {
                Node::Leaf(source, optional) => Settled::Leaf(self.value(source), *optional),
                Node::Branch(inside) if !inside.is_needed() => {
                    Settled::Leaf(self.perhaps(inside, inside.optional.as_ref()), true)
                }
                Node::Branch(inside) => Settled::Branch(self.settle(inside), inside.in_list),
            };
            members.push((name.clone(), settled));
        }
        members
    }

    /// A part that may be absent: there when its members are.
    fn perhaps(&mut self, branch: &Branch, rule: Option<&Rule>) -> Option<Value> {
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (name, node) in &branch.members {
            let (value, needed) = match node {
                Node::Leaf(source, optional) => (self.value(source), !optional),
                Node::Branch(inside) => {
                    let needed = inside.optional.is_none() && inside.has_required();
                    (self.perhaps(inside, inside.optional.as_ref().or(rule)), needed)
                }
            };
            if needed { must.push((name.clone(), value)) } else { may.push((name.clone(), value)) }
        }
        let there = |members: &[(String, Option<Value>)]| members.iter().filter(|(_, value)| value.is_some()).count();
        match rule {
            Some(_) if !must.is_empty() && there(&must) == must.len() => {}
            Some(rule) if !must.is_empty() => {
                // Where a part was refused, that has been said.
                if there(&must) > 0 && !self.report.refused {
                    self.place.problem(rule, Wrong::Incomplete, None, None, self.report);
                }
                return None;
            }
            _ if there(&may) == 0 => return None,
            _ => {}
        }
        let members = must.into_iter().chain(may).filter_map(|(name, value)| Some((name, value?))).collect();
        Some(whole(members, branch.in_list))
    }

    fn value(&self, source: &Source) -> Option<Value> {
        match source {
            Source::Computed(at) => self.values.get(*at).cloned().flatten(),
            Source::Constant(value) => Some(value.clone()),
        }
    }
}

/// Whether a value is absent that must be there.
fn lacks(members: &[(String, Settled)]) -> bool {
    members.iter().any(|(_, settled)| match settled {
        Settled::Leaf(value, optional) => value.is_none() && !optional,
        Settled::Branch(inside, _) => lacks(inside),
    })
}

fn build(members: Vec<(String, Settled)>, in_list: bool) -> Value {
    let built = members.into_iter().filter_map(|(name, settled)| match settled {
        Settled::Leaf(value, _) => Some((name, value?)),
        Settled::Branch(inside, in_list) => Some((name, build(inside, in_list))),
    });
    whole(built.collect(), in_list)
}

fn whole(members: Vec<(String, Value)>, in_list: bool) -> Value {
    let whole = Value::Object(members);
    if in_list { Value::List(vec![whole]) } else { whole }
}
