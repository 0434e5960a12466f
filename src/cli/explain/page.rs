//! The pages that `charter explain` prints: laid out for a screen, from the code itself or the definition of the language.

use std::fmt::Write;

use anstyle::Style;

use crate::cli::render::text::Screen;
use crate::language::{Argument, Language, Names, Property, Type, WordId};
use crate::rule::Code;

/// The widest text that is still easy to read.
const WIDEST: usize = 100;
/// The widest column of names.
const NAMES: usize = 22;

/// The page of a finding.
pub fn code(code: &Code, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.title(&format!("{}[{}]: {}", code.severity.word(), code.name, code.title));
    page.text(code.explain);
    for (heading, example) in [("This is reported", code.fails), ("This is not", code.passes)] {
        if !example.trim().is_empty() {
            page.heading(heading);
            page.example(&example.replace("//~ ", "// here: "));
        }
    }
    page.text
}

/// The page of a word.
pub fn word(language: &Language, id: WordId, screen: Screen) -> String {
    let word = language.word(id);
    let mut page = Page::new(screen);
    page.title(&usage(language, id));
    page.text(word.summary);
    if let Some(doc) = &word.doc {
        page.text(doc);
    }
    page.rows("Arguments", word.arguments.iter().map(|argument| (argument.name, argument_text(argument))));
    let properties = word.properties.iter().map(|property| (property.name, property_text(property)));
    let rest =
        word.rest_property.iter().map(|rest| (names(rest.names), format!("{} {}", rest.summary, expects(&rest.ty))));
    page.rows("Properties", properties.chain(rest));
    let children = word.children.iter().map(|child| {
        let inner = language.word(child.word);
        let required = if child.count.required() { " Required." } else { "" };
        (inner.name, format!("{}{required}", inner.summary))
    });
    let rest = word.rest_child.iter().map(|(kind, inner)| (names(*kind), language.word(*inner).summary.to_owned()));
    page.rows("Inside", children.chain(rest));
    for example in language.examples(id) {
        page.heading("Example");
        page.example(example);
    }
    let mut parents: Vec<String> =
        language.parents(id).iter().map(|&parent| format!("`{}`", language.word(parent).name)).collect();
    parents.sort();
    parents.dedup();
    if !parents.is_empty() {
        page.heading("Stands in");
        page.text(&parents.join(", "));
    }
    page.text
}

fn names(names: Names) -> &'static str {
    match names {
        Names::Scope => "(a scope)",
        Names::Object => "(an object)",
        Names::Axis => "(an axis)",
        Names::Free => "(a name)",
    }
}

/// How a word is written, in one line.
fn usage(language: &Language, id: WordId) -> String {
    let word = language.word(id);
    let mut usage = word.name.to_owned();
    for argument in word.arguments.iter() {
        let many = if argument.many { "..." } else { "" };
        let name = format!("<{}>{many}", argument.name);
        let (open, close) = if argument.optional { ("[", "]") } else { ("", "") };
        usage += &[" ", open, &name, close].concat();
    }
    for property in word.properties.iter() {
        let text = format!("{}=<{}>", property.name, property.ty.name());
        let (open, close) = if property.optional { ("[", "]") } else { ("", "") };
        usage += &[" ", open, &text, close].concat();
    }
    if word.takes_children() {
        usage += " { ... }";
    }
    usage
}

fn argument_text(argument: &Argument) -> String {
    let optional = if argument.optional { " May be left out." } else { "" };
    format!("{} {}{optional}", argument.summary, expects(&argument.ty))
}

fn property_text(property: &Property) -> String {
    let fate = match &property.default {
        Some(default) => format!(" `{default}` if left out."),
        None if property.optional => String::new(),
        None => " Required.".to_owned(),
    };
    format!("{} {}{fate}", property.summary, expects(&property.ty))
}

fn expects(ty: &Type) -> String {
    let expectation = ty.expectation();
    let mut letters = expectation.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// A page that grows downwards.
struct Page {
    text: String,
    width: usize,
    bold: Style,
}

impl Page {
    fn new(screen: Screen) -> Self {
        let bold = if screen.colour { Style::new().bold() } else { Style::new() };
        Self { text: String::new(), width: screen.width.min(WIDEST), bold }
    }

    fn title(&mut self, title: &str) {
        let wrapped = textwrap::fill(title, textwrap::Options::new(self.width).subsequent_indent("    "));
        let bold = self.bold;
        writeln!(self.text, "{bold}{wrapped}{bold:#}").expect("a string takes any text");
    }

    fn heading(&mut self, heading: &str) {
        let bold = self.bold;
        writeln!(self.text, "\n{bold}{heading}{bold:#}").expect("a string takes any text");
    }

    /// Paragraphs; a paragraph that is indented, or fenced, stays as it is.
    fn text(&mut self, text: &str) {
        let mut in_example = false;
        for paragraph in text.trim().split("\n\n") {
            self.text.push('\n');
            let fences = paragraph.matches("```").count();
            if in_example || fences > 0 || paragraph.starts_with(' ') || paragraph.starts_with("- ") {
                self.text.push_str(paragraph);
            } else {
                self.text.push_str(&textwrap::fill(&paragraph.replace('\n', " "), self.width));
            }
            self.text.push('\n');
            in_example ^= fences % 2 == 1;
        }
    }

    fn example(&mut self, example: &str) {
        self.text.push('\n');
        for line in example.trim_matches('\n').lines() {
            self.text.push_str(format!("    {line}").trim_end());
            self.text.push('\n');
        }
    }

    fn rows<'a>(&mut self, heading: &str, rows: impl Iterator<Item = (&'a str, String)>) {
        let rows: Vec<(&str, String)> = rows.collect();
        if rows.is_empty() {
            return;
        }
        self.heading(heading);
        let column = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default().min(NAMES);
        let indent = " ".repeat(column + 4);
        for (name, text) in rows {
            let first = format!("  {name:column$}  ");
            let options = textwrap::Options::new(self.width.max(indent.len() + 24));
            let options = options.initial_indent(&first).subsequent_indent(&indent);
            self.text.push_str(&textwrap::fill(&text, options));
            self.text.push('\n');
        }
    }
}
