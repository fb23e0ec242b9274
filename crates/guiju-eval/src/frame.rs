//! The rows an expression is evaluated over: what each variable stands for, row by row.

use guiju_compiler::hir::VarId;

use crate::values::NO_ROW;

/// What a variable stands for in each row of a frame.
#[derive(Debug, Clone)]
pub(crate) enum Binding<'a> {
    /// Rows of a table.
    Rows(Vec<u32>),
    /// Codes of a list.
    Codes(Vec<Option<u8>>),
    /// Texts.
    Texts(Vec<Option<&'a str>>),
}

/// A batch of rows with its variables.
#[derive(Debug, Clone)]
pub(crate) struct Frame<'a> {
    /// How many rows.
    pub(crate) len: usize,
    /// The variables bound so far.
    vars: Vec<Option<Binding<'a>>>,
    /// The date by which dated parameters are read; `None`: the as-of date.
    pub(crate) dates: Option<Vec<Option<i32>>>,
}

impl<'a> Frame<'a> {
    /// Creates a frame without variables.
    pub(crate) fn new(len: usize) -> Self {
        Self { len, vars: Vec::new(), dates: None }
    }

    /// Creates a frame of consecutive rows of a table.
    pub(crate) fn rows(var: VarId, rows: std::ops::Range<usize>) -> Self {
        let mut frame = Self::new(rows.len());
        frame.bind(var, Binding::Rows(rows.map(|r| u32::try_from(r).unwrap_or(NO_ROW)).collect()));
        frame
    }

    /// Binds a variable.
    pub(crate) fn bind(&mut self, var: VarId, binding: Binding<'a>) {
        if self.vars.len() <= var.0 {
            self.vars.resize(var.0 + 1, None);
        }
        self.vars[var.0] = Some(binding);
    }

    pub(crate) fn get(&self, var: VarId) -> Option<&Binding<'a>> {
        self.vars.get(var.0)?.as_ref()
    }

    /// A frame of some of these rows, in the order given; a row may come several times.
    pub(crate) fn select(&self, rows: &[usize]) -> Self {
        fn pick<T: Clone>(from: &[T], rows: &[usize]) -> Vec<T> {
            rows.iter().filter_map(|i| from.get(*i)).cloned().collect()
        }
        Self {
            len: rows.len(),
            vars: self
                .vars
                .iter()
                .map(|binding| {
                    binding.as_ref().map(|binding| match binding {
                        Binding::Rows(v) => Binding::Rows(pick(v, rows)),
                        Binding::Codes(v) => Binding::Codes(pick(v, rows)),
                        Binding::Texts(v) => Binding::Texts(pick(v, rows)),
                    })
                })
                .collect(),
            dates: self.dates.as_ref().map(|d| pick(d, rows)),
        }
    }
}

impl<'a> Frame<'a> {
    /// Joins the variables of another frame of the same length, and takes its dates.
    pub(crate) fn with(mut self, other: &Self) -> Self {
        self.len = self.len.max(other.len);
        for (var, binding) in other.vars.iter().enumerate() {
            if let Some(binding) = binding {
                self.bind(VarId(var), binding.clone());
            }
        }
        self.dates.clone_from(&other.dates);
        self
    }
}
