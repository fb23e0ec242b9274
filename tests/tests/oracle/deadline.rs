//! `deadline`: was it done by a day?

use crate::{
    check::{Case, Each},
    condition::{Condition, Path, Scope},
    records::Record,
    rule::Common,
    time::{Counting, Date, Span, Stretch, Unit, apart, moved, plus},
    told::Told,
    value::{Doubt, ONE, Truth, Value},
    world::World,
};

/// What must be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Act {
    /// A date of the record itself.
    Own(&'static str),
    /// Another record: the field that ties it to the duty, what of the duty it names, a filter.
    Other { kind: &'static str, tie: &'static str, to: Option<&'static str>, filter: Option<Condition> },
    /// The next of a sequence, and what must hold of it.
    Next { sequence: &'static str, filter: Option<Condition> },
}

/// Until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Limit {
    Within(Length),
    By(Path),
    Both(Length, Path),
    Before(Path, Option<Span>),
}

/// A length, written or from a number of the record, in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Length {
    Span(Span),
    Days(Path),
}

impl Length {
    fn text(&self) -> String {
        match self {
            Self::Span(span) => span.to_string(),
            Self::Days(path) => format!("{} days", path.text()),
        }
    }
}

/// Was it done by a day?
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deadline {
    pub(crate) each: Each,
    /// The field that starts the clock, and whether its own day is too early.
    pub(crate) start: Option<(Path, bool)>,
    pub(crate) act: Act,
    pub(crate) limit: Limit,
    pub(crate) shared: bool,
    pub(crate) late_void: bool,
    /// `counts` or `ignored`.
    pub(crate) early: Option<&'static str>,
}

/// When a duty is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    Day(Date),
    /// What starts the clock has not happened.
    NoStart,
    /// No day has been set.
    NotYet,
    Unknown(Doubt),
}

impl Deadline {
    pub(crate) fn text(&self) -> String {
        let start = self.start.as_ref().map_or(String::new(), |(path, after)| {
            format!("  {} {};\n", if *after { "after" } else { "from" }, path.text())
        });
        let filtered = |parts: Vec<String>| {
            if parts.is_empty() { String::new() } else { format!(" where {}", parts.join(" and ")) }
        };
        let act = match &self.act {
            Act::Own(field) => (*field).to_owned(),
            Act::Other { kind, tie, to, filter } => {
                let tie = to.map(|to| format!("{tie} = this.{to}"));
                kind.to_string() + &filtered(tie.into_iter().chain(filter.as_ref().map(Condition::bracketed)).collect())
            }
            Act::Next { sequence, filter } => {
                format!("next {sequence}{}", filtered(filter.iter().map(Condition::text).collect()))
            }
        };
        let limit = match &self.limit {
            Limit::Within(length) => format!("  within {};\n", length.text()),
            Limit::By(path) => format!("  by {};\n", path.text()),
            Limit::Both(length, path) => format!("  within {};\n  by {};\n", length.text(), path.text()),
            Limit::Before(path, None) => format!("  before {};\n", path.text()),
            Limit::Before(path, Some(lead)) => format!("  before {} at least {lead};\n", path.text()),
        };
        let shared = if self.shared { "  matching shared\n" } else { "" };
        let void = if self.late_void { "  late void\n" } else { "" };
        let early = self.early.map_or(String::new(), |word| format!("  early {word}\n"));
        format!("{}{start}  must {act};\n{limit}{shared}{void}{early}", self.each.text("each"))
    }

    fn before(&self) -> bool {
        matches!(self.limit, Limit::Before(..))
    }

    /// The day the clock starts.
    fn start(&self, world: &World<'_>, case: &Case<'_>) -> Value {
        match &self.start {
            Some((path, _)) => Scope::new(world).own(case.record).path(path),
            None => case.day.map_or(Value::MISSING, Value::Date),
        }
    }

    fn after(&self) -> bool {
        self.start.as_ref().is_some_and(|(_, after)| *after)
    }

