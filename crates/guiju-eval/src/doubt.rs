//! What cannot be read is never taken for absent.
//!
//! The kernels count what is certain: a cell that cannot be read is unknown to them, and a record without a legible key or
//! day, or one that names nobody legibly, counts for nobody. In come their verdicts; those that such a record could
//! overturn go out as *undetermined*. What it could not overturn stays: more visits than asked are enough without it.
//!
//! | module | asks |
//! |---|---|
//! | `strays` | which records may count though they are not counted, for whom and when? |
//! | `members` | whose membership, or whose own number, cannot be read? who is lost from a register? |
//! | `quantity`, `coverage`, `deadline`, `each` | what could they change? one file a head |
//! | `label` | which cells are they? |

mod coverage;
mod deadline;
mod each;
mod label;
mod members;
mod path;
mod quantity;
pub(crate) mod strays;

use guiju_compiler::{
    RecordId,
    hir::{Counted, Expr, Head, Rule, RuleId},
};

use crate::{
    EvalError,
    kernel::{Base, undetermined},
    subjects::Subjects,
    verdict::{Cell, Outcome, Phrase, Reason, Verdict},
    world::World,
};

/// How many records of doubt are shown with a verdict.
const SHOWN: usize = 20;

/// Takes back what a rule's verdicts cannot say because something could not be read.
///
/// # Errors
/// As for [`World::subjects`].
pub(crate) fn cast<'a>(world: &World<'a>, id: RuleId, verdicts: &mut Vec<Verdict>) -> Result<(), EvalError> {
    let Some(rule) = world.program.rules.get(id.0).filter(|_| !world.legible) else { return Ok(()) };
    let base = Base::new(world, id.0, rule);
    match &rule.head {
        Head::Quantity(head) => quantity::cast(world, rule, head, verdicts)?,
        Head::Coverage(head) => coverage::cast(world, &base, head, verdicts)?,
        Head::Deadline(head) => deadline::cast(world, &base, head, verdicts)?,
        Head::Check(head) => each::cast_check(world, &base, head, verdicts),
        Head::Path(head) => path::cast(world, &base, head, verdicts),
        // What lasts is asked of states, in which what cannot be read is unknown already.
        Head::Hold(_) | Head::TimeIn(_) => {}
    }
    Ok(())
}

/// Names the cells that cannot be read behind a rule's open verdicts.
pub(crate) fn label(world: &World<'_>, rule: &Rule, verdicts: &mut [Verdict]) {
    if !world.legible {
        label::label(world, rule, verdicts);
    }
}

/// The records that may matter to a verdict though no kernel uses them, and the members lost from the registers it asks.
pub(crate) fn may_matter<'a>(
    world: &World<'a>,
    rule: &'a Rule,
    counted: &'a Counted,
    subjects: &Subjects<'a>,
    value: Option<&'a Expr>,
    subject: usize,
    verdict: &Verdict,
) -> Vec<(RecordId, u32)> {
    if world.legible {
        return Vec::new();
    }
    let strays = world.strays(counted, subjects, value);
    let mut rows = strays.of(u32::try_from(subject).unwrap_or(u32::MAX), verdict.window);
    for register in rule.registers() {
        rows.extend(world.lost_members(world.program.registers[register.0].members, Some(register)));
    }
    rows
}

/// The cells of a record that cannot be read and that a rule asks for.
pub(crate) fn illegible_cells(world: &World<'_>, rule: &Rule, record: RecordId, row: u32) -> Vec<Cell> {
    label::cells_of(world, record, row, &label::fields_read(world, rule))
}

/// Whether a verdict claims something; what is open or undetermined does not.
fn claims(verdict: &Verdict) -> bool {
    !matches!(verdict.outcome, Outcome::Pending | Outcome::Undetermined)
}

/// Marks a verdict as one that some records could overturn.
fn doubt(world: &World<'_>, verdict: &mut Verdict, records: &[(RecordId, u32)]) {
    if verdict.outcome == Outcome::Undetermined {
        return;
    }
    let conflict = !records.is_empty() && records.iter().all(|(record, row)| world.conflicted(*record, *row));
    undetermined(verdict, if conflict { Reason::Conflict } else { Reason::Illegible });
    verdict.way_out = Some(if conflict { Phrase::SettleConflict } else { Phrase::Correct(Vec::new()) });
    verdict.evidence.extend(records.iter().take(SHOWN).flat_map(|(record, row)| world.evidence(*record, *row)));
}
