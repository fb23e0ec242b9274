//! The main road of an evaluation.

use std::collections::{BTreeMap, BTreeSet};

use guiju_calendar::CalendarError;
use guiju_compiler::{
    RecordId,
    hir::{Program, RuleId},
};
use guiju_data::Dataset;
use guiju_syntax::Message;

use crate::{
    Evaluation, Options, PolicyInfo, RuleInfo, doubt,
    kernel::{Kernel, kernel},
    verdict::Verdict,
    world::World,
};

/// How many rows a batch has.
const BATCH: usize = 65_536;

/// Why an evaluation could not be carried out. A fault of data or policy is a verdict or a diagnostic, not this.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvalError {
    /// An override of something that is no assumption.
    #[error("`{0}` is no assumption of these policies")]
    UnknownAssumption(String),
    /// A rule asked for by name does not exist.
    #[error("there is no rule `{0}`")]
    UnknownRule(String),
    /// A calendar that is not shipped and not in the dataset.
    #[error("there is no calendar `{0}`")]
    UnknownCalendar(String),
    /// Members multiplied are too many.
    #[error("rule `{rule}` has more than {limit} subjects")]
    TooManySubjects {
        /// The rule.
        rule: String,
        /// The most allowed.
        limit: usize,
    },
    /// A date before the calendar begins, or out of all bounds.
    #[error("{0}")]
    Calendar(#[from] CalendarError),
    /// A fault of the engine itself.
    #[error("internal fault: {0}")]
    Internal(&'static str),
}

impl EvalError {
    /// Returns what is wrong, in both tongues.
    #[must_use]
    pub fn message(&self) -> Message {
        let zh = match self {
            Self::UnknownAssumption(name) => format!("这些规矩没有名为 `{name}` 的暂定"),
            Self::UnknownRule(name) => format!("没有规则 `{name}`"),
            Self::UnknownCalendar(name) => format!("没有历法 `{name}`"),
            Self::TooManySubjects { rule, limit } => format!("规则 `{rule}` 的对象超过{limit}个"),
            Self::Calendar(error) => format!("日期超出历法范围：{error}"),
            Self::Internal(what) => format!("内部错误：{what}"),
        };
        Message::new(self.to_string(), zh)
    }
}

/// Evaluates the rules of a program on a dataset.
///
/// # Errors
/// [`EvalError`], above all for names that do not exist and dates before the calendar.
pub fn evaluate(program: &Program, dataset: &Dataset, options: &Options) -> Result<Evaluation, EvalError> {
    let derived = derive(program, dataset, options)?;
    let mut world = world(program, dataset, &derived, options)?;
    let chosen = chosen(program, options)?;
    Ok(gather(program, options, run(&mut world, &chosen)?))
}

/// Judges rules stratum by stratum, those that they quote first.
fn run(world: &mut World<'_>, chosen: &[usize]) -> Result<Vec<Vec<Verdict>>, EvalError> {
    let quoted = quoted(world.program, chosen);
    let strata = guiju_compiler::quote::strata(world.program);
    let mut settled: Vec<Vec<Verdict>> = Vec::new();
    for mut stratum in strata.map_err(|_| EvalError::Internal("rules quote each other"))? {
        stratum.retain(|id| chosen.contains(&id.0) || quoted.contains(id));
        let judged = judge(world, &stratum)?;
        for (id, verdicts) in stratum.into_iter().zip(judged) {
            if quoted.contains(&id) {
                world.keep(id, &verdicts);
            }
            if chosen.contains(&id.0) {
                settled.push(verdicts);
            }
        }
    }
    Ok(settled)
}

/// Judges the rules that a rule quotes, so that its conditions can be asked.
pub(crate) fn judge_quoted(world: &mut World<'_>, rule: RuleId) -> Result<(), EvalError> {
    let quoted: Vec<usize> = quoted(world.program, &[rule.0]).into_iter().map(|id| id.0).collect();
    let verdicts = run(world, &quoted)?;
    let mut of: BTreeMap<usize, Vec<Verdict>> = BTreeMap::new();
    for verdict in verdicts.into_iter().flatten() {
        of.entry(verdict.rule).or_default().push(verdict);
    }
    for id in quoted {
        world.keep(RuleId(id), of.get(&id).map(Vec::as_slice).unwrap_or_default());
    }
    Ok(())
}

/// The rules whose verdicts are quoted by some rules, directly or through others.
fn quoted(program: &Program, by: &[usize]) -> BTreeSet<RuleId> {
    let mut quoted = BTreeSet::new();
    let mut look: Vec<RuleId> = by.iter().map(|id| RuleId(*id)).collect();
    while let Some(rule) = look.pop() {
        for id in program.rules.get(rule.0).map(guiju_compiler::quote::quotes).unwrap_or_default() {
            if quoted.insert(id) {
                look.push(id);
            }
        }
    }
    quoted
}

/// Judges the rules of a stratum in one scan of the records they read.
fn judge<'a>(world: &World<'a>, stratum: &[RuleId]) -> Result<Vec<Vec<Verdict>>, EvalError> {
    let mut kernels = Vec::new();
    for id in stratum {
        kernels.push(kernel(world, id.0, &world.program.rules[id.0])?);
    }
    scan(world, &mut kernels);
    let mut settled: Vec<Vec<Verdict>> = Vec::new();
    for kernel in &mut kernels {
        settled.push(kernel.settle(world)?);
    }
    find_evidence(world, &mut kernels, &mut settled);
    for (id, verdicts) in stratum.iter().zip(&mut settled) {
        let rule = &world.program.rules[id.0];
        doubt::cast(world, *id, verdicts)?;
        crate::standing::stand(world, rule, verdicts)?;
        crate::relief::relieve(world, rule, verdicts)?;
        doubt::label(world, rule, verdicts);
    }
    Ok(settled)
}