    fn due(&self, world: &World<'_>, common: &Common, case: &Case<'_>) -> Due {
        let scope = Scope::new(world).own(case.record);
        let counting = common.counting.unwrap_or(Counting::CivilCode);
        let start = self.start(world, case).day();
        let within = |length: &Length| {
            let Some(start) = start else { return Due::NoStart };
            let span = match length {
                Length::Span(span) => *span,
                Length::Days(path) => match scope.path(path) {
                    Value::Number(n) => Span { n: u32::try_from(n / ONE).unwrap(), unit: Unit::Days },
                    other => return Due::Unknown(other.doubt().unwrap()),
                },
            };
            Due::Day(counting.due(start, span))
        };
        match &self.limit {
            Limit::Within(length) => within(length),
            Limit::By(path) => scope.path(path).day().map_or(Due::NotYet, Due::Day),
            Limit::Both(length, path) => match (within(length), scope.path(path).day()) {
                (Due::Day(limit), Some(day)) => Due::Day(limit.min(day)),
                (due, _) => due,
            },
            Limit::Before(path, lead) => match scope.path(path).day() {
                None => Due::NotYet,
                Some(event) => {
                    Due::Day(lead.map_or_else(|| plus(event, -1), |lead| moved(event, counting.days(lead), true)))
                }
            },
        }
    }

    pub(crate) fn judge(&self, world: &World<'_>, common: &Common) -> Vec<Told> {
        let cases = self.each.cases(world, common);
        let mut told: Vec<Told> = match &self.act {
            Act::Own(field) => cases.iter().map(|case| self.own(world, common, case, field)).collect(),
            Act::Next { sequence, filter } => {
                cases.iter().map(|case| self.next(world, common, case, sequence, filter.as_ref())).collect()
            }
            Act::Other { kind, tie, to, filter } => {
                self.others(world, common, &cases, (kind, tie, *to), filter.as_ref())
            }
        };
        for (told, case) in told.iter_mut().zip(&cases) {
            *told = case.perhaps(told.clone());
        }
        told
    }

    /// Settles a duty that was done on a day, or not at all.
    fn settle(&self, world: &World<'_>, told: Told, due: Due, done: Option<Date>) -> Told {
        let as_of = world.case.as_of;
        let due = match due {
            Due::Day(due) => due,
            Due::Unknown(doubt) => return told.doubted(doubt),
            Due::NoStart => return told.is("pending"),
            Due::NotYet => {
                return match (done, &self.limit) {
                    (None, _) => told.is("pending"),
                    (Some(done), Limit::Before(_, lead)) => {
                        Told { done: Some(done), ..told.is(if lead.is_none() { "met" } else { "pending" }) }
                    }
                    (Some(_), _) => told.doubted(Doubt::MISSING),
                };
            }
        };
        let told = Told { due: Some(due), done, ..told };
        let lapses = self.late_void || self.before();
        match done {
            Some(done) if done <= due => told.is("met"),
            Some(done) => {
                let told = Told { late: Some(apart(due, done)), ..told };
                if lapses { told.because("violated", "lapsed") } else { told.is("met_late") }
            }
            None if as_of <= due => told.is("pending"),
            None => {
                let told = Told { late: (!self.before()).then(|| apart(due, as_of)), ..told };
                if lapses { told.because("violated", "lapsed") } else { told.is("overdue") }
            }
        }
    }

    fn own(&self, world: &World<'_>, common: &Common, case: &Case<'_>, field: &str) -> Told {
        let as_of = world.case.as_of;
        let told = case.told(common);
        let due = self.due(world, common, case);
        let done = match case.record.get(field) {
            Value::Unknown(doubt) if doubt.conflict && !doubt.missing => {
                let due = if let Due::Day(due) = due { Some(due) } else { None };
                return Told { due, ..told.doubted(doubt) };
            }
            value => value.day(),
        };
        let planned = done.is_some_and(|done| done > as_of);
        let mut done = done.filter(|done| *done <= as_of);
        if let (Some(on), Some(start), false) = (done, self.start(world, case).day(), self.before())
            && (on < start || self.after() && on == start)
        {
            match self.early {
                Some("counts") => {}
                Some(_) => done = None,
                None => {
                    let (due, unknown) = match due {
                        Due::Day(due) => (Some(due), Doubt::default()),
                        Due::Unknown(doubt) => (None, doubt),
                        Due::NoStart | Due::NotYet => (None, Doubt::MISSING),
                    };
                    return Told { due, ..told.doubted(Doubt::CONFLICT.with(unknown)) };
                }
            }
        }
        let mut told = self.settle(world, told, due, done);
        let absent = matches!(told.outcome, "overdue" | "violated") && told.done.is_none();
        if let Some(due) = told.due
            && absent
            && !world.covers(case.record.kind, Stretch::new(due, due))
        {
            told = Told { late: None, ..told.because("undetermined", "data_horizon") };
        }
        if planned && told.done.is_none() && ["pending", "overdue", "violated"].contains(&told.outcome) {
            told.reasons.insert("future_dated");
            if told.due.is_none() || self.before() {
                told.reasons.insert("");
            }
        }
        // The engine marks the record, not the field, so that an empty date of it is in doubt as well.
        let marked = case.record.conflicted()
            && (case.record.get(field).day().is_none() || self.start(world, case).day().is_none());
        Told { or_doubt: if marked { Doubt::CONFLICT } else { Doubt::default() }, ..told }
    }

