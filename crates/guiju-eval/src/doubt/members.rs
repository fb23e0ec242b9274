//! Members whose own row cannot be read where it matters, and members lost from a register.

use std::collections::{BTreeSet, HashMap};

use guiju_compiler::{
    RecordId,
    hir::{Members, RegisterId, Rule, VarId},
};

use crate::{
    frame::Frame,
    subjects::{Member, MemberSet, Subjects},
    values::{Key, Tri},
    verdict::Subject,
    world::World,
};

/// The subjects of a rule by what verdicts call them.
pub(super) struct Named(HashMap<(String, String), usize>);

impl Named {
    pub(super) fn new<'a>(world: &World<'a>, rule: &Rule, subjects: &Subjects<'a>) -> Self {
        let name = |i| {
            let Subject { record, key, .. } = world.describe(rule, subjects, i);
            ((record, key), i)
        };
        Self((0..subjects.len()).map(name).collect())
    }

    pub(super) fn get(&self, subject: &Subject) -> Option<usize> {
        self.0.get(&(subject.record.clone(), subject.key.clone())).copied()
    }
}

impl<'a> World<'a> {
    /// For each subject, its members of which the rule asks what cannot be read: a bound, a period, a membership.
    pub(super) fn unread_members(&self, rule: &'a Rule, subjects: &Subjects<'a>) -> Vec<Vec<(RecordId, u32)>> {
        let frame = subjects.whole_frame();
        let mut unread = vec![false; subjects.len()];
        rule.for_each_expr(&mut |e| {
            unread.iter_mut().zip(self.reads_illegible(e, &frame)).for_each(|(all, one)| *all |= one);
        });
        (0..subjects.len())
            .map(|subject| {
                let members = || {
                    subjects
                        .members(subject)
                        .filter_map(|m| if let Member::Row(r, row) = m { Some((r, row)) } else { None })
                };
                if unread[subject] {
                    return members().collect();
                }
                let ranges = rule.per.iter().zip(subjects.members(subject));
                ranges
                    .filter_map(|(range, member)| match member {
                        Member::Row(record, row) if self.is_membership_unread(range.register, record, row) => {
                            Some((record, row))
                        }
                        _ => None,
                    })
                    .collect()
            })
            .collect()
    }

    /// Whether since when or until when a record belongs to a register cannot be read.
    fn is_membership_unread(&self, register: Option<RegisterId>, record: RecordId, row: u32) -> bool {
        let Some(register) = register.and_then(|r| self.program.registers.get(r.0)) else { return false };
        let illegible = &self.table(record).illegible;
        register.members == Members::Rows(record)
            && [register.from, register.until].into_iter().flatten().any(|field| illegible.cell(field, row))
    }

    /// The members of a set whose membership cannot be read.
    pub(super) fn unread_memberships(&self, set: &MemberSet<'a>, register: Option<RegisterId>) -> Vec<(RecordId, u32)> {
        let filter = register.and_then(|r| self.program.registers.get(r.0)).and_then(|r| r.filter.as_ref());
        let rows = set.members.iter().zip(&set.belongs).filter_map(|(member, belongs)| match *member {
            Member::Row(record, row) => {
                let doubted = || {
                    let row = row as usize;
                    self.filter_illegible(filter, &Frame::rows(VarId(0), row..row + 1)).contains(&true)
                };
                let unread = self.is_membership_unread(register, record, row) || *belongs == Tri::Unknown && doubted();
                unread.then_some((record, row))
            }
            _ => None,
        });
        rows.collect()
    }

    /// The rows that may stand for members nobody can name: their key, or the value that names one, cannot be read.
    pub(super) fn lost_members(&self, members: Members, register: Option<RegisterId>) -> Vec<(RecordId, u32)> {
        let register = register.and_then(|r| self.program.registers.get(r.0));
        let filter = register.and_then(|r| r.filter.as_ref());
        let rows_of = |record: RecordId| Frame::rows(VarId(0), 0..self.table(record).n_rows);
        match members {
            Members::Codes(_) => Vec::new(),
            Members::Rows(record) => {
                let out = self.surely_out(filter, VarId(0), &rows_of(record));
                let rows = (0u32..).zip(out).filter(|(row, out)| !out && self.elusive(record, *row));
                rows.map(|(row, _)| (record, row)).collect()
            }
            Members::Values(record, field) => {
                let frame = rows_of(record);
                let fits = self.filter(filter, &frame);
                let doubted = self.filter_illegible(filter, &frame);
                let rows: Vec<u32> = (0u32..).take(frame.len).collect();
                let values = self.gather(record, field, &rows);
                let keys = |i: usize| values.keys(i).unwrap_or_default();
                let certain: BTreeSet<Key<'a>> =
                    (0..frame.len).filter(|i| fits[*i] == Tri::Yes).flat_map(keys).collect();
                let illegible = &self.table(record).illegible;
                let lost = rows.into_iter().zip(0..).filter(|(row, i)| {
                    let unread = illegible.cell(field, *row);
                    let unsure =
                        fits[*i] == Tri::Unknown && doubted[*i] && keys(*i).iter().any(|k| !certain.contains(k));
                    fits[*i] != Tri::No && (unread || unsure)
                });
                lost.map(|(row, _)| (record, row)).collect()
            }
        }
    }
}
