//! Whom a rule is about: the members it ranges over, alone or in combination.

use std::collections::{BTreeSet, HashMap};

use guiju_compiler::{
    RecordId, Type,
    hir::{Correlation, Members, Range, RegisterId, Rule, VarId},
};

use crate::{
    EvalError,
    frame::{Binding, Frame},
    values::{Key, NO_ROW, Tri, Values},
    verdict::{Evidence, Subject},
    world::World,
};

/// The most subjects one rule may have: members multiplied.
const MAX_SUBJECTS: usize = 20_000_000;

/// A member of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Member<'a> {
    Row(RecordId, u32),
    Code(u8),
    Text(&'a str),
}

/// The members of a set with what is known of their membership.
#[derive(Debug, Default)]
pub(crate) struct MemberSet<'a> {
    pub(crate) members: Vec<Member<'a>>,
    /// Whether each belongs to it.
    pub(crate) belongs: Vec<Tri>,
    /// First and last day of membership, where limited.
    pub(crate) force: Vec<(Option<i32>, Option<i32>)>,
    index: HashMap<Key<'a>, u32>,
}

impl<'a> MemberSet<'a> {
    pub(crate) fn position(&self, key: &Key<'a>) -> Option<u32> {
        self.index.get(key).copied()
    }

    /// The members as a variable.
    fn binding(&self) -> Binding<'a> {
        self.bind(0..self.members.len())
    }

    /// Some of the members, by position, as a variable.
    fn bind(&self, positions: impl Iterator<Item = usize> + Clone) -> Binding<'a> {
        let members = || positions.clone().map(|p| self.members.get(p));
        match self.members.first() {
            Some(Member::Code(_)) => Binding::Codes(
                members().map(|m| if let Some(Member::Code(code)) = m { Some(*code) } else { None }).collect(),
            ),
            Some(Member::Text(_)) => Binding::Texts(
                members().map(|m| if let Some(Member::Text(text)) = m { Some(*text) } else { None }).collect(),
            ),
            _ => Binding::Rows(
                members().map(|m| if let Some(Member::Row(_, row)) = m { *row } else { NO_ROW }).collect(),
            ),
        }
    }

    fn push(&mut self, member: Member<'a>, belongs: Tri, force: (Option<i32>, Option<i32>)) {
        let key = match member {
            Member::Row(_, row) => Key::Row(row),
            Member::Code(code) => Key::Code(code),
            Member::Text(text) => Key::Text(text),
        };
        let position = u32::try_from(self.members.len()).unwrap_or(NO_ROW);
        self.index.insert(key, position);
        self.members.push(member);
        self.belongs.push(belongs);
        self.force.push(force);
    }
}

/// All subjects of a rule.
#[derive(Debug)]
pub(crate) struct Subjects<'a> {
    sets: Vec<MemberSet<'a>>,
    /// For each subject, the position of its member in each set.
    tuples: Vec<Vec<u32>>,
    /// Whether each is a subject at all.
    pub(crate) belongs: Vec<Tri>,
    /// First and last day each is in force, where limited.
    pub(crate) force: Vec<(Option<i32>, Option<i32>)>,
    by_tuple: HashMap<Vec<u32>, u32>,
    /// For each range whose members are named by something of theirs: the members that have it.
    by_value: Vec<Option<HashMap<Key<'a>, Vec<u32>>>>,
}

