//! A definition as Rust: the tables that the program is compiled with.

use std::fmt::{self, Write};

use super::{
    Argument, Assumed, Change, ChangePolicy, Child, DeclaredKind, Definition, Property, RestProperty, Type, Word,
};

/// The text of `words.rs`, to be included where the types of the language are in scope.
pub fn rust(definition: &Definition) -> String {
    let mut text = String::new();
    print(&mut text, definition).expect("a string takes everything");
    text
}

fn print(out: &mut String, definition: &Definition) -> fmt::Result {
    out.push_str("pub(super) static WORDS: &[Word] = &[\n");
    for word in &definition.words {
        word_of(out, word)?;
        out.push_str(",\n");
    }
    out.push_str("];\n\npub(super) static TOP: &[Child] = &");
    list(out, &definition.top, |out, item| child(out, *item))?;
    out.push_str(";\n\npub(super) static EXAMPLES: &[(WordId, &str)] = &[\n");
    for (word, text) in &definition.examples {
        writeln!(out, "({word:?}, {:?}),", text.get())?;
    }
    out.push_str("];\n");
    Ok(())
}

fn word_of(out: &mut String, word: &Word) -> fmt::Result {
    write!(out, "Word {{ name: {:?}, summary: {:?}, doc: {:?}, declares: ", word.name, word.summary, word.doc)?;
    option(out, word.declares, kind)?;
    out.push_str(", arguments: Cow::Borrowed(&");
    list(out, &word.arguments, argument)?;
    out.push_str("), properties: Cow::Borrowed(&");
    list(out, &word.properties, property)?;
    out.push_str("), children: Cow::Borrowed(&");
    list(out, &word.children, |out, item| child(out, *item))?;
    out.push_str("), rest_property: ");
    option(out, word.rest_property.as_ref(), rest_property)?;
    out.push_str(", rest_child: ");
    option(out, word.rest_child.as_ref(), |out, (names, word)| write!(out, "(Names::{names:?}, {word:?})"))?;
    write!(out, ", like_named: {:?}, change: ", word.like_named)?;
    policy(out, &word.change)?;
    write!(out, ", free_name: {} }}", word.free_name)
}

fn argument(out: &mut String, argument: &Argument) -> fmt::Result {
    write!(out, "Argument {{ name: {:?}, summary: {:?}, ty: ", argument.name, argument.summary)?;
    ty(out, &argument.ty)?;
    write!(out, ", many: {}, optional: {}, change: ", argument.many, argument.optional)?;
    policy(out, &argument.change)?;
    out.write_str(" }")
}

fn property(out: &mut String, property: &Property) -> fmt::Result {
    write!(out, "Property {{ name: {:?}, summary: {:?}, ty: ", property.name, property.summary)?;
    ty(out, &property.ty)?;
    write!(out, ", optional: {}, default: ", property.optional)?;
    option(out, property.default.as_ref(), |out, assumed| match assumed {
        Assumed::Text(text) => write!(out, "Assumed::Text({text:?})"),
        Assumed::Integer(number) => write!(out, "Assumed::Integer({number})"),
        Assumed::Boolean(truth) => write!(out, "Assumed::Boolean({truth})"),
    })?;
    out.push_str(", change: ");
    policy(out, &property.change)?;
    out.write_str(" }")
}

fn rest_property(out: &mut String, rest: &RestProperty) -> fmt::Result {
    write!(out, "RestProperty {{ names: Names::{:?}, summary: {:?}, ty: ", rest.names, rest.summary)?;
    ty(out, &rest.ty)?;
    out.write_str(" }")
}

fn child(out: &mut String, child: Child) -> fmt::Result {
    write!(out, "Child {{ word: {:?}, count: Count::{:?} }}", child.word, child.count)
}

fn ty(out: &mut String, ty: &Type) -> fmt::Result {
    match ty {
        Type::Ref(kinds) => {
            out.push_str("Type::Ref(&");
            list(out, kinds, |out, item| kind(out, *item))?;
            out.write_str(")")
        }
        Type::OneOf(choices) => {
            out.push_str("Type::OneOf(&");
            list(out, choices, |out, choice| write!(out, "{choice:?}"))?;
            out.write_str(")")
        }
        plain => write!(out, "Type::{plain:?}"),
    }
}

fn kind(out: &mut String, kind: DeclaredKind) -> fmt::Result {
    write!(out, "DeclaredKind::{kind:?}")
}

fn policy(out: &mut String, policy: &ChangePolicy) -> fmt::Result {
    out.push_str("ChangePolicy { add: ");
    change(out, policy.add)?;
    out.push_str(", remove: ");
    change(out, policy.remove)?;
    out.push_str(", update: ");
    change(out, policy.update)?;
    out.push_str(", raise: ");
    option(out, policy.raise, change)?;
    out.push_str(", lower: ");
    option(out, policy.lower, change)?;
    out.write_str(" }")
}

fn change(out: &mut String, change: Change) -> fmt::Result {
    write!(out, "Change {{ effect: Effect::{:?}, parties: {:?} }}", change.effect, change.parties)
}

fn list<T>(out: &mut String, items: &[T], print: impl Fn(&mut String, &T) -> fmt::Result) -> fmt::Result {
    out.push('[');
    for item in items {
        print(out, item)?;
        out.push_str(", ");
    }
    out.write_str("]")
}

fn option<T>(out: &mut String, item: Option<T>, print: impl Fn(&mut String, T) -> fmt::Result) -> fmt::Result {
    match item {
        Some(item) => {
            out.push_str("Some(");
            print(out, item)?;
            out.write_str(")")
        }
        None => out.write_str("None"),
    }
}
