//! Declarations, printed.

use super::{Line, Printer};
use crate::{
    ast::{self, ItemKind},
    source::Span,
    syntax::Rule,
};

impl Printer<'_> {
    pub(super) fn item(&mut self, item: &ast::Item) {
        let span = item.span;
        let line = match &item.kind {
            ItemKind::Policy(policy) => return self.policy(policy, item),
            ItemKind::Record(record) => return self.record(record, item),
            ItemKind::Catalog(catalog) => return self.catalog(catalog, item),
            ItemKind::Table(table) => return self.table(table, item),
            ItemKind::Rule(rule) => return self.rule(rule, item),
            ItemKind::Exemption(exemption) => return self.exemption(exemption, item),
            ItemKind::Example(example) => return self.example(example, item),
            ItemKind::Measure(measure) => return self.measure(measure, item),
            ItemKind::Grade(grade) => return self.grade(grade, item),
            ItemKind::Event(event) => match self.event(event, item) {
                Some(line) => line,
                None => return,
            },
            ItemKind::Use(file) => self.line_kw(Rule::kw_use).word(self.text(file)),
            ItemKind::Sequence(sequence) => self.sequence(sequence),
            ItemKind::Register(register) => self.register(register),
            ItemKind::Param(param) => self.param(param),
            ItemKind::Assume(assume) => self
                .line_kw(Rule::kw_assume)
                .word(self.name(&assume.name))
                .word("=")
                .word(self.expr(&assume.value))
                .chunk(self.pair(Rule::kw_because, self.title(&assume.because)))
                .maybe(assume.cite.as_ref().map(|cite| self.cite(cite))),
            ItemKind::Define(define) => self.define(define),
            ItemKind::State(state) => self.state(state),
            ItemKind::Clause(clause) => self.clause(clause),
        };
        self.line(line, span, 0);
    }

    fn policy(&mut self, policy: &ast::Policy, item: &ast::Item) {
        let head = self.line_kw(Rule::kw_policy).word(self.name(&policy.name)).word(self.title(&policy.title));
        self.block(head, title_end(&policy.title), item.span, None, |printer| {
            for field in &policy.fields {
                let line = printer.policy_field(&field.kind);
                printer.line(line, field.span, 2);
            }
        });
    }

    fn policy_field(&self, field: &ast::PolicyFieldKind) -> Line {
        use ast::PolicyFieldKind as Kind;
        let word = |rule: Rule, word: String| self.line_kw(rule).word(word);
        match field {
            Kind::Jurisdiction(text) => word(Rule::kw_jurisdiction, self.text(text)),
            Kind::Level(level) => word(Rule::kw_level, self.ident(level)),
            Kind::Issuer(title) => word(Rule::kw_issuer, self.title(title)),
            Kind::Number(text) => word(Rule::kw_docnumber, self.text(text)),
            Kind::Under(text) => word(Rule::kw_under, self.text(text)),
            Kind::Issued(Some(day)) => word(Rule::kw_issued, day.to_string()),
            Kind::Issued(None) => word(Rule::kw_issued, self.kw(Rule::kw_unknown).to_owned()),
            Kind::Effective(effective) => self.effective(effective),
            Kind::Zone(text) => word(Rule::kw_zone, self.text(text)),
            Kind::Calendar(name) => word(Rule::kw_calendar, self.ident(name)),
            Kind::Counting(name) => word(Rule::kw_counting, self.ident(name)),
            Kind::Source { name, file, sha256 } => self
                .line_kw(Rule::kw_source)
                .word(self.ident(name))
                .word(self.text(file))
                .maybe(sha256.as_ref().map(|sha| self.pair(Rule::kw_sha256, self.text(sha)))),
        }
    }

    fn record(&mut self, record: &ast::Record, item: &ast::Item) {
        let mut head = self.line_kw(Rule::kw_record).word(self.name(&record.name));
        if let Some(title) = &record.title {
            head = head.word(self.title(title));
        }
        self.block(head, record.title.as_ref().map_or(name_end(&record.name), title_end), item.span, None, |printer| {
            if let Some(span) = record.key_row {
                let line = printer.line_kw(Rule::kw_key).word(printer.kw(Rule::kw_row));
                printer.line(line, span, 2);
            }
            for field in &record.fields {
                let line = printer.record_field(field);
                printer.line(line, field.span, 2);
            }
        });
    }

    fn record_field(&self, field: &ast::RecordField) -> Line {
        let mut line = Line::default();
        for marker in &field.markers {
            line = line.word(self.kw(match marker {
                ast::Marker::Key => Rule::kw_key,
                ast::Marker::At => Rule::kw_at,
                ast::Marker::Known => Rule::kw_entered,
                ast::Marker::Confidential => Rule::kw_confidential,
            }));
        }
        line = line.word(self.name(&field.name)).glue(self.tongue.pick(": ", "：")).glue(&self.type_expr(&field.ty));
        if field.optional {
            line = line.glue(self.tongue.pick("?", "？"));
        }
        line.maybe(field.history.as_ref().map(|by| self.pair(Rule::kw_by, self.ident(by))))
            .maybe(field.title.as_ref().map(|title| self.title(title)))
    }

    fn type_expr(&self, ty: &ast::TypeExpr) -> String {
        use ast::TypeExpr as Type;
        match ty {
            Type::Text => self.kw(Rule::ty_text).to_owned(),
            Type::Number => self.kw(Rule::ty_number).to_owned(),
            Type::YesNo => self.kw(Rule::ty_yesno).to_owned(),
            Type::Date => self.kw(Rule::ty_date).to_owned(),
            Type::Time => self.kw(Rule::ty_time).to_owned(),
            Type::Duration => self.kw(Rule::ty_duration).to_owned(),
            Type::Catalog(name) => self.ident(name),
            Type::Ref(name) => self.pair(Rule::kw_ref, self.ident(name)),
            Type::SetOfText => self.pair(Rule::kw_set_of, self.kw(Rule::ty_text)),
            Type::SetOf(name) => self.pair(Rule::kw_set_of, self.ident(name)),
            Type::SetOfRef(name) => self.pair(Rule::kw_set_of, self.pair(Rule::kw_ref, self.ident(name))),
        }
    }

    /// Prints an event with a body; returns the line of one without.
    fn event(&mut self, event: &ast::Event, item: &ast::Item) -> Option<Line> {
        let head = self
            .line_kw(Rule::kw_event)
            .word(self.name(&event.name))
            .word(self.kw(Rule::kw_from))
            .word(self.list(event.from.iter().map(|f| self.ident(f))))
            .maybe(self.filter(Rule::kw_where, event.filter.as_ref()))
            .chunk(self.pair(Rule::kw_per, self.list(event.per.iter().map(|f| self.ident(f)))));
        if event.fields.is_empty() {
            return Some(head);
        }
        self.block(head, event.per.last().map_or(item.span, |word| word.span), item.span, None, |printer| {
            for field in &event.fields {
                let aggregate = printer.aggregate(&field.aggregate);
                let stop = if printer.takes_name(&aggregate) { printer.tongue.pick(";", "；") } else { "" };
                let line = Line::new(printer.name(&field.name)).word("=").word(aggregate).glue(stop);
                printer.line(line, field.span, 2);
            }
        });
        None
    }

    fn aggregate(&self, aggregate: &ast::Aggregate) -> String {
        use ast::Aggregate;
        let edge =
            |rule, of, by| format!("{} {} {} {}", self.kw(rule), self.path(of), self.kw(Rule::kw_by), self.path(by));
        match aggregate {
            Aggregate::Count => self.kw(Rule::kw_count).to_owned(),
            Aggregate::Any(expr) => self.pair(Rule::kw_any, self.expr(expr)),
            Aggregate::All(expr) => self.pair(Rule::kw_all, self.expr(expr)),
            Aggregate::Least(path) => self.pair(Rule::kw_least, self.path(path)),
            Aggregate::Greatest(path) => self.pair(Rule::kw_greatest, self.path(path)),
            Aggregate::Total(path) => self.pair(Rule::kw_total, self.path(path)),
            Aggregate::Union(path) => self.pair(Rule::kw_union, self.path(path)),
            Aggregate::First { of, by } => edge(Rule::kw_first, of, by),
            Aggregate::Last { of, by } => edge(Rule::kw_last, of, by),
        }
    }

    fn sequence(&self, sequence: &ast::Sequence) -> Line {
        self.line_kw(Rule::kw_sequence)
            .word(self.name(&sequence.name))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&sequence.of))
            .maybe(self.filter(Rule::kw_where, sequence.filter.as_ref()))
            .chunk(self.pair(Rule::kw_per, self.list(sequence.per.iter().map(|p| self.path(p)))))
            .chunk(self.pair(Rule::kw_by, self.path(&sequence.by)))
    }

    fn register(&self, register: &ast::Register) -> Line {
        let mut line = self
            .line_kw(Rule::kw_register)
            .word(self.name(&register.name))
            .word(self.kw(Rule::kw_of))
            .word(self.path(&register.of))
            .maybe(self.filter(Rule::kw_where, register.filter.as_ref()));
        for part in &register.parts {
            line = line.chunk(match part {
                ast::RegisterPart::From(field) => self.pair(Rule::kw_from, self.ident(field)),
                ast::RegisterPart::Until(field) => self.pair(Rule::kw_until, self.ident(field)),
                ast::RegisterPart::Count(number, _) => self.pair(Rule::kw_count, number.to_string()),
                ast::RegisterPart::InForceThroughout => self.kw(Rule::kw_in_force).to_owned(),
                ast::RegisterPart::EverInForce => self.kw(Rule::kw_ever).to_owned(),
                ast::RegisterPart::Cite(cite) => self.cite(cite),
            });
        }
        line
    }

    fn catalog(&mut self, catalog: &ast::Catalog, item: &ast::Item) {
        let mut head = self.line_kw(Rule::kw_catalog).word(self.name(&catalog.name));
        if catalog.ordered {
            head = head.word(self.kw(Rule::kw_ordered));
        }
        let tail = catalog.cite.as_ref().map(|cite| self.cite(cite));
        self.block(head, name_end(&catalog.name), item.span, tail, |printer| {
            for code in &catalog.codes {
                let line = Line::new(printer.name(&code.name))
                    .maybe(code.title.as_ref().map(|title| printer.title(title)))
                    .maybe(code.cite.as_ref().map(|cite| printer.cite(cite)));
                printer.line(line, code.span, 2);
            }
        });
    }

    fn param(&self, param: &ast::Param) -> Line {
        let dated = |(value, from): &(ast::Expr, Option<guiju_calendar::Day>)| match from {
            Some(day) => format!("{} {} {day}", self.expr(value), self.kw(Rule::kw_from)),
            None => self.expr(value),
        };
        self.line_kw(Rule::kw_param)
            .word(self.name(&param.name))
            .word("=")
            .word(self.list(param.values.iter().map(dated)))
            .maybe(param.cite.as_ref().map(|cite| self.cite(cite)))
    }

    fn table(&mut self, table: &ast::Table, item: &ast::Item) {
        let mut head = self.line_kw(Rule::kw_table).word(self.name(&table.name));
        if !table.columns.is_empty() {
            let columns = self.list(table.columns.iter().map(|c| self.name(c)));
            head = head.word(self.in_parens(&columns));
        }
        let tail = table.cite.as_ref().map(|cite| self.cite(cite));
        self.block(head, name_end(table.columns.last().unwrap_or(&table.name)), item.span, tail, |printer| {
            for row in &table.rows {
                let keys = printer.list(row.keys.iter().map(|key| printer.table_key(key)));
                let cells = printer.list(row.cells.iter().map(|cell| printer.expr(cell)));
                let line = Line::new(format!("{keys}{}{cells}", printer.tongue.pick(": ", "：")));
                printer.line(line, row.span, 2);
            }
        });
    }

    pub(super) fn table_key(&self, key: &ast::TableKey) -> String {
        let bound = |n: &Option<rust_decimal::Decimal>| n.map(|n| n.to_string()).unwrap_or_default();
        match key {
            ast::TableKey::Code(code) => self.ident(code),
            ast::TableKey::Text(text) => self.text(text),
            ast::TableKey::Range { low: Some(low), high: Some(high), half_open: false, .. } if low == high => {
                low.to_string()
            }
            ast::TableKey::Range { low, high, half_open, .. } => {
                format!("{}{}{}", bound(low), if *half_open { "..<" } else { ".." }, bound(high))
            }
        }
    }

    fn define(&self, define: &ast::Define) -> Line {
        let head = self
            .line_kw(Rule::kw_define)
            .word(self.name(&define.name))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&define.of))
            .glue(self.tongue.pick(":", "："));
        match &define.body {
            ast::DefineBody::Expr(expr) => self.conditions(head, expr),
            ast::DefineBody::Cases { cases, otherwise } => {
                let mut line = head;
                for (value, condition) in cases {
                    let value = self.operand(value);
                    line = line.chunk(format!(
                        "{} {} {}{}",
                        if self.takes_where(&value) { self.in_parens(&value) } else { value },
                        self.kw(Rule::kw_where),
                        self.expr(condition),
                        self.tongue.pick(";", "；")
                    ));
                }
                line.chunk(self.pair(Rule::kw_else, self.expr(otherwise)))
            }
        }
    }

    fn clause(&self, clause: &ast::Clause) -> Line {
        use ast::ClauseStatus as Status;
        let because = |title: &ast::Title| self.pair(Rule::kw_because, self.title(title));
        let mut line = self.line_kw(Rule::kw_clause).word(self.citation(&clause.place));
        if let Some(title) = &clause.title {
            line = line.word(self.title(title));
        }
        match &clause.status {
            Status::NotCheckable { because: why, attested } => line
                .chunk(self.kw(Rule::kw_notcheckable))
                .chunk(because(why))
                .maybe(attested.as_ref().map(|by| self.pair(Rule::kw_attested, self.ident(by)))),
            Status::Attested { by, because: why } => {
                line.chunk(self.pair(Rule::kw_attested, self.ident(by))).maybe(why.as_ref().map(because))
            }
            Status::Permits(why) => line.chunk(self.kw(Rule::kw_permits)).maybe(why.as_ref().map(because)),
            Status::Defines(why) => line.chunk(self.kw(Rule::kw_defines)).maybe(why.as_ref().map(because)),
            Status::Unfinished(why) => line.chunk(self.kw(Rule::kw_unfinished)).chunk(because(why)),
        }
    }

    fn example(&mut self, example: &ast::Example, item: &ast::Item) {
        let head = self
            .line_kw(Rule::kw_example)
            .word(self.title(&example.title))
            .word(self.kw(Rule::kw_of))
            .word(self.ident(&example.rule));
        self.block(head, example.rule.span, item.span, None, |printer| {
            for field in &example.fields {
                let line = printer.example_field(&field.kind);
                printer.line(line, field.span, 2);
            }
        });
    }

    fn example_field(&self, field: &ast::ExampleFieldKind) -> Line {
        match field {
            ast::ExampleFieldKind::Given { record, cells } => {
                let mut line = self.line_kw(Rule::kw_given).word(self.ident(record)).word("{");
                for (n, (name, values)) in cells.iter().enumerate() {
                    let value = match values.as_slice() {
                        [one] => self.expr(one),
                        several => format!("{{{}}}", self.list(several.iter().map(|v| self.expr(v)))),
                    };
                    let comma = if n + 1 < cells.len() { self.tongue.pick(",", "，") } else { " }" };
                    line = line.chunk(format!("{} {value}{comma}", self.ident(name)));
                }
                if cells.is_empty() { line.word("}") } else { line }
            }
            ast::ExampleFieldKind::AsOf(day) => self.line_kw(Rule::kw_as_of).word(day.to_string()),
            ast::ExampleFieldKind::Expect(expect) => self.expect(expect),
        }
    }

    fn expect(&self, expect: &ast::Expect) -> Line {
        let mut line = self.line_kw(Rule::kw_expect);
        if let Some(subject) = &expect.subject {
            line = line.word(self.text(subject));
        }
        if let Some(window) = &expect.window {
            line = line.word(&window.text);
        }
        if let Some(stage) = &expect.stage {
            line = line.word(self.pair(Rule::kw_stage, self.ident(stage)));
        }
        line = line.word(self.verdict(expect.verdict));
        if let Some(reason) = &expect.reason {
            line = line.chunk(self.pair(Rule::kw_because, &reason.text));
        }
        if let Some(due) = expect.due {
            line = line.chunk(self.pair(Rule::kw_no_later, due.to_string()));
        }
        line.maybe(expect.actual.as_ref().map(|actual| self.pair(Rule::kw_actual, self.text(actual))))
    }

    pub(super) fn verdict(&self, word: &str) -> &'static str {
        self.kw(match word {
            "met" => Rule::v_met,
            "met_late" => Rule::v_met_late,
            "overdue" => Rule::v_overdue,
            "violated" => Rule::v_violated,
            "pending" => Rule::v_pending,
            "exempt" => Rule::v_exempt,
            "not_applicable" => Rule::v_not_applicable,
            "discharged" => Rule::v_discharged,
            _ => Rule::v_undetermined,
        })
    }
}

fn name_end(name: &ast::Name) -> Span {
    name.aka.as_ref().unwrap_or(&name.ident).span
}

/// Where a title ends.
pub(super) fn title_end(title: &ast::Title) -> Span {
    title.aka.as_ref().unwrap_or(&title.text).span
}
