//! The sample payloads of records.

use crate::generate::json::Json;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::source::Span;

use super::Schemas;

/// A real payload.
pub(in crate::generate) struct Sample<'o> {
    /// The file's name up to its first point.
    pub name: &'o str,
    /// The file, below the charter's folder.
    pub path: &'o str,
    /// Where the charter names it.
    pub span: Span,
    /// What is in it; `Err` says what is wrong with it.
    pub payload: Result<Json, String>,
}

impl<'o> Schemas<'o> {
    /// The sample payloads of a record, as far as their files could be read.
    pub fn samples(&self, record: Id<Record>) -> impl Iterator<Item = Sample<'o>> + use<'o> {
        let Self { order, model } = *self;
        model[record].samples.iter().filter_map(|sample| {
            let wanted = sample.value.trim_start_matches("./");
            let (_, file) = order.analysis.sources.iter().find(|(_, file)| file.path() == wanted)?;
            let path = file.path();
            let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or("sample");
            let payload = Json::read(file.text()).map_err(|why| format!("not JSON: {why}"));
            Some(Sample { name, path, span: sample.span, payload })
        })
    }
}
