//! What must hold when a cell turns to garbage: nothing is claimed that a legal value in its place would belie.

use std::collections::BTreeMap;

use guiju_eval::{Evaluation, Outcome, Verdict};
use proptest::{prelude::*, sample::Index};

use crate::{
    harness::line,
    properties::{Records, records, run},
};

/// By kind, the columns with what may legally stand in them; the first is the key, which is
/// its own: a key lost from one row is not taken to contradict another.
const COLUMNS: [&[&[&str]]; 3] = [
    &[
        &["u77"],
        &["yes", "no", ""],
        &["", "2025-01-15", "2025-03-01"],
        &["", "2025-02-10", "2025-06-30"],
        &["", "7", "30"],
    ],
    &[
        &["v77"],
        &["", "u0", "u1", "u2"],
        &["2025-01-20", "2025-02-28", "2025-04-02", "2025-07-01"],
        &["yes", "no", ""],
        &["", "0", "1.5", "4"],
        &["", "fire", "power+exits"],
        &["", "2025-01-21", "2025-03-15"],
    ],
    &[
        &["r77"],
        &["", "u0", "u1", "u2"],
        &["", "v0", "v1"],
        &["2025-01-25", "2025-03-01", "2025-05-30"],
        &["", "2025-01-01", "2025-03-01"],
    ],
];

/// Puts a text into a cell; an empty key is as garbled as a key can be.
fn with(records: &Records, (kind, row, column): (usize, usize, usize), text: &str) -> Records {
    let mut records = records.clone();
    let rows = [&mut records.units, &mut records.visits, &mut records.reports];
    for (n, rows) in rows.into_iter().enumerate() {
        if let (true, Some(line)) = (n == kind, rows.get_mut(row)) {
            let mut cells: Vec<&str> = line.split(',').collect();
            cells[column] = text;
            *line = cells.join(",");
        }
    }
    records
}

/// Verdicts by rule, subject and window; a rolling window shows another stretch where another is the first to fall short.
fn by_place(evaluation: &Evaluation) -> BTreeMap<(usize, String, Option<String>), Vec<Outcome>> {
    let mut places: BTreeMap<_, Vec<Outcome>> = BTreeMap::new();
    for verdict in &evaluation.verdicts {
        places.entry(place(evaluation, verdict)).or_default().push(verdict.outcome);
    }
    places
}

fn place(evaluation: &Evaluation, verdict: &Verdict) -> (usize, String, Option<String>) {
    let rolling = ["rolling", "crowd"].contains(&evaluation.rules[verdict.rule].name.id.as_str());
    let window = verdict.window.filter(|_| !rolling).map(|window| window.to_string());
    (verdict.rule, format!("{} {}", verdict.subject.record, verdict.subject.key), window)
}

/// Whether a claim stands where the cell holds a legal value. A record that is not there owes nothing.
fn stands(claim: Outcome, legal: Option<&Vec<Outcome>>) -> bool {
    match claim {
        Outcome::Undetermined | Outcome::Pending => true,
        Outcome::Met => legal.is_none_or(|legal| legal.contains(&claim) || legal.contains(&Outcome::NotApplicable)),
        Outcome::NotApplicable => legal.is_none_or(|legal| legal.contains(&claim)),
        _ => legal.is_some_and(|legal| legal.contains(&claim)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever legal value is put in its place, no verdict that was claimed with the garbage turns out wrong.
    #[test]
    fn garbage_belies_no_legal_value(records in records(), kind in 0..3usize, row in any::<Index>(), column in any::<Index>()) {
        let n_rows = [&records.units, &records.visits, &records.reports][kind].len();
        prop_assume!(n_rows > 0);
        let cell = (kind, row.index(n_rows), column.index(COLUMNS[kind].len()));
        let garbled = with(&records, cell, if cell.2 == 0 { "" } else { "§§" });
        // A row of nothing but commas is no record.
        prop_assume!([&garbled.units, &garbled.visits, &garbled.reports][kind][cell.1].contains(|c| c != ','));
        let evaluation = run(&garbled).with_rejects().verdicts();
        let own = [&records.units, &records.visits, &records.reports][kind][cell.1].split(',').nth(cell.2);
        for legal in COLUMNS[kind][cell.2].iter().copied().chain(own) {
            let legal_records = with(&records, cell, legal);
            let told = by_place(&run(&legal_records).with_rejects().verdicts());
            for verdict in &evaluation.verdicts {
                let found = told.get(&place(&evaluation, verdict));
                prop_assert!(
                    stands(verdict.outcome, found),
                    "{} with garbage in {:?}, but {:?} with {:?}\n{:#?}", line(&evaluation, verdict), cell, found, legal, records
                );
            }
        }
    }
}
