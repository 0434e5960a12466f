//! The reference pages: Markdown written from the definition, one page for each word of a charter file.

use std::fmt::Write as _;

use super::{Action, Argument, Child, Choice, Count, Language, Names, Property, Type, Word, WordId};
use super::{frame, meta_words, pack, packs, standard};

/// Where the pages of this module say that they come from.
const NOTICE: &str = "<!-- Written from charter/language/ by the tests (UPDATE_EXPECT=1); edit the definition. -->\n\n";

/// All pages, as path below `docs/reference/` and text, sorted by path.
pub fn pages(language: &Language) -> Vec<(String, String)> {
    let mut pages: Vec<(String, String)> = language
        .top_words()
        .iter()
        .map(|child| (format!("{}.md", language.word(child.word).name), page(language, *child)))
        .collect();
    pages.push(("README.md".to_owned(), index(language)));
    pages.push(("types-of-values.md".to_owned(), types_of_values()));
    pages.push(("definition.md".to_owned(), definition()));
    pages.push(("standard.md".to_owned(), standard_page()));
    pages.push(("packs-of-facts.md".to_owned(), packs_page()));
    pages.sort();
    pages
}

fn index(language: &Language) -> String {
    let mut text = format!("# The charter language\n\n{NOTICE}");
    text.push_str(
        "A charter is written in KDL 2: nodes with arguments, properties and children. These are the words that may \
         stand in a charter file.\n\n| word | what it says |\n|---|---|\n",
    );
    for child in language.top_words() {
        let word = language.word(child.word);
        let _ = writeln!(text, "| [`{0}`]({0}.md) | {1} |", word.name, cell(word.summary));
    }
    text.push_str(
        "\nFurther pages:\n\n\
         - [What values look like](types-of-values.md)\n\
         - [What every charter may name](standard.md)\n\
         - [Packs of platform facts](packs-of-facts.md)\n\
         - [How the language is defined](definition.md)\n\n\
         Examples that have no `charter` of their own stand in this frame:\n\n",
    );
    block(&mut text, frame().1);
    text
}

fn page(language: &Language, child: Child) -> String {
    let word = language.word(child.word);
    let mut text = format!("# `{}`\n\n{NOTICE}{}\n\n", word.name, word.summary);
    if let Some(doc) = &word.doc {
        let _ = writeln!(text, "{doc}\n");
    }
    if child.count == Count::Optional {
        text.push_str("Stands at most once in a charter.\n\n");
    }
    let mut page = Page { language, text, seen: vec![(child.word, word.name.to_owned())] };
    page.section(child.word, &[word.name]);
    let mut text = page.text;
    let examples: Vec<_> = language.examples(child.word).collect();
    if !examples.is_empty() {
        text.push_str(if examples.len() == 1 { "## Example\n\n" } else { "## Examples\n\n" });
    }
    for example in examples {
        block(&mut text, example);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// A page while it is written: every word has one section, where it is met first.
struct Page<'l> {
    language: &'l Language,
    text: String,
    seen: Vec<(WordId, String)>,
}

impl Page<'_> {
    fn section(&mut self, id: WordId, path: &[&str]) {
        let word = self.language.word(id);
        let mut own: Vec<WordId> = word.children.iter().map(|child| child.word).collect();
        own.extend(word.rest_child.map(|(_, child)| child));
        let mut fresh = Vec::new();
        for child in own {
            if !self.seen.iter().any(|(seen, _)| *seen == child) {
                let deeper = self.path(path, child);
                self.seen.push((child, anchor(&deeper)));
                fresh.push((child, deeper));
            }
        }
        let seen = &self.seen;
        let language = self.language;
        let link = |child: WordId| {
            let anchor = seen.iter().find(|(id, _)| *id == child).map_or("", |(_, anchor)| anchor);
            format!("[`{}`](#{anchor})", language.word(child).name)
        };
        tables(&mut self.text, language, word, &link);
        for (child, path) in fresh {
            let word = language.word(child);
            let _ = writeln!(self.text, "## `{}`\n\n{}\n", path.join(" "), word.summary);
            if let Some(doc) = &word.doc {
                let _ = writeln!(self.text, "{doc}\n");
            }
            self.section(child, &path);
        }
    }

    fn path<'p>(&self, path: &[&'p str], child: WordId) -> Vec<&'p str>
    where
        Self: 'p,
    {
        let mut deeper = path.to_vec();
        deeper.push(self.language.word(child).name);
        deeper
    }
}