impl<'a> World<'a> {
    /// The members of a set.
    pub(crate) fn members(&self, members: Members, register: Option<RegisterId>) -> MemberSet<'a> {
        let mut set = MemberSet::default();
        match members {
            Members::Codes(catalog) => {
                for code in 0..self.program.schema.catalog(catalog).codes.len() {
                    set.push(Member::Code(u8::try_from(code).unwrap_or(u8::MAX)), Tri::Yes, (None, None));
                }
            }
            Members::Rows(record) => {
                let n_rows = self.table(record).n_rows;
                let frame = Frame::rows(VarId(0), 0..n_rows);
                let register = register.and_then(|r| self.program.registers.get(r.0));
                let belongs = self.filter(register.and_then(|r| r.filter.as_ref()), &frame);
                for (row, belongs) in (0u32..).zip(belongs) {
                    if belongs == Tri::No || !self.visible(record, row) {
                        continue;
                    }
                    let from = register.and_then(|r| r.from).and_then(|f| self.day(record, f, row));
                    let until = register.and_then(|r| r.until).and_then(|f| self.day(record, f, row));
                    set.push(Member::Row(record, row), belongs, (from, until));
                }
            }
            Members::Values(record, field) => {
                let frame = Frame::rows(VarId(0), 0..self.table(record).n_rows);
                let register = register.and_then(|r| self.program.registers.get(r.0));
                let fits = self.filter(register.and_then(|r| r.filter.as_ref()), &frame);
                let values = self.gather(record, field, &(0u32..).take(frame.len).collect::<Vec<_>>());
                let mut seen: BTreeSet<Key<'a>> = BTreeSet::new();
                for (i, fits) in fits.iter().enumerate() {
                    if *fits == Tri::Yes {
                        seen.extend(values.keys(i).into_iter().flatten());
                    }
                }
                let target = match self.program.schema.record(record).field(field).ty {
                    Type::Ref(target) | Type::RefSet(target) => target,
                    _ => record,
                };
                for key in seen {
                    let member = match key {
                        Key::Row(row) => Member::Row(target, row),
                        Key::Code(code) => Member::Code(code),
                        Key::Text(text) => Member::Text(text),
                        _ => continue,
                    };
                    set.push(member, Tri::Yes, (None, None));
                }
            }
        }
        set
    }

    /// The subjects of a rule.
    ///
    /// # Errors
    /// As [`World::named_subjects`].
    pub(crate) fn subjects(&self, rule: &'a Rule) -> Result<Subjects<'a>, EvalError> {
        self.tuples(&rule.per, &rule.name.id)
    }

    /// The members of some ranges, multiplied; one subject without members if there are no ranges.
    fn tuples(&self, per: &'a [Range], rule: &str) -> Result<Subjects<'a>, EvalError> {
        let mut subjects = Subjects {
            sets: Vec::new(),
            tuples: vec![Vec::new()],
            belongs: vec![Tri::Yes],
            force: vec![(None, None)],
            by_tuple: HashMap::new(),
            by_value: Vec::new(),
        };
        for (position, range) in per.iter().enumerate() {
            let set = self.members(range.members, range.register);
            if subjects.tuples.len().saturating_mul(set.members.len()) > MAX_SUBJECTS {
                return Err(EvalError::TooManySubjects { rule: rule.to_owned(), limit: MAX_SUBJECTS });
            }
            subjects.extend(set);
            self.narrow(&mut subjects, range, position);
        }
        subjects.by_tuple = subjects.tuples.iter().cloned().zip(0u32..).collect();
        Ok(subjects)
    }

    /// The subjects of a rule whose records name them in some way.
    ///
    /// # Errors
    /// [`EvalError::TooManySubjects`] if the members multiplied are too many.
    pub(crate) fn named_subjects(
        &self,
        rule: &'a Rule,
        naming: impl Iterator<Item = Option<&'a Correlation>>,
    ) -> Result<Subjects<'a>, EvalError> {
        self.named_members(&rule.per, &rule.name.id, naming)
    }

    /// The members of some ranges that records name in some way; `rule` tells whose they are.
    ///
    /// # Errors
    /// As [`World::named_subjects`].
    pub(crate) fn named_members(
        &self,
        per: &'a [Range],
        rule: &str,
        naming: impl Iterator<Item = Option<&'a Correlation>>,
    ) -> Result<Subjects<'a>, EvalError> {
        let mut subjects = self.tuples(per, rule)?;
        for (range, correlation) in naming.enumerate() {
            let member = correlation.and_then(|c| c.member.as_ref());
            let index = member.zip(subjects.sets.get(range)).map(|(member, set)| {
                let mut frame = Frame::new(set.members.len());
                frame.bind(VarId(range), set.binding());
                let values = self.eval(member, &frame);
                let mut index: HashMap<Key<'a>, Vec<u32>> = HashMap::new();
                for (position, i) in (0u32..).zip(0..frame.len) {
                    for key in values.keys(i).into_iter().flatten() {
                        index.entry(key).or_default().push(position);
                    }
                }
                index
            });
            subjects.by_value.push(index);
        }
        Ok(subjects)
    }

    /// What each row of a frame says of the members it belongs to; `None` for a range it need not name.
    pub(crate) fn naming(
        &self,
        correlations: impl Iterator<Item = Option<&'a Correlation>>,
        frame: &Frame<'a>,
    ) -> Vec<Option<Values<'a>>> {
        correlations.map(|c| c.map(|c| self.eval(&c.record, frame))).collect()
    }

    /// Drops the subjects that the range's own filter excludes.
    fn narrow(&self, subjects: &mut Subjects<'a>, range: &'a Range, position: usize) {
        let Some(filter) = &range.filter else { return };
        let frame = subjects.frame(position + 1);
        let fits = self.condition(filter, &frame);
        let mut fits = fits.into_iter();
        let keep: Vec<Tri> = subjects.belongs.iter().map(|b| b.and(fits.next().unwrap_or(Tri::Unknown))).collect();
        let mut at = keep.iter();
        subjects.tuples.retain(|_| at.next() != Some(&Tri::No));
        let mut at = keep.iter();
        subjects.force.retain(|_| at.next() != Some(&Tri::No));
        subjects.belongs = keep.into_iter().filter(|b| *b != Tri::No).collect();
    }

    /// Whom a subject's verdict is about.
    pub(crate) fn describe(&self, rule: &Rule, subjects: &Subjects<'a>, subject: usize) -> Subject {
        let mut members: Vec<Subject> = Vec::new();
        for (range, member) in rule.per.iter().zip(subjects.members(subject)) {
            members.push(self.describe_member(range.members, member));
        }
        match members.as_slice() {
            [] => {
                let policy = &self.program.policies[rule.policy.0];
                let title = policy.title.alias.clone().unwrap_or_else(|| policy.title.id.clone());
                Subject { record: "policy".to_owned(), key: policy.name.id.clone(), label: Some(title) }
            }
            [one] => one.clone(),
            several => {
                let join = |part: fn(&Subject) -> &str| several.iter().map(part).collect::<Vec<_>>().join("|");
                let labels: Vec<String> = several.iter().filter_map(|s| s.label.clone()).collect();
                Subject {
                    record: join(|s| &s.record),
                    key: join(|s| &s.key),
                    label: (!labels.is_empty()).then(|| labels.join(" · ")),
                }
            }
        }
    }

    /// A member by its record, key and label.
    pub(crate) fn describe_member(&self, members: Members, member: Member<'_>) -> Subject {
        match (member, members) {
            (Member::Row(record, row), _) => self.subject(record, row),
            (Member::Text(text), Members::Values(record, field)) => {
                let record = self.program.schema.record(record);
                let name = format!("{}.{}", record.name.id, record.field(field).name.id);
                Subject { record: name, key: text.to_owned(), label: None }
            }
            (Member::Text(text), _) => Subject { record: String::new(), key: text.to_owned(), label: None },
            (Member::Code(code), members) => {
                let catalog = match members {
                    Members::Codes(catalog) => Some(catalog),
                    Members::Values(record, field) => match self.program.schema.record(record).field(field).ty {
                        Type::Code(catalog) | Type::CodeSet(catalog) => Some(catalog),
                        _ => None,
                    },
                    Members::Rows(_) => None,
                };
                let Some(catalog) = catalog.map(|c| self.program.schema.catalog(c)) else {
                    return Subject { record: String::new(), key: code.to_string(), label: None };
                };
                let entry = catalog.codes.get(usize::from(code));
                Subject {
                    record: catalog.name.id.clone(),
                    key: entry.map(|e| e.name.id.clone()).unwrap_or_default(),
                    label: entry.and_then(|e| {
                        e.label_alias.clone().or_else(|| e.label.clone()).or_else(|| e.name.alias.clone())
                    }),
                }
            }
        }
    }

    /// A member as evidence, where it is a record.
    pub(crate) fn member_evidence(&self, member: Member<'_>) -> Vec<Evidence> {
        match member {
            Member::Row(record, row) => self.evidence(record, row),
            _ => Vec::new(),
        }
    }
}

