//! Measures and grades, printed.

use super::{Line, Printer};
use crate::{ast, syntax::Rule};

impl Printer<'_> {
    pub(super) fn measure(&mut self, measure: &ast::Measure, item: &ast::Item) {
        let head = self
            .line_kw(Rule::kw_measure)
            .word(self.name(&measure.name))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&measure.of));
        self.block(head, measure.of.span, item.span, None, |printer| printer.fields(&measure.fields));
    }

    pub(super) fn grade(&mut self, grade: &ast::Grade, item: &ast::Item) {
        let head = self
            .line_kw(Rule::kw_grade)
            .word(self.name(&grade.name))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&grade.of))
            .word(self.kw(Rule::kw_by))
            .word(self.ident(&grade.by));
        let tail = grade.cite.as_ref().map(|cite| self.cite(cite));
        self.block(head, grade.by.span, item.span, tail, |printer| {
            for band in &grade.bands {
                let (code, range) = (printer.ident(&band.code), printer.table_key(&band.range));
                let line = Line::new(format!("{code}{}{range}", printer.tongue.pick(": ", "：")));
                printer.line(line, band.span, 2);
            }
        });
    }
}