/// What a word takes: arguments, properties, words inside, and what a change does.
fn tables(text: &mut String, language: &Language, word: &Word, link: &dyn Fn(WordId) -> String) {
    if !word.arguments.is_empty() {
        text.push_str("| argument | type | what it says |\n|---|---|---|\n");
        for argument in word.arguments.iter() {
            let needed = if argument.optional { " Optional." } else { "" };
            let ty = argument_type(argument);
            let _ = writeln!(text, "| `{}` | {ty} | {}{needed} |", argument.name, cell(argument.summary));
        }
        text.push('\n');
    }
    if !word.properties.is_empty() || word.rest_property.is_some() {
        text.push_str("| property | type | default | what it says |\n|---|---|---|---|\n");
        for property in word.properties.iter() {
            let (ty, default) = (type_name(&property.ty), default(property));
            let _ = writeln!(text, "| `{}` | {ty} | {default} | {} |", property.name, cell(property.summary));
        }
        if let Some(rest) = &word.rest_property {
            let (names, ty) = (names(rest.names), type_name(&rest.ty));
            let _ = writeln!(text, "| {names} | {ty} | | {} |", cell(rest.summary));
        }
        text.push('\n');
    }
    for (name, choices) in choices(word) {
        let _ = writeln!(text, "`{name}` is one of:\n");
        for choice in choices {
            let _ = writeln!(text, "- `{}`: {}", choice.name, choice.summary);
        }
        text.push('\n');
    }
    if word.takes_children() {
        text.push_str("| inside | how often | what it says |\n|---|---|---|\n");
        for child in word.children.iter() {
            let summary = cell(language.word(child.word).summary);
            let _ = writeln!(text, "| {} | {} | {summary} |", link(child.word), often(child.count));
        }
        if let Some((from, child)) = word.rest_child {
            let summary = cell(language.word(child).summary);
            let _ = writeln!(text, "| {} | any number | {summary} |", names(from));
        }
        if let Some(property) = word.like_named {
            let _ = writeln!(text, "| the words of what `{property}` names | | None of them is required. |");
        }
        text.push('\n');
    }
    changes(text, word);
}

fn changes(text: &mut String, word: &Word) {
    let of = |action| word.change.of(action).to_string();
    let same = of(Action::Add) == of(Action::Remove) && of(Action::Remove) == of(Action::Update);
    if same && word.change.raise.is_none() && word.change.lower.is_none() {
        let _ = writeln!(text, "Any change: {}.\n", of(Action::Update));
        return;
    }
    let mut parts = vec![
        format!("added, {}", of(Action::Add)),
        format!("removed, {}", of(Action::Remove)),
        format!("changed, {}", of(Action::Update)),
    ];
    parts.extend(word.change.raise.as_ref().map(|change| format!("raised, {change}")));
    parts.extend(word.change.lower.as_ref().map(|change| format!("lowered, {change}")));
    let _ = writeln!(text, "When it is {}.\n", parts.join("; "));
    let refined = word.properties.iter().map(|property| (property.name, &property.change));
    let refined = refined.chain(word.arguments.iter().map(|argument| (argument.name, &argument.change)));
    for (name, change) in refined {
        if change.raise != word.change.raise || change.lower != word.change.lower {
            let (raise, lower) = (change.of(Action::Raise), change.of(Action::Lower));
            let _ = writeln!(text, "When `{name}` is raised, {raise}; when it is lowered, {lower}.\n");
        }
    }
}

