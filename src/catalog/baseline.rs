//! A baseline: findings of another day, which a check leaves out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog;
use crate::catalog::fingerprint::fingerprints;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::rule::Code;
use crate::source::Sources;

/// The version of the file's form.
const VERSION: u32 = 1;

/// What a baseline can be wrong about.
pub static CODES: &[&Code] = &[&STALE_BASELINE];

/// An entry whose finding is gone.
pub static STALE_BASELINE: Code = Code {
    name: "stale-baseline",
    title: "the baseline holds a finding that is gone",
    severity: Severity::Error,
    explain: "\
The baseline says that this finding is known and accepted, and it is not there any more: somebody has put it right, or its words have changed with
what it is about. An entry that stays would hide the same mistake when it comes back.

Write the baseline anew with `charter baseline update`.",
    fails: "",
    passes: "",
};

/// The findings that a charter had on the day when the baseline was written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    findings: Vec<Entry>,
}

/// One of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    code: String,
    message: String,
}

/// A finding that the baseline holds.
#[derive(Debug)]
pub struct Known {
    /// The finding.
    pub finding: Diagnostic,
    /// Its fingerprint.
    pub fingerprint: String,
}

impl Baseline {
    /// Everything in `findings` that can be accepted; and how many cannot.
    pub fn of(findings: &[Diagnostic], sources: &Sources, model: &Model) -> (Self, usize) {
        let all = findings.iter().zip(fingerprints(findings, sources));
        let entry = |(finding, fingerprint): (&Diagnostic, String)| Entry {
            fingerprint,
            code: finding.code.clone().into_owned(),
            message: finding.message.clone(),
        };
        let mut entries: Vec<Entry> =
            all.filter(|(finding, _)| catalog::is_waivable(&finding.code, model)).map(entry).collect();
        entries.sort_by(|a, b| (&a.code, &a.message, &a.fingerprint).cmp(&(&b.code, &b.message, &b.fingerprint)));
        let left = findings.len() - entries.len();
        (Self { version: VERSION, findings: entries }, left)
    }

    /// From the text of a file; otherwise why it is none.
    pub fn read(text: &str) -> Result<Self, String> {
        let baseline: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => Err(format!("its version is {other}, and this compiler knows {VERSION}")),
        }
    }

    /// The text of its file: the same bytes for the same findings.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("a baseline is plain data");
        format!("{text}\n")
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Takes what it holds out of `found` and returns it; adds a finding for each entry that is not among them. What
    /// cannot be accepted stays, whatever the file says.
    pub fn apply(&self, found: &mut Vec<Diagnostic>, sources: &Sources, model: &Model) -> Vec<Known> {
        let mut entries: BTreeMap<&str, &Entry> =
            self.findings.iter().map(|entry| (&*entry.fingerprint, entry)).collect();
        let mut known = Vec::new();
        let all = fingerprints(&*found, sources);
        for (finding, fingerprint) in std::mem::take(found).into_iter().zip(all) {
            if catalog::is_waivable(&finding.code, model) && entries.remove(&*fingerprint).is_some() {
                known.push(Known { finding, fingerprint });
            } else {
                found.push(finding);
            }
        }
        let mut gone: Vec<&Entry> = entries.into_values().collect();
        gone.sort_by(|a, b| (&a.code, &a.message).cmp(&(&b.code, &b.message)));
        found.extend(gone.into_iter().map(|entry| {
            STALE_BASELINE
                .finding(format!("the baseline holds a finding of `{}` that is gone: {}", entry.code, entry.message))
                .help("write the baseline anew with `charter baseline update`")
        }));
        known
    }
}
