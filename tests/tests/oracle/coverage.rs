//! `coverage`: is everything of a set reached?

use crate::{
    check::Each,
    condition::{Condition, Path, Scope},
    members::{Member, Over, Range, Subject, members, ranges_text, subjects},
    quantity::{Tie, perhaps, tied, where_text},
    records::Record,
    rule::Common,
    time::{Family, Stretch},
    told::Told,
    value::{Doubt, Truth, Value},
    world::World,
};

/// Whose coverage it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Each record by itself.
    Each(Each),
    /// Each subject's records together, in a window or in all.
    Together { per: Vec<Range>, window: Option<Family>, kind: &'static str, ties: Vec<Tie>, filter: Option<Condition> },
}

/// Is everything of a set reached?
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Coverage {
    pub(crate) reach: Reach,
    pub(crate) set: Over,
    /// The field that says what is reached.
    pub(crate) by: Path,
    /// So many in a hundred; none: all.
    pub(crate) percent: Option<u32>,
}

impl Coverage {
    pub(crate) fn text(&self) -> String {
        let of = self.percent.map_or("all of".to_owned(), |n| format!("at least {n}% of"));
        let what = format!("  {of} {} by {}", self.set.text(), self.by.text());
        match &self.reach {
            Reach::Each(each) => format!("{}{what};\n", each.text("each")),
            Reach::Together { per, window, kind, ties, filter } => {
                let window = window.map_or(String::new(), |family| format!("  every calendar {}\n", family.text()));
                format!("{}{window}{what} of {kind}{};\n", ranges_text(per), where_text(ties, filter.as_ref()))
            }
        }
    }

    /// What a record reaches.
    fn reached(&self, scope: &Scope<'_>, record: &Record, member: &Member) -> Truth {
        match (scope.own(record).path(&self.by), &member.value) {
            (Value::Set(items), Value::Code(_, code)) => Truth::of(items.contains(code)),
            // By itself a record that does not say what it reached may have reached anything. Together with others it
            // reached nobody, unless its versions disagree.
            (Value::Unknown(doubt), _) if matches!(self.reach, Reach::Each(_)) || record.conflicted() => {
                Truth::Unknown(doubt)
            }
            (Value::Unknown(_), _) => Truth::No,
            (value, member) => Truth::of(value == *member),
        }
    }

    /// Holds what is reached against what must be, by trying every completion of doubtful members and reaches.
    fn hold(&self, told: Told, set: &[Member], reached: &[Truth], short: &dyn Fn(Told, Doubt) -> Told) -> Told {
        let unsure: Vec<usize> = (0..set.len())
            .filter(|i| set[*i].belongs != Truth::Yes || !matches!(reached[*i], Truth::Yes | Truth::No))
            .collect();
        let mut outcomes = Vec::new();
        for mask in 0..4_u32.pow(u32::try_from(unsure.len()).unwrap()) {
            let bits = |i: usize| unsure.iter().position(|u| *u == i).map(|at| mask >> (2 * at) & 3);
            let belongs = |i: &usize| set[*i].belongs == Truth::Yes || bits(*i).is_some_and(|bits| bits & 1 == 1);
            let reaches = |i: &usize| match reached[*i] {
                Truth::Yes => true,
                Truth::No => false,
                Truth::Unknown(_) => bits(*i).is_some_and(|bits| bits & 2 == 2),
            };
            let all: Vec<usize> = (0..set.len()).filter(belongs).collect();
            let n = all.iter().copied().filter(|i| reaches(i)).count();
            let need = self.percent.map_or(all.len(), |percent| (all.len() * percent as usize).div_ceil(100));
            outcomes.push(if all.is_empty() { None } else { Some(n >= need) });
        }
        let doubt = unsure
            .iter()
            .flat_map(|i| [set[*i].belongs.doubt(), reached[*i].doubt()])
            .flatten()
            .fold(Doubt::default(), Doubt::with);
        // Nobody to reach breaks nothing, no more than all of them reached.
        let first = outcomes.iter().copied().flatten().next();
        match first
            .filter(|first| outcomes.iter().all(|outcome| *outcome == Some(*first) || *first && outcome.is_none()))
        {
            Some(true) => told.is("met"),
            Some(false) => short(told, Doubt::default()),
            None if outcomes.iter().all(Option::is_none) => told.because("not_applicable", "no_denominator"),
            None => short(told, doubt),
        }
    }

