//! Declarations: everything but rules.

use pest::iterators::Pair;

use super::{Lower, Parts, whole};
use crate::{ast, recover::Place, syntax::Rule};

impl Lower<'_> {
    pub(super) fn item(&mut self, pair: Pair<'_, Rule>) -> Option<ast::ItemKind> {
        use ast::ItemKind as Kind;
        Some(match pair.as_rule() {
            Rule::use_decl => Kind::Use(self.text(&Parts::of(pair).get(Rule::text)?)),
            Rule::policy => Kind::Policy(self.policy(pair)?),
            Rule::record => Kind::Record(self.record(pair)?),
            Rule::event => Kind::Event(self.event(pair)?),
            Rule::sequence => Kind::Sequence(self.sequence(pair)?),
            Rule::register => Kind::Register(self.register(pair)?),
            Rule::catalog => Kind::Catalog(self.catalog(pair)?),
            Rule::param => Kind::Param(self.param(pair)?),
            Rule::table => Kind::Table(self.table(pair)?),
            Rule::assume => Kind::Assume(self.assume(pair)?),
            Rule::define => Kind::Define(self.define(pair)?),
            Rule::measure => Kind::Measure(self.measure(pair)?),
            Rule::grade => Kind::Grade(self.grade(pair)?),
            Rule::clause => Kind::Clause(self.clause(pair)?),
            Rule::state => Kind::State(self.state(pair)?),
            Rule::exemption => Kind::Exemption(self.exemption(pair)?),
            Rule::example => Kind::Example(self.example(pair)?),
            Rule::quantity => Kind::Rule(self.rule(ast::Head::Quantity, pair)?),
            Rule::coverage => Kind::Rule(self.rule(ast::Head::Coverage, pair)?),
            Rule::deadline => Kind::Rule(self.rule(ast::Head::Deadline, pair)?),
            Rule::hold => Kind::Rule(self.rule(ast::Head::Hold, pair)?),
            Rule::check => Kind::Rule(self.rule(ast::Head::Check, pair)?),
            Rule::path_rule => Kind::Rule(self.rule(ast::Head::Path, pair)?),
            _ => return None,
        })
    }

    fn policy(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Policy> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::policy_field => {
                    let span = self.span(child);
                    if let Some(kind) = self.policy_field(child.clone()) {
                        fields.push(ast::PolicyField { kind, span });
                    }
                }
                Rule::broken_line => self.broken(&parts, n, Place::Policy),
                _ => {}
            }
        }
        let name = self.name(parts.get(Rule::dotname)?)?;
        Some(ast::Policy { title: self.needed_title(&parts, &name)?, name, fields })
    }

    fn policy_field(&mut self, pair: Pair<'_, Rule>) -> Option<ast::PolicyFieldKind> {
        use ast::PolicyFieldKind as Kind;
        let parts = Parts::of(pair);
        Some(match parts.first()? {
            Rule::kw_jurisdiction => Kind::Jurisdiction(self.any_text(&parts)?),
            Rule::kw_level => Kind::Level(self.ident(&parts.get(Rule::ident)?)),
            Rule::kw_issuer => Kind::Issuer(self.title(parts.get(Rule::title)?)?),
            Rule::kw_docnumber => Kind::Number(self.text(&parts.get(Rule::text)?)),
            Rule::kw_under => Kind::Under(self.any_text(&parts)?),
            Rule::kw_issued => Kind::Issued(match parts.get(Rule::date) {
                Some(day) => Some(self.date(day)?),
                None => None,
            }),
            Rule::effective => Kind::Effective(self.effective(parts.get(Rule::effective)?)?),
            Rule::kw_zone => Kind::Zone(self.text(&parts.get(Rule::text)?)),
            Rule::kw_calendar => Kind::Calendar(self.ident(&parts.get(Rule::dotted)?)),
            Rule::kw_counting => Kind::Counting(self.ident(&parts.get(Rule::dotted)?)),
            _ => Kind::Source {
                name: self.ident(&parts.get(Rule::ident)?),
                file: self.text(&parts.get(Rule::text)?),
                sha256: parts.nth(Rule::text, 1).map(|p| self.text(&p)),
            },
        })
    }

    /// A text, quoted or not.
    fn any_text(&self, parts: &Parts<'_>) -> Option<ast::Text> {
        let child = parts.0.get(1)?;
        Some(match child.as_rule() {
            Rule::text => self.text(child),
            _ => ast::Text { value: child.as_str().to_owned(), span: self.span(child) },
        })
    }

    fn record(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Record> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::record_field => fields.extend(self.record_field(child.clone())),
                Rule::broken_line => self.broken(&parts, n, Place::Record),
                _ => {}
            }
        }
        Some(ast::Record {
            name: self.name(parts.get(Rule::name)?)?,
            title: parts.get(Rule::title).and_then(|p| self.title(p)),
            key_row: parts.get(Rule::key_row).map(|p| self.span(&p)),
            fields,
        })
    }

    fn record_field(&mut self, pair: Pair<'_, Rule>) -> Option<ast::RecordField> {
        let span = self.span(&pair);
        let parts = Parts::of(pair);
        let markers = parts
            .all(Rule::marker)
            .filter_map(|p| {
                Some(match p.into_inner().next()?.as_rule() {
                    Rule::kw_key => ast::Marker::Key,
                    Rule::kw_at => ast::Marker::At,
                    Rule::kw_entered => ast::Marker::Known,
                    _ => ast::Marker::Confidential,
                })
            })
            .collect();
        Some(ast::RecordField {
            markers,
            name: self.name(parts.get(Rule::name)?)?,
            ty: self.type_expr(parts.get(Rule::type_)?)?,
            optional: parts.has(Rule::optional),
            history: parts.get(Rule::history).and_then(|p| Parts::of(p).get(Rule::ident)).map(|p| self.ident(&p)),
            title: parts.get(Rule::title).and_then(|p| self.title(p)),
            span,
        })
    }

    fn type_expr(&self, pair: Pair<'_, Rule>) -> Option<ast::TypeExpr> {
        use ast::TypeExpr as Type;
        let parts = Parts::of(pair);
        let ident = parts.get(Rule::ident).map(|p| self.ident(&p));
        let set = parts.has(Rule::kw_set_of);
        Some(match (ident, set, parts.has(Rule::kw_ref)) {
            (Some(name), true, true) => Type::SetOfRef(name),
            (Some(name), true, false) => Type::SetOf(name),
            (Some(name), false, true) => Type::Ref(name),
            (Some(name), false, false) => Type::Catalog(name),
            (None, true, _) => Type::SetOfText,
            (None, false, _) => match parts.first()? {
                Rule::ty_text => Type::Text,
                Rule::ty_number => Type::Number,
                Rule::ty_yesno => Type::YesNo,
                Rule::ty_date => Type::Date,
                Rule::ty_time => Type::Time,
                _ => Type::Duration,
            },
        })
    }

    fn event(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Event> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        let mut from = Vec::new();
        let mut per = Vec::new();
        let mut after_per = false;
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::kw_per => after_per = true,
                Rule::ident if after_per => per.push(self.ident(child)),
                Rule::ident => from.push(self.ident(child)),
                Rule::event_field => {
                    let span = self.span(child);
                    let inner = Parts::of(child.clone());
                    let name = self.name(inner.get(Rule::name)?)?;
                    if let Some(aggregate) = self.aggregate(inner.get(Rule::aggregate)?) {
                        fields.push(ast::EventField { name, aggregate, span });
                    }
                }
                Rule::broken_line => self.broken(&parts, n, Place::Event),
                _ => {}
            }
        }
        Some(ast::Event {
            name: self.name(parts.get(Rule::name)?)?,
            from,
            filter: self.filter(parts.get(Rule::where_))?,
            per,
            fields,
        })
    }

    fn aggregate(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Aggregate> {
        use ast::Aggregate;
        let parts = Parts::of(pair);
        let path = |n| parts.nth(Rule::path, n).map(|p| self.path(p));
        Some(match parts.first()? {
            Rule::kw_count => Aggregate::Count,
            Rule::kw_least => Aggregate::Least(path(0)?),
            Rule::kw_greatest => Aggregate::Greatest(path(0)?),
            Rule::kw_total => Aggregate::Total(path(0)?),
            Rule::kw_union => Aggregate::Union(path(0)?),
            Rule::kw_first => Aggregate::First { of: path(0)?, by: path(1)? },
            Rule::kw_last => Aggregate::Last { of: path(0)?, by: path(1)? },
            Rule::kw_any => Aggregate::Any(self.expr(parts.get(Rule::expr)?)?),
            _ => Aggregate::All(self.expr(parts.get(Rule::expr)?)?),
        })
    }

    fn sequence(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Sequence> {
        let parts = Parts::of(pair);
        let mut paths: Vec<_> = parts.all(Rule::path).map(|p| self.path(p)).collect();
        let by = paths.pop()?;
        Some(ast::Sequence {
            name: self.name(parts.get(Rule::name)?)?,
            of: self.ident(&parts.get(Rule::ident)?),
            filter: self.filter(parts.get(Rule::where_))?,
            per: paths,
            by,
        })
    }

    fn register(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Register> {
        use ast::RegisterPart as Part;
        let parts = Parts::of(pair);
        let mut register_parts = Vec::new();
        for part in parts.all(Rule::register_part) {
            let child = part.into_inner().next()?;
            let span = self.span(&child);
            let rule = child.as_rule();
            let inner = Parts::of(child.clone());
            register_parts.push(match rule {
                Rule::register_from => Part::From(self.ident(&inner.get(Rule::ident)?)),
                Rule::register_until => Part::Until(self.ident(&inner.get(Rule::ident)?)),
                Rule::register_count => Part::Count(self.number(&inner.get(Rule::number)?)?, span),
                Rule::kw_in_force => Part::InForceThroughout,
                Rule::kw_ever => Part::EverInForce,
                _ => Part::Cite(self.cite(child)),
            });
        }
        Some(ast::Register {
            name: self.name(parts.get(Rule::name)?)?,
            of: self.path(parts.get(Rule::path)?),
            filter: self.filter(parts.get(Rule::where_))?,
            parts: register_parts,
        })
    }

    fn catalog(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Catalog> {
        let parts = Parts::of(pair);
        let mut codes = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::code => {
                    let span = self.span(child);
                    let inner = Parts::of(child.clone());
                    codes.push(ast::CatalogCode {
                        name: self.name(inner.get(Rule::name)?)?,
                        title: inner.get(Rule::title).and_then(|p| self.title(p)),
                        cite: inner.get(Rule::cite).map(|p| self.cite(p)),
                        span,
                    });
                }
                Rule::broken_line => self.broken(&parts, n, Place::Catalog),
                _ => {}
            }
        }
        Some(ast::Catalog {
            name: self.name(parts.get(Rule::name)?)?,
            ordered: parts.has(Rule::kw_ordered),
            codes,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn param(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Param> {
        let parts = Parts::of(pair);
        let mut values = Vec::new();
        for dated in parts.all(Rule::dated) {
            let inner = Parts::of(dated);
            let value = self.value(inner.get(Rule::value)?)?;
            let from = match inner.get(Rule::date) {
                Some(day) => Some(self.date(day)?),
                None => None,
            };
            values.push((value, from));
        }
        Some(ast::Param {
            name: self.name(parts.get(Rule::name)?)?,
            values,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn table(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Table> {
        let parts = Parts::of(pair);
        let columns = match parts.get(Rule::columns) {
            Some(columns) => Parts::of(columns).all(Rule::name).filter_map(|p| self.name(p)).collect(),
            None => Vec::new(),
        };
        let mut rows = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::table_row => {
                    let span = self.span(child);
                    let inner = Parts::of(child.clone());
                    let keys = whole(inner.all(Rule::table_key).map(|p| self.table_key(p)));
                    let cells = whole(inner.all(Rule::value).map(|p| self.value(p)));
                    if let (Some(keys), Some(cells)) = (keys, cells) {
                        rows.push(ast::TableRow { keys, cells, span });
                    }
                }
                Rule::broken_line => self.broken(&parts, n, Place::Table),
                _ => {}
            }
        }
        Some(ast::Table {
            name: self.name(parts.get(Rule::name)?)?,
            columns,
            rows,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn table_key(&mut self, pair: Pair<'_, Rule>) -> Option<ast::TableKey> {
        let span = self.span(&pair);
        let child = pair.into_inner().next()?;
        self.class(child, span)
    }

    /// The class that a row of a table or a band of a grade is for.
    pub(super) fn class(&mut self, child: Pair<'_, Rule>, span: crate::source::Span) -> Option<ast::TableKey> {
        Some(match child.as_rule() {
            Rule::ident => ast::TableKey::Code(self.ident(&child)),
            Rule::text => ast::TableKey::Text(self.text(&child)),
            Rule::number => {
                let number = self.number(&child)?;
                ast::TableKey::Range { low: Some(number), high: Some(number), half_open: false, span }
            }
            _ => {
                let (mut low, mut high, mut half_open, mut past) = (None, None, false, false);
                for part in child.into_inner() {
                    match part.as_rule() {
                        Rule::range_op => {
                            past = true;
                            half_open = part.as_str() == "..<";
                        }
                        _ if past => high = Some(self.number(&part)?),
                        _ => low = Some(self.number(&part)?),
                    }
                }
                ast::TableKey::Range { low, high, half_open, span }
            }
        })
    }

    fn assume(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Assume> {
        let parts = Parts::of(pair);
        Some(ast::Assume {
            name: self.name(parts.get(Rule::name)?)?,
            value: self.value(parts.get(Rule::value)?)?,
            because: self.title(parts.get(Rule::title)?)?,
            cite: parts.get(Rule::cite).map(|p| self.cite(p)),
        })
    }

    fn define(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Define> {
        let parts = Parts::of(pair);
        let mut cases = Vec::new();
        for case in parts.all(Rule::case_) {
            let inner = Parts::of(case);
            cases.push((self.term(inner.get(Rule::term)?)?, self.expr(inner.get(Rule::expr)?)?));
        }
        let last = self.expr(parts.get(Rule::expr)?)?;
        let body = if cases.is_empty() {
            ast::DefineBody::Expr(last)
        } else {
            ast::DefineBody::Cases { cases, otherwise: last }
        };
        Some(ast::Define { name: self.name(parts.get(Rule::name)?)?, of: self.ident(&parts.get(Rule::ident)?), body })
    }

    fn clause(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Clause> {
        use ast::ClauseStatus as Status;
        let parts = Parts::of(pair);
        let inner = Parts::of(parts.get(Rule::clause_status)?);
        let because = inner.get(Rule::title).and_then(|p| self.title(p));
        let by = inner.get(Rule::ident).map(|p| self.ident(&p));
        let status = match inner.first()? {
            Rule::kw_notcheckable => Status::NotCheckable { because: because?, attested: by },
            Rule::kw_attested => Status::Attested { by: by?, because },
            Rule::kw_permits => Status::Permits(because),
            Rule::kw_defines => Status::Defines(because),
            _ => Status::Unfinished(because?),
        };
        Some(ast::Clause {
            place: self.citation(parts.get(Rule::citation)?)?,
            title: parts.get(Rule::title).and_then(|p| self.title(p)),
            status,
        })
    }

    fn example(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Example> {
        let parts = Parts::of(pair);
        let mut fields = Vec::new();
        for (n, child) in parts.0.iter().enumerate() {
            match child.as_rule() {
                Rule::example_field => {
                    let span = self.span(child);
                    if let Some(kind) = self.example_field(child.clone()) {
                        fields.push(ast::ExampleField { kind, span });
                    }
                }
                Rule::broken_line => self.broken(&parts, n, Place::Example),
                _ => {}
            }
        }
        Some(ast::Example {
            title: self.title(parts.get(Rule::title)?)?,
            rule: self.ident(&parts.get(Rule::ident)?),
            fields,
        })
    }

    fn example_field(&mut self, pair: Pair<'_, Rule>) -> Option<ast::ExampleFieldKind> {
        use ast::ExampleFieldKind as Kind;
        let parts = Parts::of(pair);
        Some(match parts.first()? {
            Rule::given => {
                let inner = Parts::of(parts.get(Rule::given)?);
                let mut cells = Vec::new();
                for cell in inner.all(Rule::given_cell) {
                    let cell = Parts::of(cell);
                    let values = match cell.get(Rule::given_set) {
                        Some(set) => whole(Parts::of(set).all(Rule::value).map(|p| self.value(p)))?,
                        None => vec![self.value(cell.get(Rule::value)?)?],
                    };
                    cells.push((self.ident(&cell.get(Rule::ident)?), values));
                }
                Kind::Given { record: self.ident(&inner.get(Rule::ident)?), cells }
            }
            Rule::kw_as_of => Kind::AsOf(self.date(parts.get(Rule::date)?)?),
            _ => Kind::Expect(self.expect(parts.get(Rule::expect)?)?),
        })
    }

    fn expect(&mut self, pair: Pair<'_, Rule>) -> Option<ast::Expect> {
        let parts = Parts::of(pair);
        let word = parts.get(Rule::verdict)?.into_inner().next()?.as_rule();
        let mut expect = ast::Expect {
            subject: parts.get(Rule::subject).and_then(|p| p.into_inner().next()).map(|p| self.text(&p)),
            window: parts.get(Rule::expect_window).map(|p| self.ident(&p)),
            stage: parts.get(Rule::expect_stage).and_then(|p| Some(self.ident(&Parts::of(p).get(Rule::stage_word)?))),
            verdict: verdict_word(word),
            reason: None,
            due: None,
            actual: None,
        };
        for extra in parts.all(Rule::expect_extra) {
            let inner = Parts::of(extra);
            match inner.first()? {
                Rule::kw_because => expect.reason = inner.get(Rule::ident).map(|p| self.ident(&p)),
                Rule::kw_no_later => expect.due = Some(self.date(inner.get(Rule::date)?)?),
                _ => expect.actual = inner.get(Rule::text).map(|p| self.text(&p)),
            }
        }
        Some(expect)
    }
}

/// The stable word of a verdict keyword.
pub(super) fn verdict_word(rule: Rule) -> &'static str {
    match rule {
        Rule::v_met => "met",
        Rule::v_met_late => "met_late",
        Rule::v_overdue => "overdue",
        Rule::v_violated => "violated",
        Rule::v_pending => "pending",
        Rule::v_exempt => "exempt",
        Rule::v_not_applicable => "not_applicable",
        Rule::v_discharged => "discharged",
        _ => "undetermined",
    }
}
