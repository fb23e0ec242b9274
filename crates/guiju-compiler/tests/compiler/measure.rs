//! Measures and grades: what they mean, and what is said of those with faults.

use insta::assert_snapshot;

use crate::support::{chinese, faults, program};
use guiju_compiler::{
    Type,
    hir::{ExprKind, Head, MetricValue, Window},
};

const POINTS: &str = "measure points of unit { cite 12; the last 12 months; total score of visit where unit = this }\n";

/// What is wrong with a measure of units that has these fields.
fn measure(fields: &str) -> String {
    faults(&format!("measure m of unit {{ {fields} }}"))
}

/// What is wrong with a grade of units by their points that has these bands.
fn grade(bands: &str) -> String {
    faults(&format!("{POINTS}grade g of unit by points {{ {bands} }} cite 12"))
}

#[test]
fn a_measure_is_compiled_like_a_quantity_without_a_bound() {
    let program = program(&format!("{POINTS}check c \"c\" {{ cite 1; each visit; must unit.points < 12 }}"));
    let [metric] = program.metrics.as_slice() else { panic!("{:?}", program.metrics) };
    assert_eq!((metric.name.id.as_str(), metric.ty), ("points", Type::Number));
    let MetricValue::Counted { window, counted, .. } = &metric.value else { panic!("{:?}", metric.value) };
    assert!(matches!(window, Window::TheLast(_)));
    // The reference is the correlation, so that nothing is left of the condition.
    assert!(counted.filter.is_none() && counted.member[0].is_some());
    let Head::Check(check) = &program.rules[0].head else { panic!("no check") };
    let mut dates = Vec::new();
    check.must[0].expr.walk(&mut |e| {
        if let ExprKind::Metric { date, .. } = &e.kind {
            dates.push(format!("{:?}", date.kind).contains("AtHand"));
        }
    });
    // A path through a record with a date is taken as of that date.
    assert_eq!(dates, [false]);
}