    fn next(
        &self,
        world: &World<'_>,
        common: &Common,
        case: &Case<'_>,
        sequence: &str,
        filter: Option<&Condition>,
    ) -> Told {
        let told = case.told(common);
        let due = self.due(world, common, case);
        let Some(next) = world.neighbour(case.record, "next", sequence) else {
            let told = self.settle(world, told, due, None);
            let start = case.day.unwrap();
            return match told.due {
                Some(due) if told.outcome != "pending" && !world.covers("visit", Stretch::new(start, due)) => {
                    Told { late: None, or_doubt: Doubt::MISSING, ..told.because("undetermined", "data_horizon") }
                }
                _ => told,
            };
        };
        let day = next.get("date").day().unwrap();
        let shown = if let Due::Day(due) = due { Some(due) } else { None };
        let told = Told { due: shown, ..told };
        match filter.map_or(Truth::Yes, |filter| Scope::new(world).own(next).holds(filter)) {
            Truth::Unknown(doubt) => {
                let told = told.doubted(doubt);
                Told {
                    or_doubt: Doubt::HORIZON,
                    reasons: told.reasons.iter().copied().chain(["conflict", "data_horizon"]).collect(),
                    ..told
                }
            }
            // One that is not shown may lie between.
            _ if !world.covers("visit", Stretch::new(plus(case.day.unwrap(), 1), plus(day, -1))) => {
                told.because("undetermined", "data_horizon")
            }
            Truth::No => told.because("violated", "lapsed"),
            Truth::Yes => {
                let told = self.settle(world, told, due, Some(day));
                // The engine looks at the day of the start, too.
                let start = case.day.unwrap();
                let doubt =
                    if world.covers("visit", Stretch::new(start, start)) { Doubt::default() } else { Doubt::HORIZON };
                Told { or_doubt: doubt, ..told }
            }
        }
    }

