//! Which cells a doubt comes from: they are named as the way out.

use std::collections::{BTreeMap, BTreeSet};

use guiju_compiler::{
    FieldId, RecordId, Type,
    hir::{Expr, ExprKind, Head, Members, MetricValue, Rule},
};

use super::SHOWN;
use crate::{
    verdict::{Cell, Outcome, Phrase, Reason, Verdict},
    world::World,
};

/// Names the cells that cannot be read behind open verdicts, among the records shown and the subject's own.
pub(super) fn label(world: &World<'_>, rule: &Rule, verdicts: &mut [Verdict]) {
    let places = places(world);
    let read = fields_read(world, rule);
    let sought = kinds_sought(world, rule);
    for verdict in verdicts.iter_mut().filter(|v| v.outcome == Outcome::Undetermined) {
        if !matches!(verdict.reason, Some(Reason::MissingField | Reason::Illegible)) {
            continue;
        }
        let shown = verdict.evidence.iter().filter_map(|e| places.get(&(e.source.as_str(), e.row, e.record.as_str())));
        let own = subject_rows(world, verdict);
        let rows: BTreeSet<(RecordId, u32)> = shown.copied().chain(own.iter().copied()).collect();
        let mut cells: Vec<Cell> = Vec::new();
        for (record, row) in rows {
            let found = cells_of(world, record, row, &read);
            if !found.is_empty() && own.contains(&(record, row)) {
                verdict.evidence.extend(world.evidence(record, row));
            }
            cells.extend(found);
        }
        // A check names its own empty cells: where there are none, the doubt comes from a record it looked for.
        let elsewhere = matches!(&verdict.way_out, Some(Phrase::Complete(fields)) if fields.is_empty());
        if cells.is_empty() && elsewhere && matches!(rule.head, Head::Check(_)) {
            for (record, row) in places.values().filter(|(record, _)| sought.contains(record)).take(SHOWN) {
                let found = cells_of(world, *record, *row, &read);
                if !found.is_empty() {
                    verdict.evidence.extend(world.evidence(*record, *row));
                }
                cells.extend(found);
            }
        }
        if cells.is_empty() {
            continue;
        }
        cells.sort();
        cells.dedup();
        cells.truncate(SHOWN);
        verdict.reason = Some(Reason::Illegible);
        verdict.way_out = Some(Phrase::Correct(cells));
    }
}

/// The rows of files with cells that cannot be read, by file, row, kind.
fn places<'w>(world: &World<'w>) -> BTreeMap<(&'w str, u64, &'w str), (RecordId, u32)> {
    let mut places = BTreeMap::new();
    for table in &world.dataset.tables {
        let name = world.program.schema.record(table.record).name.id.as_str();
        let illegible = &table.illegible;
        for &row in illegible.cells.iter().flatten().chain(&illegible.uncertain) {
            let Some(origin) = table.origins.get(row as usize) else { continue };
            let Some(input) = world.dataset.inputs.get(origin.input as usize) else { continue };
            places.insert((input.source.as_str(), origin.row, name), (table.record, row));
        }
    }
    places
}

/// The records a verdict is about, if something of theirs cannot be read.
fn subject_rows(world: &World<'_>, verdict: &Verdict) -> Vec<(RecordId, u32)> {
    let kinds = verdict.subject.record.split('|').map(|name| world.program.schema.find_record(name));
    let mut rows = Vec::new();
    for record in kinds.flatten().filter(|record| record.0 < world.dataset.tables.len()) {
        let table = world.table(record);
        let illegible: BTreeSet<u32> = table.illegible.cells.iter().flatten().copied().collect();
        let named = |row: &u32| {
            let key = table.key(*row as usize);
            key == verdict.subject.key || verdict.subject.key.split('|').any(|part| part == key)
        };
        rows.extend(illegible.into_iter().filter(named).map(|row| (record, row)));
    }
    rows
}

/// The cells of a record that cannot be read and that the rule asks for; a row that is garbled throughout counts as one.
pub(super) fn cells_of(
    world: &World<'_>,
    record: RecordId,
    row: u32,
    read: &BTreeSet<(RecordId, FieldId)>,
) -> Vec<Cell> {
    let table = world.table(record);
    let schema = world.program.schema.record(record);
    let Some(origin) = table.origins.get(row as usize) else { return Vec::new() };
    let source = world.dataset.inputs.get(origin.input as usize).map(|input| input.source.clone()).unwrap_or_default();
    let cell = |field: String| Cell { source: source.clone(), row: origin.row, field };
    let unread: Vec<FieldId> =
        (0..schema.fields.len()).map(FieldId).filter(|field| table.illegible.cell(*field, row)).collect();
    if unread.len() > 1 && unread.len() == schema.fields.len() {
        return vec![cell(String::new())];
    }
    let in_key = |field: &FieldId| matches!(&schema.key, guiju_compiler::Key::Fields(key) if key.contains(field));
    let asked = |field: &FieldId| read.contains(&(record, *field)) || schema.at == Some(*field) || in_key(field);
    unread.into_iter().filter(asked).map(|field| cell(schema.field(field).name.id.clone())).collect()
}

/// The kinds of records a rule looks for beside the one it judges.
fn kinds_sought(world: &World<'_>, rule: &Rule) -> BTreeSet<RecordId> {
    let mut sought = BTreeSet::new();
    rule.for_each_expr(&mut |e| {
        e.walk(&mut |e| match &e.kind {
            ExprKind::Exists { record, .. } => drop(sought.insert(*record)),
            ExprKind::Metric { metric, .. } => {
                if let Some(MetricValue::Counted { counted, .. }) =
                    world.program.metrics.get(metric.0).map(|m| &m.value)
                {
                    sought.insert(counted.record);
                }
            }
            ExprKind::Neighbour { sequence, .. } => {
                sought.extend(world.program.sequences.get(sequence.0).map(|sequence| sequence.record));
            }
            _ => {}
        });
    });
    let behind = |event: &guiju_compiler::hir::Event| event.sources.iter().map(|s| s.record).collect::<Vec<_>>();
    for event in world.program.events.iter().rev().filter(|event| sought.contains(&event.record)).collect::<Vec<_>>() {
        sought.extend(behind(event));
    }
    sought
}

/// The fields a rule asks for, through registers, sequences and events too.
pub(super) fn fields_read(world: &World<'_>, rule: &Rule) -> BTreeSet<(RecordId, FieldId)> {
    let mut read = BTreeSet::new();
    let mut look = |e: &Expr| {
        e.walk(&mut |e| {
            if let ExprKind::Get(of, field) = &e.kind
                && let Type::Ref(record) = of.ty
            {
                read.insert((record, *field));
            }
        });
    };
    rule.for_each_expr(&mut look);
    rule.reliefs.iter().for_each(|relief| relief.for_each_expr(&mut look));
    for register in &world.program.registers {
        register.filter.iter().for_each(&mut look);
    }
    for sequence in &world.program.sequences {
        sequence.filter.iter().chain(&sequence.keys).chain([&sequence.by]).for_each(&mut look);
    }
    for source in world.program.events.iter().flat_map(|event| &event.sources) {
        source.filter.iter().chain(&source.keys).chain(source.values.iter().flatten()).for_each(&mut look);
    }
    for register in &world.program.registers {
        match register.members {
            Members::Rows(record) => {
                read.extend(register.from.iter().chain(&register.until).map(|field| (record, *field)));
            }
            Members::Values(record, field) => {
                read.insert((record, field));
            }
            Members::Codes(_) => {}
        }
    }
    read
}