impl<'a> Subjects<'a> {
    pub(crate) fn len(&self) -> usize {
        self.tuples.len()
    }

    /// The members of a subject.
    pub(crate) fn members(&self, subject: usize) -> impl Iterator<Item = Member<'a>> + '_ {
        let tuple = self.tuples.get(subject).map(Vec::as_slice).unwrap_or_default();
        tuple.iter().zip(&self.sets).filter_map(|(position, set)| set.members.get(*position as usize).copied())
    }

    /// A frame of all subjects, with the variables of the first `n` ranges.
    pub(crate) fn frame(&self, n: usize) -> Frame<'a> {
        let mut frame = Frame::new(self.tuples.len());
        for (range, set) in self.sets.iter().enumerate().take(n) {
            let positions = self.tuples.iter().map(|t| t.get(range).map_or(usize::MAX, |p| *p as usize));
            frame.bind(VarId(range), set.bind(positions));
        }
        frame
    }

    /// The frame of all subjects with all their variables.
    pub(crate) fn whole_frame(&self) -> Frame<'a> {
        self.frame(self.sets.len())
    }

    /// A frame of some subjects, by number, with all their variables; a subject may come several times.
    pub(crate) fn frame_of(&self, subjects: &[u32]) -> Frame<'a> {
        let mut frame = Frame::new(subjects.len());
        for (range, set) in self.sets.iter().enumerate() {
            let tuples = subjects.iter().map(|s| self.tuples.get(*s as usize));
            let positions = tuples.map(|t| t.and_then(|t| t.get(range)).map_or(usize::MAX, |p| *p as usize));
            frame.bind(VarId(range), set.bind(positions));
        }
        frame
    }

    /// The subjects a row belongs to, given what it says for each range; none if it says nothing.
    pub(crate) fn of_row(&self, named: &[Option<Values<'a>>], i: usize) -> Vec<u32> {
        if self.sets.is_empty() {
            return vec![0];
        }
        let mut tuples: Vec<Vec<u32>> = vec![Vec::new()];
        for (range, (set, values)) in self.sets.iter().zip(named).enumerate() {
            let positions: Vec<u32> = match values {
                Some(values) => {
                    let keys = values.keys(i).unwrap_or_default();
                    match self.by_value.get(range).and_then(Option::as_ref) {
                        Some(index) => keys.iter().filter_map(|k| index.get(k)).flatten().copied().collect(),
                        None => keys.iter().filter_map(|k| set.position(k)).collect(),
                    }
                }
                // Not named: the window will tell which of them it belongs to.
                None => (0u32..).take(set.members.len()).collect(),
            };
            tuples = tuples
                .into_iter()
                .flat_map(|t| {
                    positions.iter().map(move |p| {
                        let mut t = t.clone();
                        t.push(*p);
                        t
                    })
                })
                .collect();
        }
        tuples.iter().filter_map(|t| self.by_tuple.get(t).copied()).collect()
    }

    /// Multiplies the subjects with another set.
    fn extend(&mut self, set: MemberSet<'a>) {
        let (mut tuples, mut belongs, mut force) = (Vec::new(), Vec::new(), Vec::new());
        for (i, tuple) in self.tuples.iter().enumerate() {
            for position in 0..set.members.len() {
                let mut longer = tuple.clone();
                longer.push(u32::try_from(position).unwrap_or(NO_ROW));
                tuples.push(longer);
                belongs.push(self.belongs[i].and(set.belongs[position]));
                let ((a, b), (c, d)) = (self.force[i], set.force[position]);
                force.push((a.max(c), earlier(b, d)));
            }
        }
        (self.tuples, self.belongs, self.force) = (tuples, belongs, force);
        self.sets.push(set);
    }
}

/// The earlier of two ends, where an end may be open.
pub(crate) fn earlier(a: Option<i32>, b: Option<i32>) -> Option<i32> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
