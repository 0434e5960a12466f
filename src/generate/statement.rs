//! A small program in no particular language: what the code generators build, and what one printer per language prints.
//!
//! Names are final for the target language; see [`super::names`]. Every function that a printed program calls is either
//! one of its own or one of [`Runtime`], so that a printer which lacks one does not compile.

mod uses;

use std::fmt;

pub use super::runtime::Runtime;
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
    /// A constant that the file keeps to itself.
    Constant {
        /// What it is.
        doc: Vec<String>,
        /// Its name.
        name: String,
        /// Its type; found out when not said.
        of: Option<Type>,
        /// Its value.
        value: Expression,
    },
    /// A function.
    Function(Function),
}

/// A type with named fields.
#[derive(Clone, Debug)]
pub struct Struct {
    /// What it is.
    pub doc: Vec<String>,
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
    /// A remark on what follows.
    Comment(String),
    /// Names a value; its type is found out when not said.
    Let(String, Option<Type>, Expression),
    /// Sets a field of a named value.
    Set(String, String, Expression),
    /// Does something if a condition holds.
    If(Expression, Vec<Statement>),
    /// Calls a function for what it does.
    Do(Expression),
    /// Ends the function.
    Return(Expression),
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
    /// A field of a value that is there.
    Get(Box<Expression>, String),
    /// A field of a value that may be absent.
    GetIfPresent(Box<Expression>, String),
    /// What a function returns.
    Call(Callee, Vec<Expression>),
    /// A value with named fields.
    Fields(Vec<(String, Expression)>),
    /// A list.
    List(Vec<Expression>),
    /// A table of codes: what stands on one side and on the other, row by row.
    Table(Type, Type, Vec<(Constant, Constant)>),
    /// One of two values.
    If(Box<Expression>, Box<Expression>, Box<Expression>),
    /// The first where it is neither absent nor null, otherwise the second.
    Else(Box<Expression>, Box<Expression>),
    /// A function of one value.
    Lambda(String, Box<Expression>),
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

/// A function that is called.
#[derive(Clone, Debug)]
pub enum Callee {
    /// One of the same program.
    Own(String),
    /// One that every generated program brings along.
    Runtime(Runtime),
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
    pub fn get(self, field: impl Into<String>, may_be_absent: bool) -> Self {
        let of = Box::new(self);
        if may_be_absent { Self::GetIfPresent(of, field.into()) } else { Self::Get(of, field.into()) }
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

    /// Whether one of several holds; the condition itself where there is but one.
    pub fn any(mut conditions: Vec<Self>) -> Self {
        if conditions.len() == 1 { conditions.remove(0) } else { Self::Or(conditions) }
    }

    /// Whether all of several hold; the condition itself where there is but one.
    pub fn all(mut conditions: Vec<Self>) -> Self {
        if conditions.len() == 1 { conditions.remove(0) } else { Self::And(conditions) }
    }
}
