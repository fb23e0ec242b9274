//! The `example`s of a policy: records written beside a rule, and the verdicts that must come out.
//!
//! The records given are the whole world of an example: they are put into files in memory and read as any dataset would
//! be, so that an example and an office's file cannot mean different things.

use super::{Expectation, Failure, Trial};
use guiju_calendar::{Day, Window, parse_label};
use guiju_compiler::{Checked, FieldId, Key, RecordId, Schema, Type, hir};
use guiju_data::{Dataset, LoadOptions};
use guiju_eval::Options;
use guiju_syntax::{Message, ast};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The first day that a dataset may name.
const EARLIEST: &str = "1800-01-01";
/// What stands between the elements of a set.
const SPLIT: &str = "；";

/// Runs an example of a policy that has no errors.
pub(crate) fn run(checked: &Checked, example: &hir::Example) -> Trial {
    let program = &checked.program;
    let rule = &program.rules[example.rule.0];
    let title = |tongue| example.title.in_tongue(tongue).to_owned();
    let mut trial = Trial {
        path: checked.sources.file(example.span.file).path.clone(),
        line: checked.sources.line_column(example.span).0,
        title: Message::new(title(guiju_syntax::Tongue::En), title(guiju_syntax::Tongue::Zh)),
        rule: Some(rule.name.id.clone()),
        as_of: Some(example.as_of),
        failures: Vec::new(),
    };
    let failures = dataset(&program.schema, example).and_then(|dataset| {
        let options = options(&program.schema, example, rule);
        guiju_eval::evaluate(program, &dataset, &options).map_err(|error| error.message())
    });
    match failures {
        Ok(evaluation) => {
            let expected = example.expect.iter().map(|expect| expectation(rule, expect));
            trial.failures = expected.flat_map(|expected| expected.compare(&evaluation)).collect();
        }
        Err(message) => trial.failures.push(Failure::Broken(message)),
    }
    trial
}

fn expectation(rule: &hir::Rule, expect: &ast::Expect) -> Expectation {
    Expectation {
        rule: rule.name.id.clone(),
        subject: expect.subject.as_ref().map(|text| text.value.clone()),
        window: expect.window.as_ref().map(|ident| ident.text.clone()),
        stage: expect.stage.as_ref().map(|ident| ident.text.clone()),
        verdict: expect.verdict.to_owned(),
        reason: expect.reason.as_ref().map(|ident| ident.text.clone()),
        due: expect.due,
        actual: expect.actual.as_ref().map(|text| text.value.clone()),
    }
}

/// Asks for all windows and triggers that the example's dates touch.
fn options(schema: &Schema, example: &hir::Example, rule: &hir::Rule) -> Options {
    let days = days(schema, example);
    let first = days.iter().min().copied().unwrap_or(example.as_of);
    let last = days.iter().max().copied().unwrap_or(example.as_of);
    let year = |day| guiju_calendar::window_containing(day, guiju_calendar::Family::Year);
    Options {
        as_of: example.as_of,
        known_by: None,
        from: Some(year(first).from),
        to: Some(year(last).to),
        rules: vec![rule.name.id.clone()],
        strict: false,
        assume: Vec::new(),
        all_evidence: false,
    }
}

/// Returns the days an example speaks of.
fn days(schema: &Schema, example: &hir::Example) -> Vec<Day> {
    let is_date =
        |record: RecordId, field: FieldId| matches!(schema.record(record).field(field).ty, Type::Date | Type::Time);
    let given = example.given.iter().flat_map(|(record, cells)| cells.iter().map(move |cell| (*record, cell)));
    let given = given.filter(|(record, (field, _))| is_date(*record, *field));
    // An instant begins with its day.
    let given = given.filter_map(|(_, (_, text))| Day::parse_iso(text.get(..10)?).ok());
    let windows = example.expect.iter().filter_map(|expect| expect.window.as_ref());
    let windows = windows.filter_map(|label| parse_label(&label.text)).flat_map(|(_, Window { from, to })| [from, to]);
    given.chain(windows).chain([example.as_of]).collect()
}

/// Makes a dataset of the records given. They are all there is, so the data is complete up to the as-of date.
fn dataset(schema: &Schema, example: &hir::Example) -> Result<Dataset, Message> {
    let schema = lenient(schema);
    let mut kinds: BTreeMap<RecordId, Vec<&[(FieldId, String)]>> = BTreeMap::new();
    for (record, cells) in &example.given {
        kinds.entry(*record).or_default().push(cells);
    }
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut records = Map::new();
    for (record, rows) in kinds {
        let name = &schema.record(record).name.id;
        let file = format!("given {name}");
        records
            .insert(name.clone(), json!({ "source": &file, "encoding": "utf-8", "columns": columns(&schema, record) }));
        files.insert(file, csv(&schema, record, &rows).into_bytes());
    }
    let horizon = json!({ "from": EARLIEST, "to": example.as_of.to_string() });
    // JSON is YAML.
    let manifest = json!({ "version": 1, "data": horizon, "records": Value::Object(records) }).to_string();
    let loaded = guiju_data::load(&schema, &manifest, "example", &files, &LoadOptions::default());
    let lost = loaded.dataset.as_ref().is_some_and(|dataset| dataset.inputs.iter().any(|input| input.skipped > 0));
    match (loaded.dataset, loaded.diagnostics.into_iter().next()) {
        (Some(dataset), None) if !lost => Ok(dataset),
        (Some(_), None) => Err(Message::new("a record given has no date", "给定的档案缺少日期")),
        (_, Some(fault)) => {
            let place = fault.data.map(|place| format!("{}:{}: ", place.file, place.row)).unwrap_or_default();
            Err(Message::new(format!("{place}{}", fault.message.en), format!("{place}{}", fault.message.zh)))
        }
        (None, None) => Err(Message::new("the records given cannot be read", "给定的档案无法读取")),
    }
}

/// Returns the schema with every field optional: an example gives what matters to it.
fn lenient(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.records.iter_mut().flat_map(|record| &mut record.fields).for_each(|field| field.optional = true);
    schema
}

fn columns(schema: &Schema, record: RecordId) -> Value {
    let fields = &schema.record(record).fields;
    let is_set = |ty| matches!(ty, Type::CodeSet(_) | Type::RefSet(_) | Type::TextSet);
    let sets = fields.iter().filter(|field| is_set(field.ty));
    let sets = sets.map(|field| (field.name.id.clone(), json!({ "column": &field.name.id, "split": SPLIT })));
    Value::Object(sets.collect())
}

/// Writes the records of one kind as a file, a column for each field. A key left out is the number of the record.
fn csv(schema: &Schema, record: RecordId, rows: &[&[(FieldId, String)]]) -> String {
    let record = schema.record(record);
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let line = |cells: Vec<String>| cells.join(",") + "\n";
    let mut text = line(record.fields.iter().map(|field| quoted(&field.name.id)).collect());
    for (index, row) in rows.iter().enumerate() {
        let cell = |id: FieldId| {
            let given = row.iter().find(|(field, _)| *field == id).map(|(_, text)| text.clone());
            let numbered =
                || matches!(record.field(id).ty, Type::Text | Type::Number) && record.key == Key::Fields(vec![id]);
            given.or_else(|| numbered().then(|| (index + 1).to_string())).unwrap_or_default()
        };
        text += &line((0..record.fields.len()).map(|id| quoted(&cell(FieldId(id)))).collect());
    }
    text
}
