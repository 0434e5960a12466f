//! The pages of the reader's findings: what each means, an example that has it, the same put right.

use super::problem::ProblemKind;
use crate::diagnostic::Severity;
use crate::rule::Code;

const fn page(
    name: &'static str,
    title: &'static str,
    explain: &'static str,
    fails: &'static str,
    passes: &'static str,
) -> Code {
    Code { name, title, severity: Severity::Error, explain, fails, passes }
}

macro_rules! codes {
    ($($id:ident = $page:expr;)*) => {
        $(static $id: Code = $page;)*
        /// Everything that can be wrong with a text as KDL.
        pub static CODES: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    BARE_KEYWORD = page(
        "bare-keyword",
        "a keyword is written without `#`",
        "In KDL 2 the words `true`, `false`, `null`, `inf`, `-inf` and `nan` are reserved. As values they are written \
         with a `#`: `#true`. As a text or a name they are written with quotes: `\"true\"`.\n\n\
         KDL 1 wrote them bare, so this is what a document of that version shows first.",
        "matrix orders {\n    axis kind { single; unknown invalid=true } //~ bare-keyword\n}\n",
        "matrix orders {\n    axis kind { single; unknown invalid=#true }\n}\n",
    );
    FORBIDDEN_CHARACTER = page(
        "forbidden-character",
        "a character may not stand in a document",
        "Control characters, marks that change the direction of text, and a byte order mark anywhere but at the start \
         are not allowed in a KDL document, not even in comments: they make a text look different from what it says. \
         Most come in by copying from a web page or a word processor.\n\n\
         Remove the character. If it is meant, write it as an escape in a quoted string: `\\u{200e}`.",
        "charter demo version=\"1.0.0\" {\n    title \"left\u{200e}right\" //~ forbidden-character\n}\n",
        "charter demo version=\"1.0.0\" {\n    title \"left\\u{200e}right\"\n}\n",
    );
    INVALID_ESCAPE = page(
        "invalid-escape",
        "a backslash in a string starts no escape",
        "In a quoted string a backslash starts an escape: `\\n` (new line), `\\r`, `\\t`, `\\s` (space), `\\b`, `\\f`, \
         `\\\"`, `\\\\`, `\\u{1F600}` (one to six hexadecimal digits), or white space that is left out.\n\n\
         Write `\\\\` for a backslash, or use a raw string, where a backslash is just that: `#\"C:\\in\"#`.",
        "charter demo version=\"1.0.0\" {\n    title \"What is in C:\\in\" //~ invalid-escape\n}\n",
        "charter demo version=\"1.0.0\" {\n    title #\"What is in C:\\in\"#\n}\n",
    );
    INVALID_NUMBER = page(
        "invalid-number",
        "a bare word starts as a number and is none",
        "What starts with a digit, or with a sign or point and a digit, has to be a number: `10`, `-2.5`, `1e6`, \
         `1_000`, `0xff`, `0o17`, `0b101`. A point has digits on both sides.\n\n\
         Put it in quotes if it is a text, as a version, a date or a duration is.",
        "charter demo version=1.0.0 //~ invalid-number\n",
        "charter demo version=\"1.0.0\"\n",
    );
    MALFORMED_ANNOTATION = page(
        "malformed-annotation",
        "a type annotation cannot be read",
        "A type annotation is one name in parentheses, right before a node's name or a value: `(date)\"2026-01-31\"`. \
         A property's annotation stands before its value, not before its key.",
        "charter demo (semver)version=\"1.0.0\" //~ malformed-annotation\n",
        "charter demo version=\"1.0.0\"\n",
    );
    MALFORMED_LINES = page(
        "malformed-lines",
        "a string of several lines is not laid out as it has to be",
        "A string of several lines has its opening quotes at the end of a line and its closing quotes on a line of \
         their own. Every line of text starts with exactly the white space that stands before the closing quotes; \
         that much is not part of the text. Tabs and spaces are different.",
        "charter demo version=\"1.0.0\" {\n    doc \"\"\"\n        The first line.\n       The second. //~ malformed-lines\n        \"\"\"\n}\n",
        "charter demo version=\"1.0.0\" {\n    doc \"\"\"\n        The first line.\n        The second.\n        \"\"\"\n}\n",
    );
    MISPLACED_CONTINUATION = page(
        "misplaced-continuation",
        "a backslash outside a string is not the last on its line",
        "A `\\` at the end of a line continues the node on the next one; only white space and a comment may follow it \
         on its line. It escapes nothing outside quotes.",
        "charter demo \\ version=\"1.0.0\" //~ misplaced-continuation\n",
        "charter demo \\\n    version=\"1.0.0\"\n",
    );
    MISPLACED_ENTRY = page(
        "misplaced-entry",
        "an argument or a property stands after a block",
        "A node is a name, then arguments and properties, then its block. What comes after the block, even after one \
         that is left out with `/-`, would belong to a new node.",
        "charter demo /-{\n    title \"Demo\"\n} version=\"1.0.0\" //~ misplaced-entry\n",
        "charter demo version=\"1.0.0\" /-{\n    title \"Demo\"\n}\n",
    );
    MISPLACED_SEMICOLON = page(
        "misplaced-semicolon",
        "a semicolon ends nothing",
        "A `;` ends a node, as a new line does, so that several nodes can stand on one line. Where no node comes before \
         it there is nothing to end.",
        "matrix orders { axis kind { single;; kit } } //~ misplaced-semicolon\n",
        "matrix orders { axis kind { single; kit } }\n",
    );
    MISPLACED_SLASHDASH = page(
        "misplaced-slashdash",
        "`/-` has nothing to leave out",
        "`/-` leaves out what follows: a node, an argument, a property or a block. A property is left out as a whole, \
         so `/-` stands before its key. At the end of a block or of the file there is nothing left to leave out.",
        "matrix orders strength=/-1 { //~ misplaced-slashdash\n    axis kind { single; kit }\n}\n",
        "matrix orders /-strength=1 {\n    axis kind { single; kit }\n}\n",
    );
    MISSING_KEY = page(
        "missing-key",
        "an equals sign has no key before it",
        "`=` stands between the key of a property and its value. A value cannot be followed by another `=`. Put a text \
         that holds one in quotes.",
        "matrix orders {\n    axis kind { single; kit }\n    seed kind=single=kit //~ missing-key\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n    seed kind=single\n}\n",
    );
    MISSING_NAME = page(
        "missing-name",
        "a node has no name",
        "Every node starts with its name. A block or a type annotation cannot stand alone.",
        "matrix orders {\n    { single; kit } //~ missing-name\n    axis stock { available; short }\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n}\n",
    );
    MISSING_NEWLINE = page(
        "missing-newline",
        "a node follows a block on the same line",
        "A block ends its node's arguments. The next node starts on a new line, or after `;`.",
        "matrix orders {\n    axis kind { single; kit } axis stock { available; short } //~ missing-newline\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n}\n",
    );
    MISSING_SPACE = page(
        "missing-space",
        "there is no white space between two entries",
        "Names, arguments and properties are separated by white space. Often a quote in the middle of a word is meant \
         to be part of a text; then the whole of it belongs in quotes.",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n    seed kind=\"kit\"stock=\"short\" //~ missing-space\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n    seed kind=\"kit\" stock=\"short\"\n}\n",
    );
    MISSING_VALUE = page(
        "missing-value",
        "a property has no value",
        "A property is `key=value`. A key with nothing after its `=` is not the same as an empty text (`\"\"`), no value \
         (`#null`) or a property that is not there.",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n    seed kind= stock=short //~ missing-value\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n    axis stock { available; short }\n    seed kind=kit stock=short\n}\n",
    );
    SECOND_BLOCK = page(
        "second-block",
        "a node has two blocks",
        "A node has one block at most. Put all children into it, or start a new node. Until then the children of both are \
         taken together.",
        "matrix orders {\n    axis kind { single; kit } { pallet } //~ second-block\n}\n",
        "matrix orders {\n    axis kind { single; kit; pallet }\n}\n",
    );
    STRAY_BRACE = page(
        "stray-brace",
        "a closing brace closes nothing",
        "Each `}` closes the block that was opened last. Here every block is closed already: either the brace is one \
         too many, or the `{` of its block is missing.",
        "charter demo version=\"1.0.0\"\n} //~ stray-brace\n",
        "charter demo version=\"1.0.0\"\n",
    );
    TOO_DEEP = page(
        "too-deep",
        "blocks are nested too deep",
        "Blocks may be nested 200 deep, far more than a charter needs. What is deeper is skipped. A file like this was \
         most likely produced by a program that went wrong.",
        TOO_DEEP_FAILS,
        "charter demo version=\"1.0.0\"\n",
    );
    TOO_LARGE = page(
        "too-large",
        "a file is too large",
        "A file may be 256 MiB long. What is longer is not read at all. Split it, and `include` the parts.",
        "",
        "",
    );
    UNCLOSED_BLOCK = page(
        "unclosed-block",
        "a block is not closed",
        "Each `{` needs its `}`. When the count does not come out even, the indentation decides which block was \
         meant to end: a line that is not indented more than the line that opened a block is taken to come after it.",
        "matrix orders {\n    axis kind { //~ unclosed-block\n        single\n        kit\n    axis stock { available; short }\n}\n",
        "matrix orders {\n    axis kind {\n        single\n        kit\n    }\n    axis stock { available; short }\n}\n",
    );
    UNCLOSED_COMMENT = page(
        "unclosed-comment",
        "a comment is not closed",
        "`/*` needs its `*/`. Comments nest: a `/*` inside a comment opens another one, which needs its own `*/`.",
        "/* Orders. //~ unclosed-comment\nmatrix orders { axis kind { single; kit } }\n",
        "/* Orders. */\nmatrix orders { axis kind { single; kit } }\n",
    );
    UNCLOSED_STRING = page(
        "unclosed-string",
        "a string is not closed",
        "A quoted string ends on its line. Text of several lines stands between `\"\"\"`, the closing quotes on a line of \
         their own. A raw string ends with as many `#` as it started with.",
        "charter demo version=\"1.0.0\" {\n    title \"Demo //~ unclosed-string\n    doc \"For a demonstration.\"\n}\n",
        "charter demo version=\"1.0.0\" {\n    title \"Demo\"\n    doc \"For a demonstration.\"\n}\n",
    );
    UNEXPECTED_CHARACTER = page(
        "unexpected-character",
        "a character means nothing where it stands",
        "Outside strings and comments, `[`, `]`, a single `/`, a lone `#` and a `)` without its `(` mean nothing in KDL. \
         There are no lists in brackets: write several arguments, or several nodes. Put a text that holds such a \
         character in quotes.",
        "matrix orders {\n    axis kind [single kit] //~ unexpected-character\n}\n",
        "matrix orders {\n    axis kind { single; kit }\n}\n",
    );
    UNKNOWN_KEYWORD = page(
        "unknown-keyword",
        "there is no such keyword",
        "A `#` and a word is a keyword; the keywords are `#true`, `#false`, `#null`, `#inf`, `#-inf` and `#nan`. A text that \
         starts with `#` needs quotes.",
        "charter demo version=\"1.0.0\" {\n    title #demo //~ unknown-keyword\n}\n",
        "charter demo version=\"1.0.0\" {\n    title \"#demo\"\n}\n",
    );
    UNQUOTED_NAME = page(
        "unquoted-name",
        "a name needs quotes",
        "The name of a node and the key of a property are texts. A text that is a number or a reserved word, or starts \
         as one, needs quotes.",
        "matrix orders {\n    axis boxes { 12; dozen } //~ unquoted-name\n}\n",
        "matrix orders {\n    axis boxes { \"12\"; dozen }\n}\n",
    );
}

/// One block deeper than may be, on one line and left out.
const TOO_DEEP_FAILS: &str = {
    const START: &[u8] = b"/-";
    const OPEN: &[u8] = b"a { ";
    const MARK: &[u8] = b"//~ too-deep\n";
    const BLOCKS: usize = START.len() + (super::MAX_DEPTH + 1) * OPEN.len();
    const TEXT: [u8; BLOCKS + MARK.len()] = {
        let mut text = [0; BLOCKS + MARK.len()];
        let mut at = 0;
        while at < text.len() {
            text[at] = match at {
                _ if at < START.len() => START[at],
                _ if at < BLOCKS => OPEN[(at - START.len()) % OPEN.len()],
                _ => MARK[at - BLOCKS],
            };
            at += 1;
        }
        text
    };
    match std::str::from_utf8(&TEXT) {
        Ok(text) => text,
        Err(_) => "",
    }
};

/// The page of a problem.
pub(super) fn of(kind: ProblemKind) -> &'static Code {
    match kind {
        ProblemKind::TooLarge => &TOO_LARGE,
        ProblemKind::TooDeep => &TOO_DEEP,
        ProblemKind::UnclosedString | ProblemKind::UnclosedLines => &UNCLOSED_STRING,
        ProblemKind::UnclosedComment => &UNCLOSED_COMMENT,
        ProblemKind::UnclosedBlock => &UNCLOSED_BLOCK,
        ProblemKind::StrayBrace => &STRAY_BRACE,
        ProblemKind::StraySemicolon => &MISPLACED_SEMICOLON,
        ProblemKind::TextAfterOpening | ProblemKind::TextBeforeClosing | ProblemKind::WrongMargin => &MALFORMED_LINES,
        ProblemKind::InvalidEscape => &INVALID_ESCAPE,
        ProblemKind::ForbiddenCharacter => &FORBIDDEN_CHARACTER,
        ProblemKind::MissingValue => &MISSING_VALUE,
        ProblemKind::MissingKey => &MISSING_KEY,
        ProblemKind::MissingName => &MISSING_NAME,
        ProblemKind::MissingSpace => &MISSING_SPACE,
        ProblemKind::MissingNewline => &MISSING_NEWLINE,
        ProblemKind::UnexpectedCharacter => &UNEXPECTED_CHARACTER,
        ProblemKind::InvalidNumber => &INVALID_NUMBER,
        ProblemKind::BareKeyword => &BARE_KEYWORD,
        ProblemKind::KeywordAsName | ProblemKind::UnquotedName => &UNQUOTED_NAME,
        ProblemKind::UnknownKeyword => &UNKNOWN_KEYWORD,
        ProblemKind::MalformedAnnotation | ProblemKind::MisplacedAnnotation => &MALFORMED_ANNOTATION,
        ProblemKind::MisplacedSlashdash => &MISPLACED_SLASHDASH,
        ProblemKind::MisplacedContinuation => &MISPLACED_CONTINUATION,
        ProblemKind::SecondBlock => &SECOND_BLOCK,
        ProblemKind::EntryAfterBlock => &MISPLACED_ENTRY,
    }
}
