//! What the loader makes of a cell: the tables of `dataset.md`.

use guiju_compiler::{Root, check};
use guiju_data::{LoadOptions, load};

use crate::scene::{self, Files};

/// Returns how a cell of a type is read, or `None` if its row is set aside.
pub(crate) fn read(ty: &str, cell: &str) -> Option<String> {
    let mut files = scene::folder();
    let record = format!("use \"inspection.guiju\"\nrecord sample {{\n  key value: {ty}\n}}\n");
    files.insert("docs/sample.guiju".to_owned(), record.into_bytes());
    let checked = check(&[Root { files: &files, path: "docs/sample.guiju".to_owned(), shown: String::new() }]);
    assert_eq!(checked.diagnostics, [], "{ty}");
    let text = format!("value,second\n\"{}\",x\n", cell.replace('"', "\"\""));
    let data = Files::from([("s.csv".to_owned(), text.into_bytes())]);
    let manifest = "{version: 1, records: {sample: {source: s.csv, delimiter: ','}}}";
    let loaded = load(&checked.program.schema, manifest, "dataset.yaml", &data, &LoadOptions::default());
    let sample = checked.program.schema.find_record("sample").unwrap();
    let dataset = loaded.dataset.unwrap();
    let table = dataset.table(sample);
    (table.n_rows == 1).then(|| table.key(0).to_owned())
}
