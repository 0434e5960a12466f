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
        "field on-hand required=true //~ bare-keyword\n",
        "field on-hand required=#true\n",
    );
    FORBIDDEN_CHARACTER = page(
        "forbidden-character",
        "a character may not stand in a document",
        "Control characters, marks that change the direction of text, and a byte order mark anywhere but at the start \
         are not allowed in a KDL document, not even in comments: they make a text look different from what it says. \
         Most come in by copying from a web page or a word processor.\n\n\
         Remove the character. If it is meant, write it as an escape in a quoted string: `\\u{200e}`.",
        "note \"left\u{200e}right\" //~ forbidden-character\n",
        "note \"left\\u{200e}right\"\n",
    );
    INVALID_ESCAPE = page(
        "invalid-escape",
        "a backslash in a string starts no escape",
        "In a quoted string a backslash starts an escape: `\\n` (new line), `\\r`, `\\t`, `\\s` (space), `\\b`, `\\f`, \
         `\\\"`, `\\\\`, `\\u{1F600}` (one to six hexadecimal digits), or white space that is left out.\n\n\
         Write `\\\\` for a backslash, or use a raw string, where a backslash is just that: `#\"C:\\in\"#`.",
        "path \"C:\\in\" //~ invalid-escape\n",
        "path #\"C:\\in\"#\n",
    );
    INVALID_NUMBER = page(
        "invalid-number",
        "a bare word starts as a number and is none",
        "What starts with a digit, or with a sign or point and a digit, has to be a number: `10`, `-2.5`, `1e6`, \
         `1_000`, `0xff`, `0o17`, `0b101`. A point has digits on both sides.\n\n\
         Put it in quotes if it is a text, as a version, a date or a duration is.",
        "every 15min //~ invalid-number\n",
        "every \"15min\"\n",
    );
    MALFORMED_ANNOTATION = page(
        "malformed-annotation",
        "a type annotation cannot be read",
        "A type annotation is one name in parentheses, right before a node's name or a value: `(date)\"2026-01-31\"`. \
         A property's annotation stands before its value, not before its key.",
        "from (date)since=\"2026-01-31\" //~ malformed-annotation\n",
        "from since=(date)\"2026-01-31\"\n",
    );
    MALFORMED_LINES = page(
        "malformed-lines",
        "a string of several lines is not laid out as it has to be",
        "A string of several lines has its opening quotes at the end of a line and its closing quotes on a line of \
         their own. Every line of text starts with exactly the white space that stands before the closing quotes; \
         that much is not part of the text. Tabs and spaces are different.",
        "note \"\"\"\n  first\n second //~ malformed-lines\n  \"\"\"\n",
        "note \"\"\"\n  first\n  second\n  \"\"\"\n",
    );
    MISPLACED_CONTINUATION = page(
        "misplaced-continuation",
        "a backslash outside a string is not the last on its line",
        "A `\\` at the end of a line continues the node on the next one; only white space and a comment may follow it \
         on its line. It escapes nothing outside quotes.",
        "flow orders \\ from=shop //~ misplaced-continuation\n",
        "flow orders \\\n    from=shop\n",
    );
    MISPLACED_ENTRY = page(
        "misplaced-entry",
        "an argument or a property stands after a block",
        "A node is a name, then arguments and properties, then its block. What comes after the block, even after one \
         that is left out with `/-`, would belong to a new node.",
        "flow orders /-{\n    note old\n} from=shop //~ misplaced-entry\n",
        "flow orders from=shop /-{\n    note old\n}\n",
    );
    MISPLACED_SEMICOLON = page(
        "misplaced-semicolon",
        "a semicolon ends nothing",
        "A `;` ends a node, as a new line does, so that several nodes can stand on one line. Where no node comes before \
         it there is nothing to end.",
        "flow orders;; flow stock //~ misplaced-semicolon\n",
        "flow orders; flow stock\n",
    );
    MISPLACED_SLASHDASH = page(
        "misplaced-slashdash",
        "`/-` has nothing to leave out",
        "`/-` leaves out what follows: a node, an argument, a property or a block. A property is left out as a whole, \
         so `/-` stands before its key. At the end of a block or of the file there is nothing left to leave out.",
        "flow orders from=/-shop //~ misplaced-slashdash\n",
        "flow orders /-from=shop\n",
    );
    MISSING_KEY = page(
        "missing-key",
        "an equals sign has no key before it",
        "`=` stands between the key of a property and its value. A value cannot be followed by another `=`. Put a text \
         that holds one in quotes.",
        "map status=code=3 //~ missing-key\n",
        "map status=\"code=3\"\n",
    );
    MISSING_NAME = page(
        "missing-name",
        "a node has no name",
        "Every node starts with its name. A block or a type annotation cannot stand alone.",
        "object item {\n    { //~ missing-name\n        note first\n    }\n}\n",
        "object item {\n    field sku {\n        note first\n    }\n}\n",
    );
    MISSING_NEWLINE = page(
        "missing-newline",
        "a node follows a block on the same line",
        "A block ends its node's arguments. The next node starts on a new line, or after `;`.",
        "flow orders { live; } flow stock //~ missing-newline\n",
        "flow orders { live; }\nflow stock\n",
    );
    MISSING_SPACE = page(
        "missing-space",
        "there is no white space between two entries",
        "Names, arguments and properties are separated by white space. Often a quote in the middle of a word is meant \
         to be part of a text; then the whole of it belongs in quotes.",
        "flow orders from=\"shop\"to=\"erp\" //~ missing-space\n",
        "flow orders from=\"shop\" to=\"erp\"\n",
    );
    MISSING_VALUE = page(
        "missing-value",
        "a property has no value",
        "A property is `key=value`. A key with nothing after its `=` is not the same as an empty text (`\"\"`), no value \
         (`#null`) or a property that is not there.",
        "flow orders kind= team=t1 //~ missing-value\n",
        "flow orders kind=event team=t1\n",
    );
    SECOND_BLOCK = page(
        "second-block",
        "a node has two blocks",
        "A node has one block at most. Put all children into it, or start a new node. Until then the children of both are \
         taken together.",
        "flow orders { live; } { daily; } //~ second-block\n",
        "flow orders { live; daily; }\n",
    );
    STRAY_BRACE = page(
        "stray-brace",
        "a closing brace closes nothing",
        "Each `}` closes the block that was opened last. Here every block is closed already: either the brace is one \
         too many, or the `{` of its block is missing.",
        "flow orders\n} //~ stray-brace\n",
        "flow orders\n",
    );
    TOO_DEEP = page(
        "too-deep",
        "blocks are nested too deep",
        "Blocks may be nested 200 deep, far more than a charter needs. What is deeper is skipped. A file like this was \
         most likely produced by a program that went wrong.",
        TOO_DEEP_FAILS,
        "a { a { a { a; }; }; }\n",
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
        "object item {\n    field sku { //~ unclosed-block\n        note first\n    field name\n}\nobject stock\n",
        "object item {\n    field sku {\n        note first\n    }\n    field name\n}\nobject stock\n",
    );
    UNCLOSED_COMMENT = page(
        "unclosed-comment",
        "a comment is not closed",
        "`/*` needs its `*/`. Comments nest: a `/*` inside a comment opens another one, which needs its own `*/`.",
        "/* the orders //~ unclosed-comment\nflow orders\n",
        "/* the orders */\nflow orders\n",
    );
    UNCLOSED_STRING = page(
        "unclosed-string",
        "a string is not closed",
        "A quoted string ends on its line. Text of several lines stands between `\"\"\"`, the closing quotes on a line of \
         their own. A raw string ends with as many `#` as it started with.",
        "note \"the orders //~ unclosed-string\nflow orders\n",
        "note \"the orders\"\nflow orders\n",
    );
    UNEXPECTED_CHARACTER = page(
        "unexpected-character",
        "a character means nothing where it stands",
        "Outside strings and comments, `[`, `]`, a single `/`, a lone `#` and a `)` without its `(` mean nothing in KDL. \
         There are no lists in brackets: write several arguments, or several nodes. Put a text that holds such a \
         character in quotes.",
        "include parts/stock.kdl //~ unexpected-character\n",
        "include \"parts/stock.kdl\"\n",
    );
    UNKNOWN_KEYWORD = page(
        "unknown-keyword",
        "there is no such keyword",
        "A `#` and a word is a keyword; the keywords are `#true`, `#false`, `#null`, `#inf`, `#-inf` and `#nan`. A text that \
         starts with `#` needs quotes.",
        "colour #ff0000 //~ unknown-keyword\n",
        "colour \"#ff0000\"\n",
    );
    UNQUOTED_NAME = page(
        "unquoted-name",
        "a name needs quotes",
        "The name of a node and the key of a property are texts. A text that is a number or a reserved word, or starts \
         as one, needs quotes.",
        "code 850=order //~ unquoted-name\n",
        "code \"850\"=order\n",
    );
}

/// One block deeper than may be, on one line.
const TOO_DEEP_FAILS: &str = {
    const OPEN: &[u8] = b"a { ";
    const MARK: &[u8] = b"//~ too-deep\n";
    const BLOCKS: usize = (super::MAX_DEPTH + 1) * OPEN.len();
    const TEXT: [u8; BLOCKS + MARK.len()] = {
        let mut text = [0; BLOCKS + MARK.len()];
        let mut at = 0;
        while at < text.len() {
            text[at] = if at < BLOCKS { OPEN[at % OPEN.len()] } else { MARK[at - BLOCKS] };
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
