//! Puts values together to a whole: members that must be there, members that may be absent, parts inside.

use crate::generate::names::Names;
use crate::generate::statement::{Build, Expression, Kind, Piece, Statement, Type, When};
use crate::generate::target::Casing;

/// A part of what is put together.
pub(super) enum Node {
    /// A value.
    Leaf(Leaf),
    /// A part with members of its own.
    Branch(Branch),
}

/// A value of what is put together.
pub(super) struct Leaf {
    /// How it is computed.
    pub value: Expression,
    /// The type of the member, without regard to its being absent.
    pub of: Type,
    /// Whether it is there.
    pub there: There,
}

/// Whether a value is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum There {
    /// It always is.
    Always,
    /// It must be, and is not where a problem has taken it away.
    Must,
    /// It may be.
    May,
}

/// A part with members.
pub(super) struct Branch {
    /// The name of its type.
    pub of: String,
    /// What its type stands for.
    pub kind: Kind,
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
    /// How names are cased.
    pub casing: &'a Casing,
    /// The names of the function.
    pub names: &'a mut Names,
    /// Its statements.
    pub statements: &'a mut Vec<Statement>,
}

impl Branch {
    fn has_required(&self) -> bool {
        self.members.iter().any(|(_, node)| match node {
            Node::Leaf(leaf) => leaf.there != There::May,
            Node::Branch(branch) => branch.optional.is_none() && branch.has_required(),
        })
    }

    /// The type of a member that it is.
    fn type_of(&self) -> Type {
        let of = Type::Named(self.of.clone());
        if self.in_list { of.list() } else { of }
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
        let mut needed = Vec::new();
        required(&root, &mut needed);
        if !needed.is_empty() {
            self.statements.push(Statement::Need(needed));
        }
        self.build(root)
    }

    /// Builds the parts that may be absent, so that only what must be there is left to do.
    fn settle(&mut self, branch: Branch) -> Branch {
        let mut members = Vec::with_capacity(branch.members.len());
        for (key, node) in branch.members {
            let node = match node {
                Node::Branch(inside) if !inside.is_needed() => {
                    let of = inside.type_of();
                    Node::Leaf(Leaf { value: self.maybe(inside), of, there: There::May })
                }
                Node::Branch(inside) => Node::Branch(self.settle(inside)),
                leaf @ Node::Leaf(_) => leaf,
            };
            members.push((key, node));
        }
        Branch { members, ..branch }
    }

    /// A part that may be absent: there when its members are.
    fn maybe(&mut self, branch: Branch) -> Expression {
        let rule = branch.optional.clone();
        let (mut must, mut may) = (Vec::new(), Vec::new());
        let listed = branch.in_list.then(|| branch.type_of());
        for (key, node) in branch.members {
            let (needed, sure, of, value) = match node {
                Node::Leaf(Leaf { value, of, there }) => (there != There::May, there == There::Always, of, value),
                Node::Branch(inside) => {
                    let needed = inside.optional.is_none() && inside.has_required();
                    let optional = inside.optional.clone().or_else(|| rule.clone());
                    (needed, false, inside.type_of(), self.maybe(Branch { optional, ..inside }))
                }
            };
            if needed { &mut must } else { &mut may }.push(Piece { key, of, value, sure });
        }
        let name = self.take(&branch.wish);
        let when = match rule {
            Some(rule) if !must.is_empty() => When::All(self.place.clone(), rule),
            // Nothing is missed in a part that may be there in any way.
            _ => When::Any,
        };
        if let When::Any = when {
            must.clear();
        }
        let built = Build { name: name.clone(), of: branch.of, kind: branch.kind, must, may, when };
        self.statements.push(Statement::Build(built));
        let result = Expression::Name(name);
        let Some(listed) = listed else { return result };
        let list = Expression::List(vec![result.clone()]).unless(result.is(Expression::ABSENT), Expression::ABSENT);
        let name = self.take(&format!("{}-list", branch.wish));
        self.statements.push(Statement::Let(name.clone(), listed.maybe(), list));
        Expression::Name(name)
    }

    fn take(&mut self, wish: &str) -> String {
        self.names.take(&(self.casing.local)(wish))
    }

    /// A part that is there.
    fn build(&mut self, branch: Branch) -> Expression {
        let (mut must, mut may) = (Vec::new(), Vec::new());
        for (key, node) in branch.members {
            match node {
                Node::Leaf(Leaf { value, of, there: There::May }) => may.push(Piece { key, of, value, sure: false }),
                Node::Leaf(Leaf { value, of, .. }) => must.push(Piece { key, of, value, sure: true }),
                Node::Branch(inside) => {
                    let of = inside.type_of();
                    must.push(Piece { key, of, value: self.build(inside), sure: true });
                }
            }
        }
        let name = self.take(&branch.wish);
        let (of, kind, when) = (branch.of, branch.kind, When::Always);
        self.statements.push(Statement::Build(Build { name: name.clone(), of, kind, must, may, when }));
        let whole = Expression::Name(name);
        if branch.in_list { Expression::List(vec![whole]) } else { whole }
    }
}

/// The values that must be there, in order.
fn required(branch: &Branch, found: &mut Vec<String>) {
    for (_, node) in &branch.members {
        match node {
            Node::Leaf(Leaf { value: Expression::Name(name), there: There::Must, .. }) => found.push(name.clone()),
            Node::Leaf(_) => {}
            Node::Branch(inside) => required(inside, found),
        }
    }
}