#[test]
fn windows_of_measures() {
    assert_snapshot!(measure("cite 1; every rolling 30 days; count visit"), @"
    E0606 ⟦every rolling 30 days⟧ a window that a measure does not have | which stretch is meant on a given day?
      help: a measure looks at `the last N`, at calendar windows, or at all records up to the day
    ");
    assert_snapshot!(measure("cite 1; during opened until opened; count visit"), @"
    E0606 ⟦during opened until opened⟧ a window that a measure does not have | which stretch is meant on a given day?
      help: a measure looks at `the last N`, at calendar windows, or at all records up to the day
    ");
    assert_snapshot!(measure("cite 1; every calendar month; sum of (2 × frequency)"), @"
    E0602 ⟦every calendar month⟧ a window over nothing that is counted | would be ignored
      help: windows belong to the measures it is made of
    ");
    assert_snapshot!(measure("cite 1; every calendar month; count person"), @"
    E0402 ⟦person⟧ `person` has no date of its own | which date decides?
      help: name it in the window, as `every calendar month by date`, or mark a date field with `at`
    ");
}

#[test]
fn what_is_missing_or_written_twice() {
    assert_snapshot!(measure("count visit"), @"
    E0601 ⟦m⟧ `m` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    ");
    assert_snapshot!(measure("cite 1; every calendar month"), @"
    E0603 ⟦m⟧ what is measured is missing | in this declaration
      help: add `count RECORD where …`, `total FIELD of RECORD`, `sum of (…)` or the like
    ");
    assert_snapshot!(measure("cite 1; count visit; mean score of visit"), @"
    E0604 ⟦mean score of visit⟧ written twice in one declaration | written again here
      at ⟦count visit⟧ first written here
      help: keep one
    ");
    assert_snapshot!(measure("cite 1; count visit; at least 4"), @"
    E0101 ⟦at⟧ `at` begins no field of a measure | not a keyword here
      help: a field of a measure begins with a word such as `cite`, `every`, `the last`, `count`, `total`, `share of`, `sum of`
    ");
    assert_snapshot!(measure("cite 1; count vist"), @"
    E0202 ⟦vist⟧ unknown record `vist` | no record of this name is declared or imported
      fix: ⟦vist⟧ → `visit`, did you mean `visit`?
    ");
    assert_snapshot!(faults("measure points of unti { cite 1; count visit }"), @"
    E0202 ⟦unti⟧ unknown record `unti` | no record of this name is declared or imported
      fix: ⟦unti⟧ → `unit`, did you mean `unit`?
    ");
    assert_snapshot!(faults("measure place of unit { cite 1; count visit }"), @"
    E0203 ⟦place⟧ `place` is a field of `unit` already | the definition could never be used
      help: give the definition another name
    ");
    assert_snapshot!(faults(&format!("{POINTS}define points of unit: frequency")), @"
    E0203 ⟦points⟧ `points` is declared twice | declared again here
      at ⟦points⟧ first declared here
      help: give one of them another name
    ");
}

#[test]
fn types_of_what_it_is_made_of() {
    assert_snapshot!(measure("cite 1; total items of visit"), @"E0301 ⟦items⟧ expected a number, found a set of `contents` | this is a set of `contents`");
    assert_snapshot!(measure("cite 1; sum of (2 × place, frequency)"), @"E0301 ⟦place⟧ expected a number, found a text | this is a text");
    assert_snapshot!(measure("cite 1; sum of (0.1234567 × frequency)"), @"
    E0302 ⟦frequency⟧ a weight of too many digits | of this value
      help: at most six digits behind the point
    ");
    assert_snapshot!(measure("cite 1; highest of (class, frequency)"), @"E0301 ⟦frequency⟧ expected a code of `grades`, found a number | this is a number");
    assert_snapshot!(measure("cite 1; lowest of (place, place)"), @"E0301 ⟦place⟧ expected a number or a ranked code, found a text | this is a text");
    assert_snapshot!(measure("cite 1; highest of (class, middle)"), @"nothing wrong");
    assert_snapshot!(measure("cite 1; earlier of (opened, opened)"), @"E0301 ⟦earlier of (opened, opened)⟧ expected a number or a ranked code, found a date | this is a date");
}

#[test]
fn circles_are_told_whole() {
    assert_snapshot!(
        faults(
            "measure a of unit { cite 1; sum of (2 × b) }
             measure b of unit { cite 1; highest of (c, frequency) }
             measure c of unit { cite 1; count visit where unit.a > 3 }"
        ),
        @"
    E0501 ⟦a⟧ a circle of declarations: a → b → c → a | closes the circle
      at ⟦a⟧ `a` is declared here
      at ⟦b⟧ `b` is declared here
      at ⟦c⟧ `c` is declared here
      help: none of them can come first: break the circle at one place
    "
    );
    assert_snapshot!(
        faults(
            "catalog g { x }
             measure a of unit { cite 1; count visit where unit.rated = x }
             grade rated of unit by a { x: 0.. } cite 1"
        ),
        @"
    E0501 ⟦a⟧ a circle of declarations: a → rated → a | closes the circle
      at ⟦a⟧ `a` is declared here
      at ⟦rated⟧ `rated` is declared here
      help: none of them can come first: break the circle at one place
    "
    );
    assert_snapshot!(
        faults("event e from visit where unit.m > 3 per unit, date\n measure m of unit { cite 1; count e }"),
        @"
    E0501 ⟦e⟧ a circle of declarations: e → m → e | closes the circle
      at ⟦e⟧ `e` is declared here
      at ⟦m⟧ `m` is declared here
      help: none of them can come first: break the circle at one place
    "
    );
}

#[test]
fn a_verdict_in_a_measure() {
    assert_snapshot!(
        faults(
            "check c \"c\" { cite 1; each visit; must covert }
             measure m of unit { cite 1; share of visit that c met }"
        ),
        @"
    E0503 ⟦c met⟧ a verdict in a measure | made before any rule is judged
      help: quote it in the rule that uses the records
    "
    );
}

#[test]
fn a_day_for_what_does_not_change() {
    assert_snapshot!(faults("check c \"c\" { cite 1; each visit; must unit.frequency at date < 3 }"), @"
    E0210 ⟦unit.frequency at date⟧ a day for what does not change with time | the same on every day
      help: `at` is for measures, grades and fields with a history
    ");
    assert_snapshot!(
        faults(&format!("{POINTS}check c \"c\" {{ cite 1; each visit; must unit.points at note < 3 }}")),
        @"E0301 ⟦note⟧ expected a date, found a text | this is a text"
    );
}

#[test]
fn bands() {
    assert_snapshot!(grade("low: ..<4; middle: 4..<10; high: 10.."), @"nothing wrong");
    assert_snapshot!(grade("low: ..<4; middle: 5..<10; high: 10.."), @"
    E0309 ⟦5..<10⟧ a gap between 4 and 5 | no row of the table fits what lies before
      help: add a row, or let the ranges touch
    ");
    assert_snapshot!(grade("low: 0..3; middle: 4..9; high: 10.."), @"
    E0309 ⟦4..9⟧ a gap between 3 and 4 | no row of the table fits what lies before
      help: add a row, or let the ranges touch
    E0309 ⟦10..⟧ a gap between 9 and 10 | no row of the table fits what lies before
      help: add a row, or let the ranges touch
    ");
    assert_snapshot!(grade("low: ..4; middle: 4..<10; high: 10.."), @"
    E0307 ⟦4..<10⟧ two rows of a table fit one class | overlaps what stands above
      help: a range `0..9` holds both ends; `0..<10` leaves the 10 out
    ");
    assert_snapshot!(grade("low: 4..0; middle: 4..<10; high: 10.."), @"
    E0308 ⟦4..0⟧ an empty range | the low end lies above the high end
      help: write the lower number first
    ");
    assert_snapshot!(grade("low: ..<4; middle: 4..<10"), @"nothing wrong");
    assert_snapshot!(grade("low: ..<4; midle: 4..<10; high: 10.."), @"
    E0206 ⟦midle⟧ `grades` has no code `midle` | not in the list
      fix: ⟦midle⟧ → `middle`, did you mean `middle`?
    ");
    assert_snapshot!(grade(""), @"
    E0603 ⟦g⟧ what the bands are is missing | in this declaration
      help: add bands, as `low: 0..<4`
    ");
    assert_snapshot!(grade("low ..<4"), @"
    E0101 ⟦.⟧ unexpected `.` | expected `:`
      fix: ⟦low⟧ → `low:`, write `low:`
    ");
    // Records are counted whole, so that nothing lies between 3 and 4.
    assert_snapshot!(
        faults(
            "measure n of unit { cite 1; count visit }
             grade g of unit by n { low: 0..3; middle: 4..9; high: 10.. } cite 1"
        ),
        @"nothing wrong"
    );
    assert_snapshot!(faults(&format!("{POINTS}grade g of unit by point {{ low: 0.. }} cite 1")), @"
    E0201 ⟦point⟧ unknown field `point` | not a field of `unit`
      fix: ⟦point⟧ → `points`, did you mean `points`?
    ");
    assert_snapshot!(faults(&format!("{POINTS}grade g of unit by class {{ low: 0.. }}")), @"
    E0601 ⟦g⟧ `g` cites no clause | where does the text say so?
      help: add `cite` and the clause, as `cite 5(2)`; a number of your own is an `assume`
    E0301 ⟦class⟧ expected a measure that comes to a number, found a code of `grades` | this is a code of `grades`
    ");
}

#[test]
fn half_of_a_measure_is_a_bound() {
    assert_snapshot!(
        faults(&format!("{POINTS}quantity q \"q\" {{ cite 1; per u in units; count visit; at least 50% of u.points }}")),
        @"nothing wrong"
    );
    assert_snapshot!(
        faults(&format!("{POINTS}quantity q \"q\" {{ cite 1; per u in units; count visit; at least 50% of u.place }}")),
        @"E0301 ⟦u.place⟧ expected a number, found a text | this is a text"
    );
}

#[test]
fn in_chinese() {
    assert_snapshot!(
        chinese(
            "度量 记分 又称 points 属于 单位 { 依据 12；最近 12个月；合计 得分 属于 巡视 凡 单位 = 本 }
             评级 信用 又称 credit 属于 单位 按 记分 { 低：0..<4；中：5..<10 } 依据 12
             核查 甲 又称 c “c” { 依据 1；对每 巡视；应有 单位.属地 于 日期 = “东” }
             度量 风险 属于 单位 { 依据 12；加权和（3 × 风险，-1 × 频次）}"
        ),
        @"
    E0309 ⟦5..<10⟧ 4 与 5 之间有空缺 | 此前的数没有适用的行
      help: 补上一行，或使区间相接
    E0210 ⟦单位.属地 于 日期⟧ 给不随时间变化的值写了日期 | 每一天都相同
      help: `于` 只用于度量、评级与有历史的字段
    E0501 ⟦风险⟧ 声明成环：风险 → 风险 | 在此成环
      at ⟦风险⟧ `风险` 声明在此
      help: 没有一个可以先得出，请断开其中一处
    "
    );
}
