//! A small program in no particular language: what the code generators build, and what one printer per language prints.
//!
//! Names are final for the target language; see [`super::names`]. Every function that a printed program calls is either
//! one of its own or one of [`Runtime`], so that a printer which lacks one does not compile.

mod uses;

use std::fmt;

pub use super::runtime::{Runtime, Word};
pub use crate::mapping::ir::Key;
pub use uses::Use;

/// One file of a program.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// Its parts, in order.
    pub items: Vec<Item>,
}

/// A part of a file.
#[derive(Clone, Debug)]
pub enum Item {
    /// A type with named fields.
    Struct(Struct),
    /// A type that has one of these texts as its value.
    Codes {
        /// What it is.
        doc: Vec<String>,
        /// Its name.
        name: String,
        /// The texts.
        values: Vec<String>,
        /// Whether other texts may occur too.
        open: bool,
    },
    /// A line of the charter, under a name that the file keeps to itself.
    Rule(Rule),
    /// A constant that the file keeps to itself: a table or a number.
    Constant {
        /// Its name.
        name: String,
        /// Its value.
        value: Expression,
    },
    /// A function.
    Function(Function),
}

/// A line of the charter: which value of a payload is which field of the object.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// Where it stands in the charter.
    pub charter: String,
    /// The keys that lead to the value, from the part of the payload at hand.
    pub foreign: Vec<Key>,
    /// The field, from the part of the object at hand.
    pub field: String,
    /// What a problem sets aside.
    pub scope: &'static str,
    /// Ways of being missing that may be, and leave the field absent: `absent`, `null`, `empty`.
    pub skips: Vec<&'static str>,
    /// Ways of being missing, and the exception that each raises.
    pub raises: Vec<(&'static str, String)>,
}

/// What a type with named fields stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An object of the charter, or a part of one.
    Object,
    /// A payload, or a part of one: it is written as JSON with the keys of its fields.
    Payload,
}

/// A type with named fields.
#[derive(Clone, Debug)]
pub struct Struct {
    /// What it is.
    pub doc: Vec<String>,
    /// What it stands for.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
}

/// A field of a type.
#[derive(Clone, Debug)]
pub struct Field {
    /// What it is.
    pub doc: Vec<String>,
    /// Its key, which need not be a name.
    pub key: String,
    /// Its type.
    pub of: Type,
    /// Whether it may be absent.
    pub optional: bool,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    /// What it does.
    pub doc: Vec<String>,
    /// Its name.
    pub name: String,
    /// Whether other files see it.
    pub exported: bool,
    /// Its parameters.
    pub parameters: Vec<(String, Type)>,
    /// What it returns.
    pub returns: Type,
    /// What it does.
    pub body: Vec<Statement>,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A text.
    Text,
    /// A text that is one of these.
    Literals(Vec<Constant>),
    /// A whole number.
    Integer,
    /// A floating-point number, as JSON has it.
    Number,
    /// An exact decimal number.
    Decimal,
    /// True or false.
    Boolean,
    /// A point in time.
    Instant,
    /// A day.
    Date,
    /// A date and time on the clocks of one place.
    LocalTime,
    /// Anything that a payload can hold.
    Any,
    /// A type of the program.
    Named(String),
    /// Parts in order.
    List(Box<Type>),
    /// A value or null.
    Nullable(Box<Type>),
    /// A value or nothing.
    Maybe(Box<Type>),
    /// What came out, and what went wrong.
    Result(Box<Type>),
    /// A line of the charter.
    Rule,
    /// Where a mapping reads or writes.
    Place,
}

/// One statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// Names a value of a type.
    Let(String, Type, Expression),
    /// Puts fields together under a name.
    Build(Build),
    /// Ends the function with no value unless all of these are there; after it they are known to be.
    Need(Vec<String>),
    /// Does something if a condition holds.
    If(Expression, Vec<Statement>),
    /// Calls a function for what it does.
    Do(Expression),
    /// Ends the function.
    Return(Expression),
}

/// Fields that are put together under a name.
#[derive(Clone, Debug)]
pub struct Build {
    /// The name of the value.
    pub name: String,
    /// The name of its type.
    pub of: String,
    /// What its type stands for.
    pub kind: Kind,
    /// Fields that are always there.
    pub must: Vec<Piece>,
    /// Fields that may be absent.
    pub may: Vec<Piece>,
    /// When the whole is there.
    pub when: When,
}

/// When a whole is there that is put together.
#[derive(Clone, Debug)]
pub enum When {
    /// Always.
    Always,
    /// When one of its fields is there; `must` is empty.
    Any,
    /// When all fields in `must` are there, each of which may be absent. What is there in part calls
    /// [`Runtime::Incomplete`] with this place and this rule.
    All(Expression, Expression),
}

/// A field of what is put together.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Its key.
    pub key: String,
    /// The type of the field, without regard to its being absent.
    pub of: Type,
    /// Its value.
    pub value: Expression,
    /// Whether the value is known to be there.
    pub sure: bool,
}

impl Piece {
    /// Whether it is there. `None` for what is known to be.
    pub fn is_there(&self) -> Option<Expression> {
        (!self.sure).then(|| self.value.clone().is_not(Expression::ABSENT))
    }
}

/// A constant value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// A text.
    Text(String),
    /// A number, by its digits.
    Number(String),
    /// True or false.
    Boolean(bool),
    /// Null.
    Null,
    /// No value.
    Absent,
}

