//! Exemptions: which verdicts of a rule a granted exemption, or that of a whole class, frees.
//!
//! In come the verdicts of a rule as its kernel settled them; each is held against the exemptions that free its member or
//! record. A window covered whole is *exempt*; of one covered in part the rest is a window in force in part only. What
//! cannot be told of an exemption leaves a breach *undetermined*. Every head goes this one way, so that no kernel knows of
//! exemptions.

use std::collections::{BTreeMap, HashMap};

use guiju_compiler::{
    RecordId,
    hir::{Grant, Relief, Rule},
};

use crate::{
    EvalError,
    day_set::{DaySet, Holding},
    expression::exists::may_be,
    frame::{Binding, Frame},
    kernel::undetermined,
    partial::{Owed, owed_for},
    values::{Key, Tri, Values},
    verdict::{Evidence, Freeing, Outcome, Phrase, Reason, Subject, Verdict},
    world::{World, day},
};

/// Frees the verdicts of a rule that are exempt.
///
/// # Errors
/// As [`World::subjects`].
pub(crate) fn relieve<'a>(world: &World<'a>, rule: &'a Rule, verdicts: &mut [Verdict]) -> Result<(), EvalError> {
    if rule.reliefs.is_empty() || verdicts.is_empty() {
        return Ok(());
    }
    let (numbers, frame) = concerned(world, rule, verdicts)?;
    let mut instruments: Vec<Vec<Instrument>> = vec![Vec::new(); numbers.len()];
    for relief in &rule.reliefs {
        let fits = world.filter(relief.filter.as_ref(), &frame);
        match &relief.grant {
            None => {
                for (found, fits) in instruments.iter_mut().zip(fits).filter(|(_, fits)| *fits != Tri::No) {
                    found.push(Instrument::of_class(world, relief, fits));
                }
            }
            Some(grant) => granted(world, relief, grant, &frame, &fits, &mut instruments),
        }
    }
    for (number, instruments) in numbers.into_iter().zip(instruments) {
        if let Some(verdict) = verdicts.get_mut(number) {
            judge(world, rule, verdict, &instruments);
        }
    }
    Ok(())
}

/// What may free a verdict.
#[derive(Debug, Clone)]
struct Instrument {
    /// Index of the exemption.
    exemption: usize,
    /// The record that grants it.
    row: Option<(RecordId, u32)>,
    /// Whether it is valid and frees this member or record.
    fits: Tri,
    /// Whether it cures what lies before it was granted.
    retroactive: Tri,
    /// When it was granted; `None`: not known.
    granted: Option<i32>,
    days: Holding,
}

impl Instrument {
    fn of_class(world: &World<'_>, relief: &Relief, fits: Tri) -> Self {
        let all = Holding { sure: DaySet::all(), maybe: DaySet::all() };
        let days = in_force(world, relief, &all);
        Self { exemption: relief.exemption.0, row: None, fits, retroactive: Tri::Yes, granted: None, days }
    }

    /// Whether it frees of a verdict that stands for certain on a day.
    fn valid(&self, by: i32) -> Tri {
        let in_time = self.granted.map_or(Tri::Unknown, |granted| Tri::from_option(Some(granted <= by)));
        self.fits.and(in_time.or(self.retroactive))
    }
}

/// The days of an exemption on which its clause is in force.
fn in_force(world: &World<'_>, relief: &Relief, days: &Holding) -> Holding {
    let Some(exemption) = world.program.exemptions.get(relief.exemption.0) else { return Holding::default() };
    let from = exemption.force.from.map_or(i32::MIN, guiju_calendar::Day::number);
    let until = exemption.force.until.map_or(i32::MAX, guiju_calendar::Day::number);
    Holding { sure: days.sure.within(from, until), maybe: days.maybe.within(from, until) }
}

/// The verdicts that are about somebody, and a frame with a row for each.
fn concerned<'a>(
    world: &World<'a>,
    rule: &'a Rule,
    verdicts: &[Verdict],
) -> Result<(Vec<usize>, Frame<'a>), EvalError> {
    let (mut numbers, mut rows) = (Vec::new(), Vec::new());
    let mut frame = match rule.record() {
        Some((record, var)) => {
            let table = world.table(record);
            let name = &world.program.schema.record(record).name.id;
            let by_key: HashMap<&str, u32> = (0u32..).zip(0..table.n_rows).map(|(n, i)| (table.key(i), n)).collect();
            for (number, verdict) in verdicts.iter().enumerate().filter(|(_, v)| &v.subject.record == name) {
                if let Some(row) = by_key.get(verdict.subject.key.as_str()) {
                    numbers.push(number);
                    rows.push(*row);
                }
            }
            let mut frame = Frame::new(rows.len());
            frame.bind(var, Binding::Rows(rows));
            frame
        }
        None => {
            let subjects = world.subjects(rule)?;
            let by_name: BTreeMap<Subject, u32> =
                (0u32..).zip(0..subjects.len()).map(|(n, i)| (world.describe(rule, &subjects, i), n)).collect();
            for (number, verdict) in verdicts.iter().enumerate() {
                if let Some(subject) = by_name.get(&verdict.subject) {
                    numbers.push(number);
                    rows.push(*subject);
                }
            }
            subjects.frame_of(&rows)
        }
    };
    let first = |number: &usize| verdicts.get(*number).and_then(|v| v.window).map(|w| w.from.number());
    frame.dates = Some(numbers.iter().map(first).collect());
    Ok((numbers, frame))
}

