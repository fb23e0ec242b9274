//! `quantity` over calendar windows, a member's own period, or a whole life.

use crate::{
    bound::{Bound, Measure, measure},
    condition::Condition,
    members::{Range, Subject, ranges_text, subjects},
    records::Record,
    rule::{Common, Head},
    time::{Family, Span, Stretch},
    told::Told,
    value::{Doubt, Truth, Value},
    world::World,
};

/// When counting is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Window {
    Every(Family),
    Rolling(Length),
    Last(Length),
    During { member: &'static str, from: &'static str, until: &'static str },
    Life,
}

/// A length, written or of the member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Length {
    Span(Span),
    /// A number field of a member, in days.
    Days(&'static str, &'static str),
}

impl Length {
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Span(span) => span.to_string(),
            Self::Days(member, field) => format!("{member}.{field} days"),
        }
    }
}

/// How many, in which window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Quantity {
    pub(crate) per: Vec<Range>,
    pub(crate) window: Window,
    /// The field that places a record, if not its `at`.
    pub(crate) by: Option<&'static str>,
    pub(crate) kind: &'static str,
    pub(crate) measure: Measure,
    /// Which field ties a record to which member; not written where it may be left out.
    pub(crate) ties: Vec<Tie>,
    pub(crate) filter: Option<Condition>,
    pub(crate) bound: Bound,
    pub(crate) if_none: Option<&'static str>,
}

/// `unit = u`, or `items has i`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tie {
    pub(crate) field: &'static str,
    pub(crate) member: &'static str,
    pub(crate) set: bool,
    pub(crate) written: bool,
}

pub(crate) fn where_text(ties: &[Tie], filter: Option<&Condition>) -> String {
    let tie = |tie: &Tie| format!("{} {} {}", tie.field, if tie.set { "has" } else { "=" }, tie.member);
    let parts: Vec<String> = ties
        .iter()
        .filter(|tie| tie.written)
        .map(tie)
        .chain(filter.map(|filter| if ties.iter().any(|tie| tie.written) { filter.bracketed() } else { filter.text() }))
        .collect();
    if parts.is_empty() { String::new() } else { format!(" where {}", parts.join(" and ")) }
}

/// Whether a record belongs to a subject. One whose tie is empty belongs to nobody.
pub(crate) fn tied(record: &Record, ties: &[Tie], subject: &Subject) -> Truth {
    Truth::all(ties.iter().map(|tie| {
        let member = &subject.members.iter().find(|(name, _)| *name == tie.member).unwrap().1;
        match (record.get(tie.field), member) {
            (Value::Set(items), Value::Code(_, code)) => Truth::of(items.contains(code)),
            (value, _) if value.doubt().is_some() => Truth::No,
            (value, member) => Truth::of(value == *member),
        }
    }))
}

impl Quantity {
    pub(crate) fn text(&self) -> String {
        let by = self.by.map_or(String::new(), |by| format!(" by {by}"));
        let window = match &self.window {
            Window::Every(family) => format!("  every calendar {}{by}\n", family.text()),
            Window::Rolling(length) => format!("  every rolling {}\n", length.text()),
            Window::Last(length) => format!("  the last {}{by}\n", length.text()),
            Window::During { member, from, until } => format!("  during {member}.{from} until {member}.{until}{by}\n"),
            Window::Life => String::new(),
        };
        let measure = self.measure.text(self.kind, &where_text(&self.ties, self.filter.as_ref()));
        let if_none = self.if_none.map_or(String::new(), |word| format!("  if none {word}\n"));
        format!("{}{window}  {measure};\n  {}\n{if_none}", ranges_text(&self.per), self.bound.text())
    }