/// Puts together what all rules share.
pub(crate) fn world<'a>(
    program: &'a Program,
    dataset: &'a Dataset,
    derived: &'a BTreeMap<RecordId, crate::world::Derived>,
    options: &'a Options,
) -> Result<World<'a>, EvalError> {
    let mut world = World::new(program, dataset, derived, options)?;
    world.make_states()?;
    Ok(world)
}

/// Makes the derived records; an event may be made from another, so each sees those before it.
pub(crate) fn derive(
    program: &Program,
    dataset: &Dataset,
    options: &Options,
) -> Result<BTreeMap<RecordId, crate::world::Derived>, EvalError> {
    let mut derived = BTreeMap::new();
    for event in &program.events {
        let table = World::new(program, dataset, &derived, options)?.derive(event)?;
        derived.insert(event.record, table);
    }
    Ok(derived)
}

/// The rules asked for.
fn chosen(program: &Program, options: &Options) -> Result<Vec<usize>, EvalError> {
    if options.rules.is_empty() {
        return Ok((0..program.rules.len()).collect());
    }
    if let Some(unknown) = options.rules.iter().find(|name| !program.rules.iter().any(|r| r.is_called(name))) {
        return Err(EvalError::UnknownRule(unknown.clone()));
    }
    let asked = |r: &guiju_compiler::hir::Rule| options.rules.iter().any(|name| r.is_called(name));
    Ok((0..program.rules.len()).filter(|id| asked(&program.rules[*id])).collect())
}

/// Scans every record kind once, batch by batch, for all kernels that read it.
fn scan<'a>(world: &World<'a>, kernels: &mut [Box<dyn Kernel<'a> + 'a>]) {
    let mut readers: BTreeMap<RecordId, Vec<usize>> = BTreeMap::new();
    for (n, kernel) in kernels.iter().enumerate() {
        for record in kernel.reads() {
            readers.entry(record).or_default().push(n);
        }
    }
    for (record, readers) in readers {
        for batch in batches(world.table(record).n_rows) {
            for n in &readers {
                kernels[*n].scan(world, record, batch.clone());
            }
        }
    }
}

/// Scans once more for the kernels that look for evidence.
fn find_evidence<'a>(world: &World<'a>, kernels: &mut [Box<dyn Kernel<'a> + 'a>], settled: &mut [Vec<Verdict>]) {
    for (kernel, verdicts) in kernels.iter_mut().zip(settled) {
        let Some(record) = kernel.seeks() else { continue };
        for batch in batches(world.table(record).n_rows) {
            kernel.find(world, batch, verdicts);
        }
    }
}

pub(crate) fn batches(n_rows: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..n_rows).step_by(BATCH).map(move |from| from..(from + BATCH).min(n_rows))
}

/// Puts the verdicts in their fixed order and counts them.
fn gather(program: &Program, options: &Options, settled: Vec<Vec<Verdict>>) -> Evaluation {
    let mut verdicts: Vec<Verdict> = settled.into_iter().flatten().collect();
    for verdict in &mut verdicts {
        verdict
            .evidence
            .sort_by(|a, b| (&a.source, a.row, &a.record, &a.key).cmp(&(&b.source, b.row, &b.record, &b.key)));
        verdict.evidence.dedup();
    }
    verdicts.sort_by(|a, b| {
        let window = |v: &Verdict| v.window.map(|w| (w.from, w.to));
        (a.policy, a.rule, &a.subject, window(a)).cmp(&(b.policy, b.rule, &b.subject, window(b)))
    });
    let mut counts = vec![[0; 9]; program.rules.len()];
    for verdict in &verdicts {
        counts[verdict.rule][verdict.outcome as usize] += 1;
    }
    Evaluation {
        as_of: options.as_of,
        known_by: options.known_by,
        policies: program
            .policies
            .iter()
            .map(|p| PolicyInfo { name: p.name.clone(), title: p.title.clone(), sha256: p.sha256.clone() })
            .collect(),
        rules: program
            .rules
            .iter()
            .map(|r| RuleInfo {
                policy: r.policy.0,
                name: r.name.clone(),
                was: r.was.clone(),
                title: r.title.clone(),
                cite: r.cite.clone(),
                severity: r.severity,
                responsible: r.responsible.clone(),
            })
            .collect(),
        verdicts,
        counts,
        names: names(program),
        warnings: Vec::new(),
    }
}

/// Every name a verdict may use, by its stable spelling. Where two things share a spelling, the first declared wins.
fn names(program: &Program) -> BTreeMap<String, guiju_compiler::Name> {
    let schema = &program.schema;
    let records = schema.records.iter().flat_map(|r| std::iter::once(&r.name).chain(r.fields.iter().map(|f| &f.name)));
    let lists = schema.catalogs.iter().map(|c| &c.name);
    let exemptions = program.exemptions.iter().map(|e| &e.name);
    let params = program.params.iter().map(|p| &p.name);
    let mut names = BTreeMap::new();
    for name in params.chain(exemptions).chain(lists).chain(records) {
        names.entry(name.id.clone()).or_insert_with(|| name.clone());
    }
    names
}
