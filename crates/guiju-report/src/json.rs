//! The verdicts for programs: `guiju/verdicts/1`, described by `docs/verdicts.schema.json`.
//!
//! Names and order of the fields are a contract. What is added later stands at the end of its object, so that a
//! reader of version 1 goes on working. One verdict stands on one line: large results can be cut by lines, and a
//! textual diff of two results shows the verdicts that differ.

use crate::{Options, Report, row::Row};
use guiju_data::Input;
use guiju_eval::Outcome;
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::io::{self, Write};

/// The name of the form and its version.
pub const SCHEMA: &str = "guiju/verdicts/1";

/// Writes a result as JSON.
///
/// # Errors
/// What `out` answers.
pub fn write(report: Report<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let evaluation = report.evaluation;
    out.write_all(b"{")?;
    field(out, "schema", SCHEMA)?;
    out.write_all(b",")?;
    field(out, "as_of", &evaluation.as_of)?;
    out.write_all(b",")?;
    field(out, "engine", env!("CARGO_PKG_VERSION"))?;

    let policies = evaluation.policies.iter().map(|policy| Policy {
        id: &policy.name.id,
        sha256: &policy.sha256,
        title: policy.title.in_tongue(options.tongue),
    });
    list(out, "policies", policies)?;
    list(out, "inputs", report.inputs.iter().map(InputCells::of))?;

    let summary = evaluation.rules.iter().zip(&evaluation.counts);
    let summary = summary.map(|(rule, counts)| Summary {
        policy: &evaluation.policies[rule.policy].name.id,
        rule: &rule.name.id,
        counts: Counts(counts),
    });
    list(out, "summary", summary)?;

    let rows = options.selected(evaluation);
    list(out, "verdicts", rows.map(|verdict| Row::of(verdict, report, options.tongue)))?;

    out.write_all(b",\n ")?;
    field(out, "known_by", &evaluation.known_by)?;
    out.write_all(b"}\n")
}

#[derive(Serialize)]
struct Policy<'a> {
    id: &'a str,
    sha256: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct InputCells<'a> {
    record: &'a str,
    source: &'a str,
    sha256: &'a str,
    rows: u64,
    rejected: u64,
    illegible: u64,
    duplicates: u64,
}

impl<'a> InputCells<'a> {
    fn of(input: &'a Input) -> Self {
        Self {
            record: &input.record,
            source: &input.source,
            sha256: &input.sha256,
            rows: input.rows,
            rejected: input.rejected,
            illegible: input.illegible,
            duplicates: input.duplicates,
        }
    }
}

#[derive(Serialize)]
struct Summary<'a> {
    policy: &'a str,
    rule: &'a str,
    counts: Counts<'a>,
}

/// Counts by outcome, all nine, in the order of [`Outcome::ALL`].
struct Counts<'a>(&'a [u64; 9]);

impl Serialize for Counts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (outcome, count) in Outcome::ALL.into_iter().zip(self.0) {
            map.serialize_entry(outcome.word(), count)?;
        }
        map.end()
    }
}

/// Writes `"name":value`.
fn field<T: Serialize + ?Sized>(out: &mut dyn Write, name: &str, value: &T) -> io::Result<()> {
    write!(out, "\"{name}\":")?;
    serde_json::to_writer(out, value).map_err(io::Error::from)
}

