//! `AsyncAPI` documents, as the parser of that project reads them.

use std::fs;

use super::openapi::{built, refuses};
use super::{accepts, oracle};

#[test]
fn the_documents_are_accepted_without_a_warning_and_broken_ones_are_not() {
    for (charter, names) in
        [("examples/omnichannel", &["automation"][..]), ("tests/generate/depot", &["depot", "lake", "sorter"][..])]
    {
        let folder = built(charter);
        for name in names {
            let document = folder.path().join(format!("{name}.asyncapi.json"));
            accepts(oracle("asyncapi").arg(&document));
        }
        let document = folder.path().join(format!("{}.asyncapi.json", names[0]));
        let text = fs::read_to_string(&document).expect("the document was written");
        let broken = folder.path().join("broken.json");
        fs::write(&broken, text.replacen("\"action\": ", "\"auction\": ", 1)).expect("the file can be written");
        let mut parser = oracle("asyncapi");
        parser.arg(&broken);
        refuses(parser);
    }
}