fn choices(word: &Word) -> impl Iterator<Item = (&'static str, &[Choice])> {
    let arguments = word.arguments.iter().map(|argument| (argument.name, argument.ty.choices()));
    let properties = word.properties.iter().map(|property| (property.name, property.ty.choices()));
    arguments.chain(properties).filter(|(_, choices)| !choices.is_empty())
}

fn argument_type(argument: &Argument) -> String {
    let ty = type_name(&argument.ty);
    if argument.many { format!("{ty}, one or more") } else { ty }
}

fn type_name(ty: &Type) -> String {
    match ty {
        Type::OneOf(_) => "one of a list".to_owned(),
        Type::Ref(kinds) => {
            let links: Vec<String> = kinds.iter().map(|kind| format!("[`{kind}`]({kind}.md)")).collect();
            links.join(" or ")
        }
        plain => format!("[{0}](types-of-values.md#{0})", plain.name()),
    }
}

fn default(property: &Property) -> String {
    match (property.default, property.optional) {
        (Some(default), _) => format!("`{default}`"),
        (None, true) => String::new(),
        (None, false) => "required".to_owned(),
    }
}

fn often(count: Count) -> &'static str {
    match count {
        Count::One => "once",
        Count::Optional => "at most once",
        Count::Any => "any number",
        Count::Some => "once or more",
    }
}

fn names(from: Names) -> &'static str {
    match from {
        Names::Scope => "name of a [`scope`](scope.md)",
        Names::Object => "name of an [`object`](object.md)",
        Names::Axis => "name of an axis",
        Names::Free => "a name of your own",
    }
}

fn anchor(path: &[&str]) -> String {
    path.join("-")
}

/// A text as it may stand in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn block(text: &mut String, kdl: &str) {
    let _ = writeln!(text, "```kdl\n{}\n```\n", kdl.trim_end());
}

fn types_of_values() -> String {
    let mut text = format!("# What values look like\n\n{NOTICE}");
    text.push_str(
        "Arguments and properties have a type. A message says what was expected in the words of this list.\n\n",
    );
    for (name, expectation) in Type::plain_types() {
        let _ = writeln!(text, "## {name}\n\nWritten as {expectation}.\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn definition() -> String {
    let mut text = format!("# How the language is defined\n\n{NOTICE}");
    text.push_str(
        "The language is defined in KDL, in `charter/language/`, and everything that knows a word reads it from there: \
         checks of shape, completion, these pages, and what a change breaks. The definition has a small language of \
         its own.\n\n| word | what it says |\n|---|---|\n",
    );
    for (word, meaning) in meta_words() {
        let _ = writeln!(text, "| `{word}` | {} |", cell(meaning));
    }
    text.push_str(
        "\n## What a change breaks\n\n\
         `change add= remove= update=` says what it does when a thing is added, removed or changed; `raise=` and `lower=` \
         tell growing numbers from shrinking ones. An effect is `safe`, or `approval` or `breaking` followed by those \
         whom it reaches: `readers`, `senders`, `owner`, `operations`, `partners`, `everyone`. A part that says nothing \
         itself has the effect of an update of what it stands in.\n",
    );
    text
}

fn standard_page() -> String {
    let mut text = format!("# What every charter may name\n\n{NOTICE}");
    text.push_str(
        "These definitions are part of every charter. A charter that declares one of these names replaces it.\n\n",
    );
    for (path, kdl) in standard() {
        let _ = writeln!(text, "## `{path}`\n");
        block(&mut text, kdl);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn packs_page() -> String {
    let mut text = format!("# Packs of platform facts\n\n{NOTICE}");
    text.push_str(
        "`charter { use NAME }` brings a pack in; `as NAME` at a system or a flow takes its template. Each fact has its \
         source and the day on which it was true; what you say yourself comes before it.\n\n",
    );
    for name in packs() {
        let _ = writeln!(text, "## `{name}`\n");
        if let Some((_, kdl)) = pack(name) {
            block(&mut text, kdl);
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
