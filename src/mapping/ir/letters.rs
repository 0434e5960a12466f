//! What stands for characters: names of markup for them, and the nearest ones of a smaller set.

use crate::model::step_word::Markup;
use crate::model::types::Charset;

/// The names of HTML 4.01 for U+00A0 to U+00FF, in order.
const LATIN: &str = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 \
    sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc \
    Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve \
    Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute \
    acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde \
    ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

/// The names of HTML 4.01 for punctuation, arrows and what markup itself needs, and the one of XML that HTML lacks.
#[rustfmt::skip]
const OTHERS: &[(&str, u32)] = &[
    ("quot", 0x22), ("amp", 0x26), ("apos", 0x27), ("lt", 0x3c), ("gt", 0x3e), ("OElig", 0x152), ("oelig", 0x153),
    ("Scaron", 0x160), ("scaron", 0x161), ("Yuml", 0x178), ("fnof", 0x192), ("circ", 0x2c6), ("tilde", 0x2dc),
    ("ensp", 0x2002), ("emsp", 0x2003), ("thinsp", 0x2009), ("zwnj", 0x200c), ("zwj", 0x200d), ("lrm", 0x200e),
    ("rlm", 0x200f), ("ndash", 0x2013), ("mdash", 0x2014), ("lsquo", 0x2018), ("rsquo", 0x2019), ("sbquo", 0x201a),
    ("ldquo", 0x201c), ("rdquo", 0x201d), ("bdquo", 0x201e), ("dagger", 0x2020), ("Dagger", 0x2021),
    ("bull", 0x2022), ("hellip", 0x2026), ("permil", 0x2030), ("prime", 0x2032), ("Prime", 0x2033),
    ("lsaquo", 0x2039), ("rsaquo", 0x203a), ("oline", 0x203e), ("frasl", 0x2044), ("euro", 0x20ac),
    ("trade", 0x2122), ("larr", 0x2190), ("uarr", 0x2191), ("rarr", 0x2192), ("darr", 0x2193), ("harr", 0x2194),
    ("minus", 0x2212), ("infin", 0x221e), ("ne", 0x2260), ("le", 0x2264), ("ge", 0x2265),
];

/// The nearest letters of ASCII for letters with marks and for punctuation of books: from, to.
const NEAREST: &[(&str, &str)] = &[
    ("ÀÁÂÃÄÅĀĂĄ", "A"),
    ("àáâãäåāăą", "a"),
    ("Æ", "AE"),
    ("æ", "ae"),
    ("ÇĆĈĊČ", "C"),
    ("çćĉċč", "c"),
    ("ÐĎĐ", "D"),
    ("ðďđ", "d"),
    ("ÈÉÊËĒĔĖĘĚ", "E"),
    ("èéêëēĕėęě", "e"),
    ("ĜĞĠĢ", "G"),
    ("ĝğġģ", "g"),
    ("ĤĦ", "H"),
    ("ĥħ", "h"),
    ("ÌÍÎÏĨĪĬĮİ", "I"),
    ("ìíîïĩīĭįı", "i"),
    ("Ĵ", "J"),
    ("ĵ", "j"),
    ("Ķ", "K"),
    ("ķ", "k"),
    ("ĹĻĽŁ", "L"),
    ("ĺļľł", "l"),
    ("ÑŃŅŇ", "N"),
    ("ñńņň", "n"),
    ("ÒÓÔÕÖØŌŎŐ", "O"),
    ("òóôõöøōŏő", "o"),
    ("Œ", "OE"),
    ("œ", "oe"),
    ("ŔŖŘ", "R"),
    ("ŕŗř", "r"),
    ("ŚŜŞŠ", "S"),
    ("śŝşš", "s"),
    ("ß", "ss"),
    ("ŢŤŦ", "T"),
    ("ţťŧ", "t"),
    ("Þ", "TH"),
    ("þ", "th"),
    ("ÙÚÛÜŨŪŬŮŰŲ", "U"),
    ("ùúûüũūŭůűų", "u"),
    ("Ŵ", "W"),
    ("ŵ", "w"),
    ("ÝŶŸ", "Y"),
    ("ýÿŷ", "y"),
    ("ŹŻŽ", "Z"),
    ("źżž", "z"),
    ("\u{2018}\u{2019}\u{201a}\u{2032}\u{b4}`", "'"),
    ("\u{201c}\u{201d}\u{201e}\u{2033}«»", "\""),
    ("\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}", "-"),
    ("\u{2026}", "..."),
    ("\u{a0}\u{2002}\u{2003}\u{2009}\t\n\r", " "),
    ("×", "x"),
    ("€", "EUR"),
];

/// The names of characters in a kind of markup, and the characters; `None` for percent encoding, which has none.
pub(crate) fn entities(markup: Markup) -> Option<Vec<(String, String)>> {
    let of = |code: u32| char::from_u32(code).map_or_else(String::new, String::from);
    let others = OTHERS.iter().map(|(name, code)| ((*name).to_owned(), of(*code)));
    match markup {
        Markup::Html => {
            let latin = LATIN.split(' ').zip(0xa0..).map(|(name, code)| (name.to_owned(), of(code)));
            Some(others.chain(latin).collect())
        }
        Markup::Xml => Some(others.take(5).collect()),
        Markup::Url => None,
    }
}

/// What stands for characters that a set does not have, in characters that it has.
pub(super) fn nearest(set: Charset) -> Vec<(char, String)> {
    let upper_only = set == Charset::X12Basic;
    let fitted = |to: &str| if upper_only { to.to_uppercase() } else { to.to_owned() };
    let is_in = |c: char| set == Charset::Latin1 && matches!(c, '\u{a0}'..='\u{ff}');
    let mut rows: Vec<(char, String)> = NEAREST
        .iter()
        .flat_map(|(from, to)| from.chars().map(move |c| (c, *to)))
        .filter(|(c, _)| !is_in(*c))
        .map(|(c, to)| (c, fitted(to)))
        .collect();
    if upper_only {
        rows.extend(('a'..='z').map(|c| (c, c.to_ascii_uppercase().to_string())));
    }
    rows
}
