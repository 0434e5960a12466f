//! What a project of Java has beside the code of its records and flows: the runtime, and how it is built.

use crate::generate::frame;
use crate::generate::target::Setting;

use super::runtime::CLASSES;
use super::text;

/// How Maven builds the project.
const POM: &str = include_str!("../../../templates/java/pom.xml.hbs");

/// The path of a class.
pub fn path(package: &str, class: &str) -> String {
    format!("src/main/java/{}/{class}.java", package.replace('.', "/"))
}

/// The classes of the runtime, in a package of the program.
pub fn runtime(setting: &Setting<'_>) -> Vec<(String, String)> {
    let root = text::package(setting.charter);
    let place = |line: &str| match line.split_once(" charter.") {
        Some((word @ ("package" | "import"), rest)) => format!("{word} {root}.{rest}\n"),
        _ => format!("{line}\n"),
    };
    let file = |(name, code): &(&str, &str)| {
        (path(&format!("{root}.runtime"), name), code.lines().map(place).collect::<String>())
    };
    CLASSES.iter().map(file).collect()
}

/// What the frame of the project shows.
#[derive(serde::Serialize)]
struct Pom {
    group: String,
    artifact: String,
    version: String,
}

/// The file that says how the project is built.
pub fn files(setting: &Setting<'_>) -> Vec<(String, String)> {
    let group = text::package(setting.charter);
    let version = setting.version.clone().unwrap_or_else(|| "0".to_owned());
    let artifact: String = setting.charter.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    vec![("pom.xml".to_owned(), frame(POM, &Pom { group, artifact, version }))]
}