/// Finds the records that grant an exemption to the rows of a frame.
fn granted<'a>(
    world: &World<'a>,
    relief: &'a Relief,
    grant: &'a Grant,
    frame: &Frame<'a>,
    fits: &[Tri],
    found: &mut [Vec<Instrument>],
) {
    let inside: Vec<_> = grant.keys.iter().map(|(of_grant, _)| of_grant).collect();
    let index = world.build_index(grant.record, grant.var, &inside);
    // Whom it frees, or since when it is there, cannot be read: it may free anybody.
    let loose = world.find_loose(grant.record, grant.var, &inside);
    let outside: Vec<Values<'a>> = grant.keys.iter().map(|(_, of_subject)| world.eval(of_subject, frame)).collect();
    let (mut places, mut rows) = (Vec::new(), Vec::new());
    for i in (0..frame.len).filter(|i| fits.get(*i).is_some_and(|fits| *fits != Tri::No)) {
        let key: Option<Vec<Key<'a>>> = outside.iter().map(|values| values.key(i)).collect();
        let Some(key) = key else { continue };
        let may_be = loose.iter().filter(|(_, known)| may_be(known, &key)).map(|(row, _)| row);
        for row in index.get(&key).into_iter().flatten().chain(may_be) {
            places.push(i);
            rows.push(*row);
        }
    }
    let unread = unread(world, relief, grant, &rows);
    let terms = Terms::of(world, grant, frame, &places, &rows);
    for (n, (place, row)) in places.into_iter().zip(rows).enumerate() {
        let open = world.conflicted(grant.record, row)
            || unread.get(n).copied().unwrap_or(false)
            || loose.iter().any(|(loose, _)| *loose == row);
        let valid = if open { Tri::Unknown } else { terms.valid.get(n).copied().unwrap_or(Tri::Unknown) };
        let fits = fits.get(place).copied().unwrap_or(Tri::Unknown).and(valid);
        if fits == Tri::No {
            continue;
        }
        let instrument = Instrument {
            exemption: relief.exemption.0,
            row: Some((grant.record, row)),
            fits,
            retroactive: terms.retroactive.get(n).copied().unwrap_or(Tri::Unknown),
            granted: terms.granted.get(n).copied().flatten(),
            days: in_force(world, relief, &terms.days(n)),
        };
        if let Some(of_place) = found.get_mut(place) {
            of_place.push(instrument);
        }
    }
}

/// Whether something a rule asks of each of some grants cannot be read.
fn unread(world: &World<'_>, relief: &Relief, grant: &Grant, rows: &[u32]) -> Vec<bool> {
    let mut unread = vec![false; rows.len()];
    if !world.legible {
        let mut frame = Frame::new(rows.len());
        frame.bind(grant.var, Binding::Rows(rows.to_vec()));
        relief.for_each_expr(&mut |e| {
            unread.iter_mut().zip(world.reads_illegible(e, &frame)).for_each(|(all, one)| *all |= one);
        });
    }
    unread
}

/// What some grants say.
struct Terms {
    valid: Vec<Tri>,
    retroactive: Vec<Tri>,
    granted: Vec<Option<i32>>,
    /// First days; `None`: the rule gives no period.
    from: Option<Vec<Option<i32>>>,
    until: Option<Vec<Option<i32>>>,
}

impl Terms {
    fn of<'a>(world: &World<'a>, grant: &'a Grant, frame: &Frame<'a>, places: &[usize], rows: &[u32]) -> Self {
        let mut pairs = frame.select(places);
        pairs.bind(grant.var, Binding::Rows(rows.to_vec()));
        let dates = |expr: &'a guiju_compiler::hir::Expr| world.eval(expr, &pairs).dates().to_vec();
        let retroactive = match &grant.retroactive {
            None => vec![Tri::No; rows.len()],
            Some(filter) => world.filter(filter.as_ref(), &pairs),
        };
        // What has no date was known from ever.
        let granted = grant.granted.as_ref().map_or_else(|| vec![Some(i32::MIN); rows.len()], dates);
        Self {
            valid: world.filter(grant.filter.as_ref(), &pairs),
            retroactive,
            from: grant.from.as_ref().map(dates),
            until: grant.until.as_ref().map(dates),
            granted,
        }
    }

    /// The days a grant is for. An empty last day is open; an empty first day may be any.
    fn days(&self, n: usize) -> Holding {
        let at = |dates: &Option<Vec<Option<i32>>>| dates.as_ref().map(|dates| dates.get(n).copied().flatten());
        let until = at(&self.until).flatten().unwrap_or(i32::MAX);
        let from = match at(&self.from) {
            Some(from) => from,
            None => self.granted.get(n).copied().flatten(),
        };
        Holding {
            sure: from.map(|from| DaySet::between(from, until)).unwrap_or_default(),
            maybe: DaySet::between(from.unwrap_or(i32::MIN), until),
        }
    }
}