    pub(crate) fn judge(&self, world: &World<'_>, common: &Common) -> Vec<Told> {
        match &self.reach {
            Reach::Each(each) => {
                let judge = |case: &crate::check::Case<'_>| {
                    let set = members(world, self.set);
                    let scope = Scope::new(world);
                    let reached: Vec<Truth> =
                        set.iter().map(|member| self.reached(&scope, case.record, member)).collect();
                    let short = |told: Told, doubt: Doubt| {
                        if doubt == Doubt::default() { told.is("violated") } else { told.doubted(doubt) }
                    };
                    case.perhaps(self.hold(case.told(common), &set, &reached, &short))
                };
                each.cases(world, common).iter().map(judge).collect()
            }
            Reach::Together { per, window, .. } => {
                let mut told = Vec::new();
                for subject in subjects(world, per) {
                    match window {
                        Some(family) => {
                            let windows = common.windows(world, self.kind(), *family);
                            told.extend(
                                windows
                                    .into_iter()
                                    .filter_map(|window| self.in_window(world, common, &subject, window)),
                            );
                        }
                        None => told.extend(self.standing(world, common, &subject)),
                    }
                }
                told
            }
        }
    }

    fn kind(&self) -> &'static str {
        match &self.reach {
            Reach::Each(each) => each.kind,
            Reach::Together { kind, .. } => kind,
        }
    }

    /// Whether each of a set is reached by a subject's records in a window.
    fn reaches(&self, world: &World<'_>, subject: &Subject, set: &[Member], window: Option<Stretch>) -> Vec<Truth> {
        let Reach::Together { kind, ties, filter, .. } = &self.reach else { panic!("each by itself") };
        let scope = subject.scope(world);
        let at = world.at(kind);
        let counted: Vec<(&Record, Truth)> = world
            .records(kind)
            .iter()
            .filter(|record| {
                window.is_none_or(|window| at.and_then(|at| record.get(at).day()).is_some_and(|day| window.holds(day)))
            })
            .map(|record| {
                let fits = filter.as_ref().map_or(Truth::Yes, |filter| scope.own(record).holds(filter));
                (record, tied(record, ties, subject).and(fits))
            })
            .collect();
        let by = |member: &Member| {
            Truth::any(counted.iter().map(|(record, truth)| truth.and(self.reached(&scope, record, member))))
        };
        set.iter().map(by).collect()
    }

    /// The members not certainly reached, which are the evidence.
    fn missed(told: Told, set: &[Member], reached: &[Truth]) -> Told {
        let asked = matches!(told.outcome, "violated" | "overdue" | "undetermined");
        let missed = set.iter().zip(reached).filter(|(_, reached)| **reached != Truth::Yes).map(|(member, _)| member);
        let evidence = missed.filter(|member| matches!(member.value, Value::Ref(..)) && asked);
        Told { evidence: evidence.map(|member| format!("{}:{}", member.kind, member.key)).collect(), ..told }
    }

    fn in_window(&self, world: &World<'_>, common: &Common, subject: &Subject, window: Stretch) -> Option<Told> {
        let force = common.of(world.case, subject)?;
        if !force.meets(window) {
            return None;
        }
        let told = Told::new(&common.name, &subject.key, Some(window));
        if !window.within(force) && !common.full {
            return Some(told.because("not_applicable", "partial"));
        }
        let ever = matches!(self.set, Over::Register(name) if world.case.register(name).ever);
        let mut set = members(world, self.set);
        set.retain(|member| if ever { member.sometime(window) } else { member.throughout(window) });
        // Records outside the days in force do not count.
        let bound = Stretch::new(window.from.max(force.from), window.to.min(force.to));
        let reached = self.reaches(world, subject, &set, Some(bound));
        let open = window.to >= world.case.as_of;
        let complete = world.covers(self.kind(), bound);
        let short = |told: Told, doubt: Doubt| {
            if open {
                told.is("pending")
            } else if !complete {
                told.doubted(doubt.with(Doubt::HORIZON))
            } else if doubt == Doubt::default() {
                told.is("violated")
            } else {
                told.doubted(doubt)
            }
        };
        let told = self.hold(told, &set, &reached, &short);
        Some(Self::missed(perhaps(told, subject), &set, &reached))
    }

    /// Without a window: those in force on the as-of date, by any record so far.
    fn standing(&self, world: &World<'_>, common: &Common, subject: &Subject) -> Option<Told> {
        let as_of = world.case.as_of;
        let force = common.of(world.case, subject)?;
        if force.from > as_of {
            return None;
        }
        let mut set = members(world, self.set);
        set.retain(|member| member.in_force(as_of));
        let reached = self.reaches(world, subject, &set, None);
        let begun = world.complete(self.kind()).iter().any(|stretch| stretch.from <= as_of);
        let lasts = as_of <= force.to;
        let short = |told: Told, doubt: Doubt| {
            if !begun {
                told.doubted(doubt.with(Doubt::HORIZON))
            } else if doubt == Doubt::default() {
                told.is(if lasts { "overdue" } else { "violated" })
            } else {
                told.doubted(doubt)
            }
        };
        let told = self.hold(Told::new(&common.name, &subject.key, None), &set, &reached, &short);
        Some(Self::missed(perhaps(told, subject), &set, &reached))
    }
}