    /// Acts of another kind, matched to duties in every completion of what is doubtful.
    fn others(
        &self,
        world: &World<'_>,
        common: &Common,
        cases: &[Case<'_>],
        (kind, tie, to): (&'static str, &str, Option<&str>),
        filter: Option<&Condition>,
    ) -> Vec<Told> {
        let at = world.at(kind).unwrap();
        let mut acts: Vec<(&Record, Date)> =
            world.records(kind).iter().filter_map(|act| Some((act, act.get(at).day()?))).collect();
        acts.sort_by_key(|(act, day)| (*day, act.key.clone()));
        let mut order: Vec<usize> = (0..cases.len()).collect();
        order.sort_by_key(|i| (self.start(world, &cases[*i]).day(), cases[*i].record.key.clone()));
        // Whether an act answers a duty: what it says, not when it was.
        let fits = |act: &Record, case: &Case<'_>| {
            let named = match to {
                Some(to) => case.record.get(to),
                None => Value::Ref(case.record.kind, case.record.key.clone()),
            };
            let tied = act.get(tie).doubt().is_none() && act.get(tie) == named;
            if !tied {
                return Truth::No;
            }
            let scope = Scope { this: Some(case.record), ..Scope::new(world).own(act) };
            filter.map_or(Truth::Yes, |filter| scope.holds(filter))
        };
        let fit: Vec<Vec<Truth>> =
            acts.iter().map(|(act, _)| cases.iter().map(|case| fits(act, case)).collect()).collect();
        let in_time = |act: usize, duty: usize| {
            let start = self.start(world, &cases[duty]).day();
            self.before() || start.is_some_and(|start| start < acts[act].1 || start == acts[act].1 && !self.after())
        };
        let unsure_acts: Vec<usize> =
            (0..acts.len()).filter(|a| fit[*a].iter().any(|truth| truth.doubt().is_some())).collect();
        let unsure_duties: Vec<usize> =
            (0..cases.len()).filter(|d| cases[*d].fits != Truth::Yes || cases[*d].excused.doubt().is_some()).collect();
        // The duties that each completion answers, and by which act.
        let answer = |acts_in: &dyn Fn(usize) -> bool, duties_in: &dyn Fn(usize) -> bool| {
            let mut done: Vec<Option<usize>> = vec![None; cases.len()];
            for act in (0..acts.len()).filter(|act| acts_in(*act)) {
                for duty in order.iter().copied().filter(|duty| duties_in(*duty)) {
                    let free = done[duty].is_none();
                    if free && fit[act][duty].possible() && in_time(act, duty) {
                        done[duty] = Some(act);
                        if !self.shared && to.is_some() {
                            break;
                        }
                    }
                }
            }
            done
        };
        let told_of = |duty: usize, done: Option<usize>| {
            let case = &cases[duty];
            let told = case.told(common);
            let due = self.due(world, common, case);
            let mut told = self.settle(world, told, due, done.map(|act| acts[act].1));
            if let Some(act) = done.filter(|_| told.done.is_some()) {
                told.evidence.extend(acts[act].0.evidence());
            }
            // What must come before an event may have been done at any time.
            let first = world.complete(kind).iter().map(|stretch| stretch.from).min();
            let from = if self.before() { first } else { self.start(world, case).day() };
            if let Some(due) = told.due
                && !matches!(told.outcome, "met" | "pending")
                && !world.covers(kind, Stretch::new(from.unwrap_or(due).min(due), due))
            {
                told = Told { late: None, any_evidence: true, ..told.because("undetermined", "data_horizon") };
            }
            told
        };
        let mut found = Vec::new();
        for duty in 0..cases.len() {
            let others: Vec<usize> = unsure_duties.iter().copied().filter(|other| *other != duty).collect();
            let mut seen: Vec<Told> = Vec::new();
            let mut doubt = Doubt::default();
            for act_mask in 0..1_u32 << unsure_acts.len() {
                for duty_mask in 0..1_u32 << others.len() {
                    let bit = |list: &[usize], mask: u32, i: usize| {
                        list.iter().position(|u| *u == i).is_none_or(|at| mask >> at & 1 == 1)
                    };
                    let duties_in =
                        |i: usize| i == duty || cases[i].excused != Truth::Yes && bit(&others, duty_mask, i);
                    let done = answer(&|act| bit(&unsure_acts, act_mask, act), &duties_in);
                    seen.push(told_of(duty, done[duty]));
                }
            }
            for act in &unsure_acts {
                doubt = fit[*act].iter().filter_map(|truth| truth.doubt()).fold(doubt, Doubt::with);
            }
            for other in &others {
                doubt = [cases[*other].fits, cases[*other].excused]
                    .into_iter()
                    .filter_map(Truth::doubt)
                    .fold(doubt, Doubt::with);
            }
            // Without the doubtful acts, and with all duties that may be.
            let base = told_of(
                duty,
                answer(&|act| !unsure_acts.contains(&act), &|i| i == duty || cases[i].excused != Truth::Yes)[duty],
            );
            if seen.iter().all(|told| told.outcome == base.outcome && told.reasons == base.reasons) {
                let doubtful = seen.iter().any(|told| *told != base);
                found.push(Told { any_evidence: base.any_evidence || doubtful, any_done: doubtful, ..base });
            } else {
                let reasons = seen
                    .iter()
                    .flat_map(|told| &told.reasons)
                    .copied()
                    .filter(|reason| *reason != "lapsed")
                    .collect::<Vec<_>>();
                let mut told = Told { late: None, any_evidence: true, any_done: true, ..base.doubted(doubt) };
                told.reasons.extend(reasons);
                found.push(told);
            }
        }
        found
    }
}