/// Holds a verdict against the exemptions that may free it.
fn judge(world: &World<'_>, rule: &Rule, verdict: &mut Verdict, instruments: &[Instrument]) {
    if instruments.is_empty() || matches!(verdict.outcome, Outcome::NotApplicable | Outcome::Discharged) {
        return;
    }
    let as_of = world.as_of();
    let (from, to) = verdict.window.map_or((as_of, as_of), |w| (w.from.number(), w.to.number()));
    let by = verdict.due.map_or(to, guiju_calendar::Day::number);
    let (mut free, mut later) = (Holding::default(), DaySet::default());
    for instrument in instruments {
        let valid = instrument.valid(by);
        if valid != Tri::No {
            free.add(&instrument.days, valid == Tri::Yes);
        }
        if instrument.fits == Tri::Yes {
            later = later.union(&instrument.days.sure);
        }
    }
    let named = |which: &dyn Fn(&Instrument) -> bool| -> Vec<&Instrument> {
        instruments.iter().filter(|i| i.days.maybe.meets(from, to) && which(i)).collect()
    };
    let ended = to < as_of;
    // Freed days are days not in force; a number is not prorated for them yet.
    let partly = |freed: &DaySet| {
        let freed = freed.within(from, to).n_days();
        let in_force = i64::from(to) - i64::from(from) + 1 - freed;
        freed > 0 && owed_for(rule.partial, in_force.try_into().unwrap_or(i32::MAX), to - from + 1) != Owed::Whole
    };
    if free.sure.covers(from, to) {
        verdict.outcome = Outcome::Exempt;
        verdict.reason = None;
        (verdict.days_late, verdict.way_out) = (None, None);
        verdict.evidence.clear();
        name(world, verdict, &named(&|i| i.valid(by) == Tri::Yes));
    } else if ended && partly(&free.sure) {
        verdict.outcome = Outcome::NotApplicable;
        verdict.reason = Some(Reason::Partial);
        (verdict.days_late, verdict.way_out) = (None, None);
        verdict.evidence.clear();
        name(world, verdict, &named(&|i| i.valid(by) == Tri::Yes));
    } else if !verdict.outcome.is_breach() {
        // What breaks nothing stands, whatever an exemption might add to it.
    } else if free.maybe.covers(from, to) || partly(&free.maybe) {
        let doubtful = named(&|i| match i.valid(by) {
            Tri::No => false,
            Tri::Unknown => true,
            Tri::Yes => i.days.sure != i.days.maybe,
        });
        let conflict = doubtful.iter().any(|i| i.row.is_some_and(|(record, row)| world.conflicted(record, row)));
        let doubt = if conflict { Reason::Conflict } else { Reason::MissingField };
        undetermined(verdict, doubt);
        verdict.way_out = Some(crate::check::settle(doubt));
        verdict.evidence.extend(evidence(world, &doubtful));
    } else if later.covers(from, to) {
        verdict.reason = Some(Reason::LaterExempted);
        verdict.evidence.extend(evidence(world, &named(&|i| i.fits == Tri::Yes)));
    }
}

/// Tells which exemptions free, and shows the records that grant them.
fn name(world: &World<'_>, verdict: &mut Verdict, instruments: &[&Instrument]) {
    let freeing = |instrument: &&Instrument| -> Option<Freeing> {
        let exemption = world.program.exemptions.get(instrument.exemption)?;
        let bound = |number: i32| (number != i32::MIN && number != i32::MAX).then(|| day(number));
        let days = instrument.days.sure.spans();
        Some(Freeing {
            exemption: exemption.name.clone(),
            grant: instrument.row.map(|(record, row)| world.subject(record, row)),
            from: days.first().and_then(|(from, _)| bound(*from)),
            until: days.last().and_then(|(_, until)| bound(*until)),
        })
    };
    verdict.actual = Phrase::Freed(instruments.iter().filter_map(freeing).collect());
    verdict.evidence.extend(evidence(world, instruments));
}

fn evidence(world: &World<'_>, instruments: &[&Instrument]) -> Vec<Evidence> {
    let rows = instruments.iter().filter_map(|instrument| instrument.row);
    rows.flat_map(|(record, row)| world.evidence(record, row)).collect()
}
