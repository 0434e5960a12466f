//! Puts values together to a whole: members that must be there, members that may be absent, parts inside.

use crate::generate::names::{self, Names};
use crate::generate::statement::{Expression, Runtime, Statement, Type};

/// A part of what is put together.
pub(super) enum Node {
    /// A value, and whether it may be absent.
    Leaf(Expression, bool),
    /// A part with members of its own.
    Branch(Branch),
}

/// A part with members.
pub(super) struct Branch {
    /// Its type.
    pub of: String,
    /// What it is called after.
    pub wish: String,
    /// Its members, by their keys, in order.
    pub members: Vec<(String, Node)>,
    /// Where it may be absent as a whole: the rule that says so, for when it is only there in part.
    pub optional: Option<Expression>,
    /// Whether it is there even with nothing in it, as its type says.
    pub always: bool,
    /// Whether it is the one part of a list.
    pub in_list: bool,
}

/// A function's body while it puts something together.
pub(super) struct Assembly<'a> {
    /// The place, for problems.
    pub place: Expression,
    /// The names of the function.
    pub names: &'a mut Names,
    /// Its statements.
    pub statements: &'a mut Vec<Statement>,
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
    /// Builds the whole, and gives its name. Where a member that must be there is absent, the function returns nothing.
    pub fn whole(&mut self, root: Branch) -> Expression {
        let root = self.settle(root);
        let mut missing = Vec::new();
        required(&root, &mut missing);
        if !missing.is_empty() {
            let conditions = missing.into_iter().map(|value| value.is(Expression::ABSENT)).collect();
            self.statements
                .push(Statement::If(Expression::any(conditions), vec![Statement::Return(Expression::ABSENT)]));
        }
        self.build(root)
    }

    /// Builds the parts that may be absent, so that only what must be there is left to do.
    fn settle(&mut self, branch: Branch) -> Branch {
        let mut members = Vec::with_capacity(branch.members.len());
        for (key, node) in branch.members {
            let node = match node {
                Node::Branch(inside) if !inside.is_needed() => Node::Leaf(self.maybe(inside), true),
                Node::Branch(inside) => Node::Branch(self.settle(inside)),
                leaf @ Node::Leaf(..) => leaf,
            };
            members.push((key, node));
        }
        Branch { members, ..branch }
    }

    /// A part that may be absent: there when its members are.
    fn maybe(&mut self, branch: Branch) -> Expression {
        let rule = branch.optional.clone();
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (key, node) in branch.members {
            match node {
                Node::Leaf(value, false) => must.push((key, value)),
                Node::Leaf(value, true) => may.push((key, value)),
                Node::Branch(inside) => {
                    let needed = inside.optional.is_none() && inside.has_required();
                    let optional = inside.optional.clone().or_else(|| rule.clone());
                    let value = self.maybe(Branch { optional, ..inside });
                    if needed { must.push((key, value)) } else { may.push((key, value)) }
                }
            }
        }
        let of = Type::Named(branch.of);
        let name = self.names.take(&names::camel(&branch.wish));
        let result = match rule {
            Some(rule) if !must.is_empty() => {
                let whole = Expression::call(Runtime::Together, [self.place.clone(), rule, Expression::Fields(must)]);
                self.statements.push(Statement::Let(name.clone(), Some(Type::Maybe(Box::new(of))), whole));
                for (key, value) in may {
                    let there = [Expression::name(&name), value.clone()].map(|value| value.is_not(Expression::ABSENT));
                    let set = Statement::Set(name.clone(), key, value);
                    self.statements.push(Statement::If(Expression::And(there.to_vec()), vec![set]));
                }
                Expression::Name(name)
            }
            _ => {
                self.statements.push(Statement::Let(name.clone(), Some(of), Expression::Fields(vec![])));
                let there = may.iter().map(|(_, value)| value.clone().is_not(Expression::ABSENT)).collect();
                self.set(&name, may);
                Expression::If(
                    Box::new(Expression::any(there)),
                    Box::new(Expression::Name(name)),
                    Box::new(Expression::ABSENT),
                )
            }
        };
        let result = self.named(result, &branch.wish);
        if !branch.in_list {
            return result;
        }
        let list = Expression::List(vec![result.clone()]).unless(result.is(Expression::ABSENT), Expression::ABSENT);
        self.named(list, &format!("{}-list", branch.wish))
    }

    /// The value under a name of its own.
    fn named(&mut self, value: Expression, wish: &str) -> Expression {
        if matches!(value, Expression::Name(_)) {
            return value;
        }
        let name = self.names.take(&names::camel(wish));
        self.statements.push(Statement::Let(name.clone(), None, value));
        Expression::Name(name)
    }

    /// A part that is there.
    fn build(&mut self, branch: Branch) -> Expression {
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (key, node) in branch.members {
            match node {
                Node::Leaf(value, false) => must.push((key, value)),
                Node::Leaf(value, true) => may.push((key, value)),
                Node::Branch(inside) => must.push((key, self.build(inside))),
            }
        }
        let name = self.names.take(&names::camel(&branch.wish));
        self.statements.push(Statement::Let(name.clone(), Some(Type::Named(branch.of)), Expression::Fields(must)));
        self.set(&name, may);
        let whole = Expression::Name(name);
        if branch.in_list { Expression::List(vec![whole]) } else { whole }
    }

    /// Sets the members that are there.
    fn set(&mut self, name: &str, members: Vec<(String, Expression)>) {
        for (key, value) in members {
            let there = value.clone().is_not(Expression::ABSENT);
            self.statements.push(Statement::If(there, vec![Statement::Set(name.to_owned(), key, value)]));
        }
    }
}

/// The values that must be there, in order.
fn required(branch: &Branch, found: &mut Vec<Expression>) {
    for (_, node) in &branch.members {
        match node {
            // A constant is always there.
            Node::Leaf(Expression::Name(name), false) => found.push(Expression::name(name)),
            Node::Leaf(..) => {}
            Node::Branch(inside) => required(inside, found),
        }
    }
}
