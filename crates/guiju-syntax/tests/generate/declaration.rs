//! Random declarations: everything but rules.

use guiju_syntax::{
    FileId, Tongue,
    ast::{
        Aggregate, Assume, Band, Catalog, CatalogCode, Citation, Clause, ClauseStatus, Define, DefineBody, Event,
        EventField, Example, ExampleField, ExampleFieldKind, Exemption, ExemptionField, ExemptionFieldKind, Expect,
        FieldKind, File, Grade, Item, ItemKind as Kind, Marker, Measure, Param, Policy, PolicyField, PolicyFieldKind,
        Record, RecordField, Register, RegisterPart, RuleField, Sequence, Spell, SpellEnd, State, Table, TableKey,
        TableRow, TypeExpr,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::{
    any_of, at_nowhere, cite, day, dotted,
    expression::{comes_to, expr, value},
    ident, name, nowhere, number, path,
    rule::{counted, effective, rule, window},
    text, title,
};

/// A file as the formatter prints it in `tongue`.
pub(crate) fn file(tongue: Tongue) -> BoxedStrategy<File> {
    let rules = || rule(tongue).prop_map(Kind::Rule).boxed();
    let item = any_of(vec![
        text().prop_map(Kind::Use).boxed(),
        policy(tongue),
        record(tongue),
        event(tongue),
        sequence(tongue),
        register(tongue),
        catalog(tongue),
        param(tongue),
        table(tongue),
        assume(tongue),
        define(tongue),
        measure(tongue),
        grade(tongue),
        clause(tongue),
        exemption(tongue),
        state(tongue),
        example(tongue),
        rules(),
        rules(),
        rules(),
        rules(),
    ]);
    vec(item.prop_map(|kind| Item { kind, span: nowhere() }), 0..5)
        .prop_map(|items| File { id: FileId(0), items })
        .boxed()
}

fn policy(tongue: Tongue) -> BoxedStrategy<Kind> {
    use PolicyFieldKind as Field;
    let field = any_of(vec![
        text().prop_map(Field::Jurisdiction).boxed(),
        ident().prop_map(Field::Level).boxed(),
        title(tongue).prop_map(Field::Issuer).boxed(),
        text().prop_map(Field::Number).boxed(),
        text().prop_map(Field::Under).boxed(),
        option::of(day()).prop_map(Field::Issued).boxed(),
        effective().prop_map(Field::Effective).boxed(),
        text().prop_map(Field::Zone).boxed(),
        dotted().prop_map(Field::Calendar).boxed(),
        dotted().prop_map(Field::Counting).boxed(),
        (ident(), text(), option::of(text()))
            .prop_map(|(name, file, sha256)| Field::Source { name, file, sha256 })
            .boxed(),
    ]);
    (name(tongue), title(tongue), vec(field, 0..4))
        .prop_map(|(name, title, fields)| {
            let fields = fields.into_iter().map(|kind| PolicyField { kind, span: nowhere() }).collect();
            Kind::Policy(Policy { name, title, fields })
        })
        .boxed()
}

fn record(tongue: Tongue) -> BoxedStrategy<Kind> {
    let type_name = || select(vec!["visit", "企业", "kinds"]).prop_map(at_nowhere);
    let ty = any_of(vec![
        select(vec![
            TypeExpr::Text,
            TypeExpr::Number,
            TypeExpr::YesNo,
            TypeExpr::Date,
            TypeExpr::Time,
            TypeExpr::Duration,
        ])
        .boxed(),
        Just(TypeExpr::SetOfText).boxed(),
        type_name().prop_map(TypeExpr::Catalog).boxed(),
        type_name().prop_map(TypeExpr::Ref).boxed(),
        type_name().prop_map(TypeExpr::SetOf).boxed(),
        type_name().prop_map(TypeExpr::SetOfRef).boxed(),
    ]);
    let markers = vec(select(vec![Marker::Key, Marker::At, Marker::Known, Marker::Confidential]), 0..3);
    let field = (markers, name(tongue), ty, any::<bool>(), option::of(ident()), option::of(title(tongue))).prop_map(
        |(markers, name, ty, optional, history, title)| {
            let span = nowhere();
            RecordField { markers, name, ty, optional, history, title, span }
        },
    );
    (name(tongue), option::of(title(tongue)), any::<bool>(), vec(field, 0..4))
        .prop_map(|(name, title, key_row, fields)| {
            Kind::Record(Record { name, title, key_row: key_row.then(nowhere), fields })
        })
        .boxed()
}

fn event(tongue: Tongue) -> BoxedStrategy<Kind> {
    let aggregate = any_of(vec![
        Just(Aggregate::Count).boxed(),
        expr().prop_map(Aggregate::Any).boxed(),
        expr().prop_map(Aggregate::All).boxed(),
        path().prop_map(Aggregate::Least).boxed(),
        path().prop_map(Aggregate::Greatest).boxed(),
        path().prop_map(Aggregate::Total).boxed(),
        path().prop_map(Aggregate::Union).boxed(),
        (path(), path()).prop_map(|(of, by)| Aggregate::First { of, by }).boxed(),
        (path(), path()).prop_map(|(of, by)| Aggregate::Last { of, by }).boxed(),
    ]);
    let field = (name(tongue), aggregate).prop_map(|(name, aggregate)| EventField { name, aggregate, span: nowhere() });
    (name(tongue), vec(ident(), 1..3), option::of(expr()), vec(ident(), 1..3), vec(field, 0..3))
        .prop_map(|(name, from, filter, per, fields)| Kind::Event(Event { name, from, filter, per, fields }))
        .boxed()
}

fn sequence(tongue: Tongue) -> BoxedStrategy<Kind> {
    (name(tongue), ident(), option::of(expr()), vec(path(), 1..3), path())
        .prop_map(|(name, of, filter, per, by)| Kind::Sequence(Sequence { name, of, filter, per, by }))
        .boxed()
}

fn register(tongue: Tongue) -> BoxedStrategy<Kind> {
    let part = any_of(vec![
        ident().prop_map(RegisterPart::From).boxed(),
        ident().prop_map(RegisterPart::Until).boxed(),
        number().prop_map(|n| RegisterPart::Count(n, nowhere())).boxed(),
        select(vec![RegisterPart::InForceThroughout, RegisterPart::EverInForce]).boxed(),
        cite().prop_map(RegisterPart::Cite).boxed(),
    ]);
    (name(tongue), path(), option::of(expr()), vec(part, 0..4))
        .prop_map(|(name, of, filter, parts)| Kind::Register(Register { name, of, filter, parts }))
        .boxed()
}

fn catalog(tongue: Tongue) -> BoxedStrategy<Kind> {
    let code = (name(tongue), option::of(title(tongue)), option::of(cite()))
        .prop_map(|(name, title, cite)| CatalogCode { name, title, cite, span: nowhere() });
    (name(tongue), any::<bool>(), vec(code, 0..4), option::of(cite()))
        .prop_map(|(name, ordered, codes, cite)| Kind::Catalog(Catalog { name, ordered, codes, cite }))
        .boxed()
}

fn param(tongue: Tongue) -> BoxedStrategy<Kind> {
    (name(tongue), vec((value(), option::of(day())), 1..3), option::of(cite()))
        .prop_map(|(name, values, cite)| Kind::Param(Param { name, values, cite }))
        .boxed()
}

fn table(tongue: Tongue) -> BoxedStrategy<Kind> {
    let range = (option::of(number()), option::of(number()), any::<bool>())
        .prop_map(|(low, high, half_open)| TableKey::Range { low, high, half_open, span: nowhere() });
    let key =
        any_of(vec![ident().prop_map(TableKey::Code).boxed(), text().prop_map(TableKey::Text).boxed(), range.boxed()]);
    let row = (vec(key, 1..3), vec(value(), 1..3)).prop_map(|(keys, cells)| TableRow { keys, cells, span: nowhere() });
    (name(tongue), vec(name(tongue), 0..3), vec(row, 0..3), option::of(cite()))
        .prop_map(|(name, columns, rows, cite)| Kind::Table(Table { name, columns, rows, cite }))
        .boxed()
}

fn assume(tongue: Tongue) -> BoxedStrategy<Kind> {
    (name(tongue), value(), title(tongue), option::of(cite()))
        .prop_map(|(name, value, because, cite)| Kind::Assume(Assume { name, value, because, cite }))
        .boxed()
}

fn define(tongue: Tongue) -> BoxedStrategy<Kind> {
    let cases = (vec((expr(), expr()), 1..3), expr())
        .prop_map(|(cases, otherwise)| DefineBody::Cases { cases, otherwise })
        .boxed();
    (name(tongue), ident(), any_of(vec![expr().prop_map(DefineBody::Expr).boxed(), cases]))
        .prop_map(|(name, of, body)| Kind::Define(Define { name, of, body }))
        .boxed()
}

fn measure(tongue: Tongue) -> BoxedStrategy<Kind> {
    let field = any_of(vec![
        cite().prop_map(FieldKind::Cite).boxed(),
        window(),
        counted(),
        comes_to().prop_map(FieldKind::ComesTo).boxed(),
    ]);
    let field = field.prop_map(|kind| RuleField { kind, span: nowhere() });
    (name(tongue), ident(), vec(field, 0..4))
        .prop_map(|(name, of, fields)| Kind::Measure(Measure { name, of, fields }))
        .boxed()
}

fn grade(tongue: Tongue) -> BoxedStrategy<Kind> {
    let range = (option::of(number()), option::of(number()), any::<bool>())
        .prop_map(|(low, high, half_open)| TableKey::Range { low, high, half_open, span: nowhere() });
    let band = (ident(), range).prop_map(|(code, range)| Band { code, range, span: nowhere() });
    (name(tongue), ident(), ident(), vec(band, 0..3), option::of(cite()))
        .prop_map(|(name, of, by, bands, cite)| Kind::Grade(Grade { name, of, by, bands, cite }))
        .boxed()
}

fn clause(tongue: Tongue) -> BoxedStrategy<Kind> {
    use ClauseStatus as Status;
    let why = || option::of(title(tongue));
    let status = any_of(vec![
        (title(tongue), option::of(ident()))
            .prop_map(|(because, attested)| Status::NotCheckable { because, attested })
            .boxed(),
        (ident(), why()).prop_map(|(by, because)| Status::Attested { by, because }).boxed(),
        why().prop_map(Status::Permits).boxed(),
        why().prop_map(Status::Defines).boxed(),
        title(tongue).prop_map(Status::Unfinished).boxed(),
    ]);
    let place = Citation { source: None, locator: at_nowhere("3(2)") };
    (option::of(title(tongue)), status)
        .prop_map(move |(title, status)| Kind::Clause(Clause { place: place.clone(), title, status }))
        .boxed()
}

fn state(tongue: Tongue) -> BoxedStrategy<Kind> {
    let end = any_of(vec![
        (path(), option::of(expr()), any::<bool>())
            .prop_map(|(path, filter, included)| SpellEnd::At { path, filter, included })
            .boxed(),
        expr().prop_map(SpellEnd::After).boxed(),
    ]);
    let spell = (path(), option::of(expr()), option::of(end)).prop_map(|(from, filter, end)| Spell {
        from,
        filter,
        end,
        span: nowhere(),
    });
    (name(tongue), ident(), vec(spell, 1..3), option::of(cite()))
        .prop_map(|(name, of, spells, cite)| Kind::State(State { name, of, spells, cite }))
        .boxed()
}

fn exemption(tongue: Tongue) -> BoxedStrategy<Kind> {
    use ExemptionFieldKind as Field;
    let field = any_of(vec![
        cite().prop_map(Field::Cite).boxed(),
        effective().prop_map(Field::Effective).boxed(),
        (vec(ident(), 1..3), option::of(expr())).prop_map(|(rules, filter)| Field::Frees { rules, filter }).boxed(),
        (ident(), option::of(expr())).prop_map(|(record, filter)| Field::Granted { record, filter }).boxed(),
        path().prop_map(Field::Of).boxed(),
        (path(), path()).prop_map(|(from, until)| Field::During { from, until }).boxed(),
        expr().prop_map(Field::Must).boxed(),
        option::of(expr()).prop_map(Field::Retroactive).boxed(),
    ]);
    let field = field.prop_map(|kind| ExemptionField { kind, span: nowhere() });
    (name(tongue), title(tongue), vec(field, 0..5))
        .prop_map(|(name, title, fields)| Kind::Exemption(Exemption { name, title, fields }))
        .boxed()
}

fn example(tongue: Tongue) -> BoxedStrategy<Kind> {
    let given = (ident(), vec((ident(), vec(value(), 0..3)), 0..3))
        .prop_map(|(record, cells)| ExampleFieldKind::Given { record, cells });
    let verdict = select(vec![
        "met",
        "met_late",
        "overdue",
        "violated",
        "pending",
        "exempt",
        "not_applicable",
        "discharged",
        "undetermined",
    ]);
    let window = select(vec!["2026", "2026-02", "2026-02-05", "2026-Q1", "2026-H2", "2026-W05"]).prop_map(at_nowhere);
    let expect = (
        (option::of(text()), option::of(window), verdict),
        (option::of(ident()), option::of(day()), option::of(text()), option::of(ident())),
    )
        .prop_map(|((subject, window, verdict), (reason, due, actual, stage))| {
            ExampleFieldKind::Expect(Expect { subject, window, stage, verdict, reason, due, actual })
        });
    let field = any_of(vec![given.boxed(), day().prop_map(ExampleFieldKind::AsOf).boxed(), expect.boxed()])
        .prop_map(|kind| ExampleField { kind, span: nowhere() });
    (title(tongue), ident(), vec(field, 0..4))
        .prop_map(|(title, rule, fields)| Kind::Example(Example { title, rule, fields }))
        .boxed()
}