    /// The records that count for a subject, certainly or perhaps, with the day each has.
    pub(crate) fn counted<'a>(
        &self,
        world: &'a World<'a>,
        subject: &'a Subject,
    ) -> Vec<(&'a Record, Option<crate::time::Date>, Truth)> {
        let at = self.by.or_else(|| world.at(self.kind));
        let scope = subject.scope(world);
        let one = |record: &'a Record| {
            let tied = tied(record, &self.ties, subject);
            let fits = self.filter.as_ref().map_or(Truth::Yes, |filter| scope.own(record).holds(filter));
            let day = at.map(|at| record.get(at));
            let placed = match &day {
                Some(Value::Unknown(doubt)) => Truth::Unknown(*doubt),
                _ => Truth::Yes,
            };
            (record, day.and_then(|day| day.day()), tied.and(fits).and(placed))
        };
        world.records(self.kind).iter().map(one).filter(|(_, _, truth)| truth.possible()).collect()
    }

    pub(crate) fn judge(&self, world: &World<'_>, common: &Common) -> Vec<Told> {
        let mut told = Vec::new();
        for subject in subjects(world, &self.per) {
            match &self.window {
                Window::Every(family) => {
                    for window in common.windows(world, self.kind, *family) {
                        told.extend(self.in_window(world, common, &subject, window));
                    }
                }
                Window::During { member, from, until } => {
                    told.extend(self.during(world, common, &subject, (member, from, until)));
                }
                Window::Life => told.extend(self.life(world, common, &subject)),
                Window::Rolling(length) => told.extend(crate::rolling::judge(self, world, common, &subject, length)),
                Window::Last(length) => told.extend(crate::last::judge(self, world, common, &subject, length)),
            }
        }
        told
    }

    fn in_window(&self, world: &World<'_>, common: &Common, subject: &Subject, window: Stretch) -> Option<Told> {
        let open = window.to >= world.case.as_of;
        let force = common.of(world.case, subject)?;
        if !force.meets(window) {
            return None;
        }
        // Records outside the days in force do not count.
        let bound = Stretch::new(window.from.max(force.from), window.to.min(force.to));
        let records = self.within(world, subject, bound);
        let told = Told::new(&common.name, &subject.key, Some(window));
        if !window.within(force) && !common.full {
            return Some(evidenced(told.because("not_applicable", "partial"), &records, world));
        }
        let complete = world.covers(self.kind, bound);
        let told = self.hold(world, subject, told, window, &records, open, complete);
        Some(evidenced(perhaps(told, subject), &records, world))
    }

    /// The records of a window.
    fn within<'a>(&self, world: &'a World<'a>, subject: &'a Subject, window: Stretch) -> Vec<(&'a Record, Truth)> {
        let counted = self.counted(world, subject).into_iter();
        // One without a date may lie in any window; one dated later is a plan.
        let here = counted.filter(|(_, day, _)| day.is_none_or(|day| window.holds(day) && day <= world.case.as_of));
        here.map(|(record, _, truth)| (record, truth)).collect()
    }

    /// Holds what there is against the bound.
    #[expect(clippy::too_many_arguments, reason = "plain beats short here")]
    pub(crate) fn hold(
        &self,
        world: &World<'_>,
        subject: &Subject,
        told: Told,
        window: Stretch,
        records: &[(&Record, Truth)],
        open: bool,
        complete: bool,
    ) -> Told {
        let scope = subject.scope(world);
        let allowed = match self.bound.allowed(&scope, window) {
            Ok(Some(allowed)) => allowed,
            Ok(None) => return told.because(self.of_nothing(), "no_denominator"),
            Err(doubt) => return told.doubted(doubt),
        };
        let mut measured = measure(&scope, &self.measure, records);
        let nothing = measured.hull.is_none();
        if open || !complete {
            measured = measured.with_more(&self.measure);
        }
        let mut outcomes: Vec<Option<&'static str>> = Vec::new();
        if let Some(hull) = measured.hull {
            outcomes.push(allowed.judge(hull).map(|holds| if holds { "met" } else { "violated" }));
        }
        if measured.maybe_none {
            outcomes.push(Some(self.of_nothing()));
        }
        let told = Told { or_doubt: if measured.coarse { measured.doubt } else { Doubt::default() }, ..told };
        let first = outcomes[0];
        if let Some(outcome) = first.filter(|_| outcomes.iter().all(|outcome| *outcome == first)) {
            return if nothing { told.because(outcome, "no_denominator") } else { told.is(outcome) };
        }
        if open {
            return told.is("pending");
        }
        let horizon = if complete { Doubt::default() } else { Doubt::HORIZON };
        // The engine marks the record, not the field: whatever is in doubt may be told as a conflict.
        let marked = records.iter().any(|(record, _)| record.conflicted());
        let marked = if marked { Doubt::CONFLICT } else { Doubt::default() };
        told.doubted(measured.doubt.with(horizon).with(marked))
    }

    /// What a share of nothing is.
    fn of_nothing(&self) -> &'static str {
        self.if_none.filter(|word| *word != "not applicable").unwrap_or("not_applicable")
    }

    /// The member's own period.
    fn during(
        &self,
        world: &World<'_>,
        common: &Common,
        subject: &Subject,
        (member, from, until): (&str, &str, &str),
    ) -> Option<Told> {
        let case = world.case;
        let Value::Ref(kind, key) = &subject.members.iter().find(|(name, _)| *name == member)?.1 else { return None };
        let period = world.record(kind, key)?;
        let told = Told::new(&common.name, &subject.key, None);
        let Some(first) = period.get(from).day() else {
            let begun = common.of(case, subject)?.from <= case.as_of;
            return begun.then(|| told.doubted(period.get(from).doubt().unwrap()));
        };
        let last = period.get(until).day();
        // One without an end goes on.
        let window = Stretch::new(first, last.unwrap_or_else(|| case.as_of.max(first)));
        if !common.of(case, subject)?.meets(window) || !Common::asks(case, window) {
            return None;
        }
        let records = self.within(world, subject, window);
        let open = last.is_none_or(|last| case.as_of <= last);
        let complete = world.covers(self.kind, Stretch::new(first, window.to.min(case.as_of)));
        let told = self.hold(world, subject, Told { window: Some(window), ..told }, window, &records, open, complete);
        Some(evidenced(perhaps(told, subject), &records, world))
    }

    /// The whole life of a member: what is short may still be done while it lasts.
    fn life(&self, world: &World<'_>, common: &Common, subject: &Subject) -> Option<Told> {
        let as_of = world.case.as_of;
        let force = common.of(world.case, subject)?;
        if force.from > as_of {
            return None;
        }
        let counted = self.counted(world, subject).into_iter();
        let records: Vec<(&Record, Truth)> = counted
            .filter(|(_, day, _)| day.is_none_or(|day| day <= as_of))
            .map(|(record, _, truth)| (record, truth))
            .collect();
        let told = Told::new(&common.name, &subject.key, None);
        let begun = world.complete(self.kind).iter().any(|stretch| stretch.from <= as_of);
        let told = self.hold(world, subject, told, Stretch::new(as_of, as_of), &records, false, begun);
        let lasts = as_of <= force.to;
        let owed =
            told.outcome == "violated" && told.reasons.is_empty() && matches!(self.bound, Bound::AtLeast(_)) && lasts;
        let told = if owed { told.is("overdue") } else { told };
        Some(evidenced(perhaps(told, subject), &records, world))
    }
}

/// A subject that is perhaps none is in doubt unless it fulfils.
pub(crate) fn perhaps(told: Told, subject: &Subject) -> Told {
    match subject.belongs.doubt() {
        Some(doubt) if !matches!(told.outcome, "met" | "not_applicable") => {
            let reasons = told.reasons.clone();
            let was = told.outcome;
            let mut told = Told { any_evidence: true, ..told.doubted(doubt) };
            if was == "undetermined" {
                told.reasons.extend(reasons);
            }
            told
        }
        _ => told,
    }
}

/// Adds the records that decide, where they are told.
pub(crate) fn evidenced(told: Told, records: &[(&Record, Truth)], world: &World<'_>) -> Told {
    let asked = world.case.all_evidence || matches!(told.outcome, "violated" | "overdue" | "met_late" | "undetermined");
    let evidence =
        if asked { records.iter().flat_map(|(record, _)| record.evidence()).collect() } else { told.evidence.clone() };
    Told { evidence, ..told }
}

impl From<Quantity> for Head {
    fn from(quantity: Quantity) -> Self {
        Self::Quantity(quantity)
    }
}