/// A value.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A named value.
    Name(String),
    /// A constant.
    Constant(Constant),
    /// An exact decimal number.
    Decimal(String),
    /// A regular expression that matches a text as a whole.
    Pattern(String),
    /// Keys that lead to a part of a payload.
    Keys(Vec<Key>),
    /// A word that the runtime knows.
    Word(Word),
    /// The name of an exception.
    Exception(String),
    /// A field of an object or of a part of one.
    Get(Box<Get>),
    /// What a function returns.
    Call(Callee, Vec<Expression>),
    /// A list.
    List(Vec<Expression>),
    /// A table of codes: what stands on one side and on the other, row by row.
    Table(Type, Type, Vec<(Constant, Constant)>),
    /// One of two values.
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// The first where it is neither absent nor null, otherwise the second.
    Else(Box<Expression>, Box<Expression>),
    /// Whether all hold.
    And(Vec<Expression>),
    /// Whether one holds.
    Or(Vec<Expression>),
    /// Whether it does not hold.
    Not(Box<Expression>),
    /// Whether two values are the same.
    Same(Box<Expression>, Box<Expression>),
    /// Whether two values are not the same.
    Differ(Box<Expression>, Box<Expression>),
}

/// A field that is read.
#[derive(Clone, Debug)]
pub struct Get {
    /// The value that has it.
    pub of: Expression,
    /// Whether that value may be absent, which makes the field absent.
    pub of_maybe: bool,
    /// Its key.
    pub key: String,
    /// The type of the field; [`Type::Maybe`] where it may be absent itself.
    pub is: Type,
}

/// A function that is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// One of the same program.
    Own(String),
    /// One that every generated program brings along.
    Runtime(Runtime),
}

impl Get {
    /// The type of what is read.
    pub fn gives(&self) -> Type {
        self.is.clone().maybe_if(self.of_maybe)
    }
}

impl Type {
    /// This type, or nothing.
    #[must_use]
    pub fn maybe(self) -> Self {
        if let Self::Maybe(_) = self { self } else { Self::Maybe(Box::new(self)) }
    }

    /// This type, or nothing where it may be absent.
    #[must_use]
    pub fn maybe_if(self, may_be_absent: bool) -> Self {
        if may_be_absent { self.maybe() } else { self }
    }

    /// This type, or null.
    #[must_use]
    pub fn nullable(self) -> Self {
        if let Self::Nullable(_) = self { self } else { Self::Nullable(Box::new(self)) }
    }

    /// Several of this type.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Box::new(self))
    }
}

impl Expression {
    /// A named value.
    pub fn name(name: impl Into<String>) -> Self {
        Self::Name(name.into())
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Constant(Constant::Text(text.into()))
    }

    /// A whole number.
    pub fn number(number: impl fmt::Display) -> Self {
        Self::Constant(Constant::Number(number.to_string()))
    }

    /// What a function of the runtime returns.
    pub fn call(function: Runtime, arguments: impl IntoIterator<Item = Expression>) -> Self {
        Self::Call(Callee::Runtime(function), arguments.into_iter().collect())
    }

    /// What a function of the program returns.
    pub fn call_own(name: impl Into<String>, arguments: impl IntoIterator<Item = Expression>) -> Self {
        Self::Call(Callee::Own(name.into()), arguments.into_iter().collect())
    }

    /// No value.
    pub const ABSENT: Self = Self::Constant(Constant::Absent);

    /// Null.
    pub const NULL: Self = Self::Constant(Constant::Null);

    /// A field of this value, which may itself be absent.
    #[must_use]
    pub fn get(self, key: impl Into<String>, is: Type, of_maybe: bool) -> Self {
        Self::Get(Box::new(Get { of: self, of_maybe, key: key.into(), is }))
    }

    /// `then` if a condition holds, otherwise this value.
    #[must_use]
    pub fn unless(self, condition: Self, then: Self) -> Self {
        Self::If(Box::new(condition), Box::new(then), Box::new(self))
    }

    /// Whether it is the same as another value.
    #[must_use]
    pub fn is(self, other: Self) -> Self {
        Self::Same(Box::new(self), Box::new(other))
    }

    /// Whether it is another value.
    #[must_use]
    pub fn is_not(self, other: Self) -> Self {
        Self::Differ(Box::new(self), Box::new(other))
    }

    /// Whether it is there, whatever the payload was: no step can have taken it away.
    pub fn is_sure(&self) -> bool {
        match self {
            Self::Get(get) => !get.of_maybe && !matches!(get.is, Type::Maybe(_)),
            Self::Constant(constant) => *constant != Constant::Absent,
            Self::Else(_, otherwise) => otherwise.is_sure(),
            Self::If(_, then, otherwise) => then.is_sure() && otherwise.is_sure(),
            _ => false,
        }
    }

    /// Whether one of several holds; the condition itself where there is but one.
    pub fn any(mut conditions: Vec<Self>) -> Self {
        if conditions.len() == 1 { conditions.remove(0) } else { Self::Or(conditions) }
    }

    /// Whether all of several hold; the condition itself where there is but one.
    pub fn all(mut conditions: Vec<Self>) -> Self {
        if conditions.len() == 1 { conditions.remove(0) } else { Self::And(conditions) }
    }
}
