//! What the loader makes of a cell: the tables of `dataset.md`.

use guiju_compiler::{FieldId, Root, Type, check};
use guiju_data::{Column, LoadOptions, load};

use crate::scene::{self, Files};

/// Returns how a cell of a type is read, or `None` if it is refused.
pub(crate) fn read(ty: &str, cell: &str) -> Option<String> {
    let mut files = scene::folder();
    // Keys are printed in one form, which tells how a cell was read; a set can be no key.
    let is_set = ty.starts_with("set of ");
    let fields = if is_set { format!("  key row\n  value: {ty}\n") } else { format!("  key value: {ty}\n") };
    let record = format!("use \"inspection.guiju\"\nrecord sample {{\n{fields}}}\n");
    files.insert("docs/sample.guiju".to_owned(), record.into_bytes());
    let checked = check(&[Root { files: &files, path: "docs/sample.guiju".to_owned(), shown: String::new() }]);
    assert_eq!(checked.diagnostics, [], "{ty}");
    let text = format!("value,second\n\"{}\",x\n", cell.replace('"', "\"\""));
    let data = Files::from([("s.csv".to_owned(), text.into_bytes())]);
    let manifest = "{version: 1, records: {sample: {source: s.csv, delimiter: ','}}}";
    let schema = &checked.program.schema;
    let loaded = load(schema, manifest, "dataset.yaml", &data, &LoadOptions::default());
    if !loaded.rejects.is_empty() {
        return None;
    }
    let dataset = loaded.dataset.unwrap();
    let sample = schema.find_record("sample").unwrap();
    let table = dataset.table(sample);
    match (schema.record(sample).field(FieldId(0)).ty, table.column(FieldId(0))) {
        (Type::CodeSet(catalog), Column::CodeSet(sets)) => {
            let codes = schema.catalog(catalog).codes.iter().enumerate();
            let held = codes.filter(|(bit, _)| sets.value(0) >> bit & 1 == 1);
            Some(held.map(|(_, code)| code.name.id.clone()).collect::<Vec<_>>().join("; "))
        }
        _ => Some(table.key(0).to_owned()),
    }
}
