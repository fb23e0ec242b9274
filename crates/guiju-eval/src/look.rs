//! The records a rule looked at for one verdict, and how each counted or did not.
//!
//! In comes a verdict on a `quantity`, or a `coverage` over a window; out go the records of its subject in its window,
//! those that do not count among them, each with the parts of the condition that fail or cannot be told.

use std::ops::Range;

use guiju_calendar::Day;
use guiju_compiler::{
    RecordId,
    hir::{Counted, Expr, ExprKind, Head, Measure, Program, Rule, RuleId},
};
use guiju_data::Dataset;
use guiju_syntax::Span;

use crate::{
    EvalError, Options, doubt,
    evaluate::{batches, derive, judge_quoted, world},
    frame::Frame,
    subjects::Subjects,
    values::Tri,
    verdict::{Cell, Evidence, Verdict},
    world::{World, day},
};

/// A record that a rule looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The record; several where an event was made from several.
    pub records: Vec<Evidence>,
    /// The day that decides the window.
    pub day: Option<Day>,
    /// Whether it counts; `None`: it cannot be told.
    pub counts: Option<bool>,
    /// The parts of the condition that do not hold.
    pub fails: Vec<Span>,
    /// The parts of the condition that cannot be told.
    pub unknown: Vec<Span>,
    /// What of it cannot be read, where it may count for that.
    pub illegible: Vec<Cell>,
}

/// Looks once more at the records behind a verdict, in the order of their tables. Nothing is returned for rules that do not
/// count records over a window.
///
/// # Errors
/// As for [`evaluate`](crate::evaluate()).
pub fn look(
    program: &Program,
    dataset: &Dataset,
    options: &Options,
    verdict: &Verdict,
) -> Result<Vec<Look>, EvalError> {
    let derived = derive(program, dataset, options)?;
    let mut world = world(program, dataset, &derived, options)?;
    judge_quoted(&mut world, RuleId(verdict.rule))?;
    let Some(rule) = program.rules.get(verdict.rule) else { return Ok(Vec::new()) };
    let (counted, value) = match &rule.head {
        Head::Quantity(quantity) => match &quantity.measure {
            Measure::Distinct(value) => (&quantity.counted, Some(value)),
            _ => (&quantity.counted, None),
        },
        Head::Coverage(coverage) if !coverage.each => (&coverage.counted, Some(&coverage.by)),
        Head::Coverage(_) | Head::Deadline(_) | Head::Check(_) | Head::Hold(_) | Head::TimeIn(_) | Head::Path(_) => {
            return Ok(Vec::new());
        }
    };
    let subjects = world.named_subjects(rule, counted.member.iter().map(Option::as_ref))?;
    let described = |index: &usize| world.describe(rule, &subjects, *index) == verdict.subject;
    let Some(subject) = (0..subjects.len()).find(described) else { return Ok(Vec::new()) };
    let looking = Looking { world: &world, counted, subjects: &subjects, subject, verdict };
    let mut looks: Vec<Look> =
        batches(world.table(counted.record).n_rows).flat_map(|batch| looking.batch(batch)).collect();
    add_illegible(
        &world,
        rule,
        doubt::may_matter(&world, rule, counted, &subjects, value, subject, verdict),
        &mut looks,
    );
    Ok(looks)
}

/// Adds the records that no rule can use, and the members of registers nobody can name: they may matter all the same.
fn add_illegible(world: &World<'_>, rule: &Rule, rows: Vec<(RecordId, u32)>, looks: &mut Vec<Look>) {
    for (record, row) in rows {
        let records = world.evidence(record, row);
        let illegible = doubt::illegible_cells(world, rule, record, row);
        let at = world.program.schema.record(record).at;
        match looks.iter_mut().find(|look| look.records == records) {
            Some(look) => (look.counts, look.illegible) = (None, illegible),
            None => looks.push(Look {
                records,
                day: at.and_then(|at| world.day(record, at, row)).map(day),
                counts: None,
                fails: Vec::new(),
                unknown: Vec::new(),
                illegible,
            }),
        }
    }
}

struct Looking<'w, 'a> {
    world: &'w World<'a>,
    counted: &'a Counted,
    subjects: &'w Subjects<'a>,
    subject: usize,
    verdict: &'w Verdict,
}

impl<'a> Looking<'_, 'a> {
    fn batch(&self, batch: Range<usize>) -> Vec<Look> {
        let Self { world, counted, subjects, .. } = self;
        let mut frame = Frame::rows(counted.var, batch.clone());
        frame.dates = counted.date.as_ref().map(|date| world.eval(date, &frame).dates().to_vec());
        let days = frame.dates.clone().unwrap_or_else(|| vec![None; frame.len]);
        let named = world.naming(counted.member.iter().map(Option::as_ref), &frame);
        let is_mine = |place: &usize| {
            let row = u32::try_from(batch.start + place).unwrap_or(u32::MAX);
            let inside = days[*place].is_none_or(|at| self.verdict.window.is_none_or(|w| w.contains(day(at))));
            let mine = |subject: &u32| *subject as usize == self.subject;
            inside && world.visible(counted.record, row) && subjects.of_row(&named, *place).iter().any(mine)
        };
        let places: Vec<usize> = (0..frame.len).filter(is_mine).collect();
        let member = subjects.whole_frame().select(&vec![self.subject; places.len()]);
        let pairs = member.with(&frame.select(&places));
        let parts: Vec<(Span, Vec<Tri>)> =
            parts(counted.filter.as_ref()).into_iter().map(|part| (part.span, world.condition(part, &pairs))).collect();
        let look = |(at, place): (usize, &usize)| {
            let that = |tri: Tri| parts.iter().filter(|(_, v)| v[at] == tri).map(|(span, _)| *span).collect::<Vec<_>>();
            let (fails, unknown) = (that(Tri::No), that(Tri::Unknown));
            let row = u32::try_from(batch.start + place).unwrap_or(u32::MAX);
            Look {
                records: world.evidence(counted.record, row),
                day: days[*place].map(day),
                counts: if !fails.is_empty() { Some(false) } else { unknown.is_empty().then_some(true) },
                fails,
                unknown,
                illegible: Vec::new(),
            }
        };
        places.iter().enumerate().map(look).collect()
    }
}

/// The parts of a condition that must all hold.
fn parts(filter: Option<&Expr>) -> Vec<&Expr> {
    match filter {
        None => Vec::new(),
        Some(Expr { kind: ExprKind::And(parts), .. }) => parts.iter().collect(),
        Some(whole) => vec![whole],
    }
}
