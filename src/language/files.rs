//! The files in which the language is defined, and those that every charter may build on; embedded in the program.

macro_rules! embedded {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/charter/", $path)))),*]
    };
}

/// A file of the program: its path below `charter/`, and its text.
pub type Embedded = (&'static str, &'static str);

static DEFINITION: &[Embedded] = embedded![
    "language/charter.kdl",
    "language/shared.kdl",
    "language/people.kdl",
    "language/scopes.kdl",
    "language/systems.kdl",
    "language/types.kdl",
    "language/objects.kdl",
    "language/lifecycles.kdl",
    "language/records.kdl",
    "language/steps.kdl",
    "language/list-steps.kdl",
    "language/ports.kdl",
    "language/flows.kdl",
    "language/timing.kdl",
    "language/operations.kdl",
    "language/rollout.kdl",
    "language/tests.kdl",
    "language/governance.kdl",
];

/// The charter around examples that have none of their own.
static FRAME: Embedded = embedded!["language/frame.kdl"][0];

static STANDARD: &[Embedded] =
    embedded!["std/types.kdl", "std/units.kdl", "std/latency.kdl", "std/failures.kdl", "std/envelope.kdl"];

static PACKS: &[(&str, Embedded)] = &[
    ("amazon-sp", embedded!["packs/amazon-sp.kdl"][0]),
    ("bigcommerce", embedded!["packs/bigcommerce.kdl"][0]),
    ("netsuite", embedded!["packs/netsuite.kdl"][0]),
    ("shopify", embedded!["packs/shopify.kdl"][0]),
    ("woocommerce", embedded!["packs/woocommerce.kdl"][0]),
    ("x12", embedded!["packs/x12.kdl"][0]),
];

/// The files that define the language, in the order in which pages and completions list the words.
pub fn definition() -> &'static [Embedded] {
    DEFINITION
}

/// The charter in which an example of a word stands that is not a whole charter itself.
pub fn frame() -> Embedded {
    FRAME
}

/// The files that are part of every charter: base types, units, latency classes, kinds of failure. What a charter
/// declares under the same name takes the place of what they declare.
pub fn standard() -> &'static [Embedded] {
    STANDARD
}

/// The names of the packs that `use` may bring in, sorted.
pub fn packs() -> impl Iterator<Item = &'static str> {
    PACKS.iter().map(|(name, _)| *name)
}

/// The file of the pack called `name`.
pub fn pack(name: &str) -> Option<Embedded> {
    PACKS.iter().find(|(known, _)| *known == name).map(|(_, file)| *file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_are_found_by_name_and_listed_in_order() {
        assert!(packs().is_sorted());
        for name in packs() {
            assert_eq!(pack(name).map(|(path, _)| path.to_owned()), Some(format!("packs/{name}.kdl")));
        }
        assert_eq!(pack("nothing"), None);
    }
}