/// Writes a comma and a list, one item a line, so that nothing but one item is held in memory.
fn list<T: Serialize>(out: &mut dyn Write, name: &str, items: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\n \"{name}\":[")?;
    for (index, item) in items.enumerate() {
        out.write_all(if index == 0 { b"\n  " } else { b",\n  " })?;
        serde_json::to_writer(&mut *out, &item)?;
    }
    out.write_all(b"]")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixture, schema_check};
    use guiju_syntax::Tongue;
    use serde_json::Value;
    use std::collections::BTreeSet;

    fn json(options: &Options) -> String {
        let data = fixture::data();
        let mut out = Vec::new();
        write(data.report(), options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn value(options: &Options) -> Value {
        serde_json::from_str(&json(options)).unwrap()
    }

    #[test]
    fn one_verdict_a_line_with_fields_in_the_order_of_the_contract() {
        insta::assert_snapshot!(json(&Options::default()), @r#"
        {"schema":"guiju/verdicts/1","as_of":"2026-01-31","engine":"0.1.0",
         "policies":[
          {"id":"gongzhuling","sha256":"3f9a","title":"Safety inspection rounds, Gongzhuling"}],
         "inputs":[
          {"record":"visit","source":"visits.csv","sha256":"77ab","rows":812,"rejected":3,"illegible":0,"duplicates":0},
          {"record":"report","source":"报告/2025年.xlsx#一月","sha256":"77ab","rows":96,"rejected":0,"illegible":0,"duplicates":0}],
         "summary":[
          {"policy":"gongzhuling","rule":"A5_2a","counts":{"met":1,"met_late":0,"overdue":0,"violated":2,"pending":1,"exempt":0,"not_applicable":0,"discharged":0,"undetermined":2}},
          {"policy":"gongzhuling","rule":"A4_4","counts":{"met":0,"met_late":1,"overdue":1,"violated":0,"pending":0,"exempt":0,"not_applicable":0,"discharged":0,"undetermined":0}},
          {"policy":"gongzhuling","rule":"A2_1","counts":{"met":0,"met_late":0,"overdue":0,"violated":0,"pending":0,"exempt":0,"not_applicable":1,"discharged":0,"undetermined":0}}],
         "verdicts":[
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"met","reason":null,"subject":{"record":"group","key":"G1","label":"综合组"},"window":{"from":"2025-01-01","to":"2025-01-31"},"expected":"at least 4","actual":"4","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[],"cite":["5(2)a"],"assumes":[],"way_out":null,"severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"violated","reason":null,"subject":{"record":"group","key":"G1","label":"综合组"},"window":{"from":"2025-02-01","to":"2025-02-28"},"expected":"at least 4","actual":"3","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[{"record":"visit","key":"V17","source":"visits.csv","row":18},{"record":"visit","key":"V20","source":"visits.csv","row":21},{"record":"visit","key":"V31","source":"visits.csv","row":32}],"cite":["5(2)a"],"assumes":[],"way_out":"can no longer be mended; keep it from now on","severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"violated","reason":"impossible","subject":{"record":"group","key":"G2","label":null},"window":{"from":"2025-02-03","to":"2025-02-28"},"expected":"at least 4","actual":"0","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[],"cite":["5(2)a"],"assumes":[],"way_out":"can no longer be mended; keep it from now on","severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"pending","reason":null,"subject":{"record":"group","key":"G1","label":"综合组"},"window":{"from":"2026-02-01","to":"2026-02-28"},"expected":"at least 4","actual":"2","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[],"cite":["5(2)a"],"assumes":[],"way_out":"2 more by 2026-02-28","severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"undetermined","reason":"missing_field","subject":{"record":"group","key":"G1","label":"综合组"},"window":{"from":"2025-03-01","to":"2025-03-31"},"expected":"at least 4","actual":"3 to 5","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[{"record":"visit","key":"V90","source":"visits.csv","row":91}],"cite":["5(2)a"],"assumes":[],"way_out":"fill in `covert` in the records listed","severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A5_2a","verdict":"undetermined","reason":"data_horizon","subject":{"record":"group","key":"G1","label":"综合组"},"window":{"from":"2025-12-01","to":"2025-12-31"},"expected":"at least 4","actual":"3 to 5","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[{"record":"visit","key":"V90","source":"visits.csv","row":91}],"cite":["5(2)a"],"assumes":[],"way_out":"supply the records through 2025-12-31","severity":"major","due_at":null,"done_at":null,"responsible":null},
          {"policy":"gongzhuling","rule":"A4_4","verdict":"met_late","reason":null,"subject":{"record":"visit","key":"V17","label":null},"window":{"from":"2025-12-26","to":"2025-12-26"},"expected":"within 15 working days of 2025-12-26, by 2026-01-19","actual":"done on 2026-01-20","due":"2026-01-19","original_due":"2026-01-19","done":"2026-01-20","days_late":1,"stage":null,"provisional":false,"evidence":[{"record":"visit","key":"V17","source":"visits.csv","row":18}],"cite":["第四条（四）"],"assumes":[],"way_out":null,"severity":"critical","due_at":null,"done_at":null,"responsible":"Inspection office"},
          {"policy":"gongzhuling","rule":"A4_4","verdict":"overdue","reason":null,"subject":{"record":"visit","key":"V20","label":null},"window":{"from":"2025-12-26","to":"2025-12-26"},"expected":"within 15 working days of 2025-12-26, by 2026-01-19","actual":"not done","due":"2026-01-19","original_due":"2026-01-12","done":null,"days_late":12,"stage":null,"provisional":true,"evidence":[{"record":"visit","key":"V20","source":"visits.csv","row":18}],"cite":["第四条（四）"],"assumes":["prompt"],"way_out":"do it now; it counts as late","severity":"critical","due_at":null,"done_at":null,"responsible":"Inspection office"},
          {"policy":"gongzhuling","rule":"A2_1","verdict":"not_applicable","reason":"partial","subject":{"record":"group","key":"G2","label":"综合组"},"window":null,"expected":"all 6","actual":"nothing recorded","due":null,"original_due":null,"done":null,"days_late":null,"stage":null,"provisional":false,"evidence":[],"cite":["2(1)"],"assumes":[],"way_out":null,"severity":"advisory","due_at":null,"done_at":null,"responsible":null}],
         "known_by":null}
        "#);
    }

    #[test]
    fn only_the_words_follow_the_tongue() {
        let options = Options { tongue: Tongue::Zh, ..Options::default() };
        let (mut en, mut zh) = (value(&Options::default()), value(&options));
        assert_eq!(zh["verdicts"][1]["expected"], "至少4");
        assert_eq!(en["verdicts"][1]["expected"], "at least 4");
        for result in [&mut en, &mut zh] {
            result["policies"][0]["title"].take();
            for verdict in result["verdicts"].as_array_mut().unwrap() {
                for field in ["expected", "actual", "way_out"] {
                    verdict[field].take();
                }
            }
        }
        assert_eq!(en, zh);
    }

    #[test]
    fn a_selection_lists_fewer_verdicts_and_counts_the_same() {
        let breached: BTreeSet<Outcome> = Outcome::ALL.into_iter().filter(|o| o.is_breach()).collect();
        let some = value(&Options { only: Some(breached), ..Options::default() });
        let none = value(&Options { summary_only: true, ..Options::default() });
        let words: Vec<&Value> = some["verdicts"].as_array().unwrap().iter().map(|v| &v["verdict"]).collect();
        assert_eq!(words, ["violated", "violated", "met_late", "overdue"]);
        assert_eq!(none["verdicts"], Value::Array(vec![]));
        assert_eq!(some["summary"], value(&Options::default())["summary"]);
        assert_eq!(some["summary"], none["summary"]);
    }

    #[test]
    fn an_empty_result_is_well_formed() {
        let data = fixture::Data::default();
        let mut out = Vec::new();
        write(data.report(), &Options::default(), &mut out).unwrap();
        insta::assert_snapshot!(String::from_utf8(out).unwrap(), @r#"
        {"schema":"guiju/verdicts/1","as_of":"2026-01-31","engine":"0.1.0",
         "policies":[],
         "inputs":[],
         "summary":[],
         "verdicts":[],
         "known_by":null}
        "#);
    }

    #[test]
    fn the_published_schema_holds() {
        let schema: Value = serde_json::from_str(include_str!("../../../docs/verdicts.schema.json")).unwrap();
        let result = value(&Options::default());
        assert_eq!(schema_check::faults(&schema, &result), Vec::<String>::new());

        // The check itself must be able to fail, and every word the engine knows must be in the schema.
        let mut broken = result.clone();
        broken["verdicts"][0]["verdict"] = "late".into();
        broken["summary"][0].as_object_mut().unwrap().remove("counts");
        broken["as_of"] = 20260131.into();
        assert_eq!(schema_check::faults(&schema, &broken).len(), 3);
        let words = |name: &str| schema["$defs"][name]["enum"].as_array().unwrap().clone();
        assert_eq!(words("outcome"), Outcome::ALL.map(|o| Value::from(o.word())));
        for reason in fixture::REASONS {
            assert!(words("reason").contains(&reason.word().into()), "{reason:?}");
        }
    }
}
