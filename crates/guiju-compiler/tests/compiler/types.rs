//! E03: types and units, tables and constants.

use crate::support::{chinese, faults, rule};
use insta::assert_snapshot;

#[test]
fn a_number_of_days_is_no_number_of_visits() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 4 days"), @"
    E0301 ⟦4 days⟧ expected a number, found a length of time | this is a length of time
      help: write the number alone; a limit in days belongs in a `deadline`
    ");
    assert_snapshot!(chinese("数量 甲 “甲” { 依据 一；分别 组 取自 各组；每个 自然月；计数 巡视；至少 4日 }"), @"
    E0301 ⟦4日⟧ 此处应为数字，却是时长 | 这是时长
      help: 只写数字；以日计的限期属于 `期限`
    ");
}

#[test]
fn a_number_where_a_length_of_time_is_needed() {
    assert_snapshot!(faults("param n = 15 cite 1\ndeadline A1 \"a\" { cite 1; each visit; must report.submitted; within n }"), @"
    E0301 ⟦n⟧ expected a length of time such as 15 days, found a number | this is a number
      at ⟦n⟧ declared here
      help: give it a unit, as `n days` or `n working days`
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 15"), @"
    E0301 ⟦15⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `15 days` or `15 working days`
    ");
    assert_snapshot!(rule("quantity", "per u in units; every rolling u.frequency; count visit; at least 1"), @"
    E0301 ⟦u.frequency⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `u.frequency days` or `u.frequency working days`
    ");
    assert_snapshot!(rule("check", "each visit; must end <= date + 3"), @"
    E0301 ⟦3⟧ expected a length of time such as 15 days, found a number | this is a number
      help: give it a unit, as `3 days` or `3 working days`
    ");
}

#[test]
fn values_of_the_wrong_type() {
    assert_snapshot!(rule("check", "each visit; must score"), @"E0301 ⟦score⟧ expected a condition, found a number | this is a number");
    assert_snapshot!(rule("check", "each visit; must covert and note"), @"E0301 ⟦note⟧ expected a condition, found a text | this is a text");
    assert_snapshot!(rule("check", "each visit; must score > \"sixty\""), @r#"
    E0301 ⟦score > "sixty"⟧ a number compared with a text | these cannot be compared
    "#);
    assert_snapshot!(rule("check", "each visit; must unit = group"), @"E0301 ⟦unit = group⟧ a `unit` compared with a `group` | these cannot be compared");
    assert_snapshot!(rule("check", "each visit; must items = fire"), @"
    E0301 ⟦items = fire⟧ a set of `contents` compared with a code of `contents` | these cannot be compared
      help: ask a set with `has`, `has all` or `meets`
    ");
    assert_snapshot!(rule("check", "each visit; must note has fire"), @"E0301 ⟦note⟧ expected a set, found a text | this is a text");
    assert_snapshot!(rule("check", "each visit; must team has fire"), @"
    E0201 ⟦fire⟧ unknown field `fire` | not a field of `visit`
      help: there is `id`, `group`, `unit`, `date`, `covert`, `score`, `items`, `team` …
    ");
    assert_snapshot!(rule("check", "each visit; must score starts \"a\""), @"E0301 ⟦score⟧ expected a text, found a number | this is a number");
    assert_snapshot!(rule("check", "each visit; must size of note > 3"), @"E0301 ⟦note⟧ expected a set, found a text | this is a text");
    assert_snapshot!(rule("check", "each visit; must end - date > 3"), @"
    E0301 ⟦date⟧ expected a length of time such as 15 days, found a date | this is a date
      help: count the days between two dates with `days from A to B`
    ");
    assert_snapshot!(rule("check", "each visit; must note + 3 > 4"), @"E0301 ⟦note⟧ expected a date or a number, found a text | this is a text");
    assert_snapshot!(rule("check", "each visit; must earlier of (date, score) < end"), @"E0301 ⟦score⟧ expected a date, found a number | this is a number");
    assert_snapshot!(rule("check", "each visit; must {fire, gas}"), @"E0101 ⟦{⟧ unexpected `{` | expected a condition or value");
    assert_snapshot!(rule("check", "each visit; must score.value > 3"), @"E0301 ⟦score⟧ expected a record with fields, found a number | this is a number");
    assert_snapshot!(rule("check", "each visit; must team.name known"), @"
    E0301 ⟦team⟧ expected a record with fields, found a set of `person` | this is a set of `person`
      help: a set has no fields of its own: ask for its members with `exists … where this.FIELD has …`
    ");
    assert_snapshot!(rule("check", "each visit; must score > 10% of units"), @"E0301 ⟦10% of units⟧ a share of a register only stands as a bound | not a value by itself");
    assert_snapshot!(rule("deadline", "each visit; must covert; within 15 days"), @"E0301 ⟦covert⟧ expected a date, found a yes or no | this is a yes or no");
    assert_snapshot!(rule("deadline", "each visit; must report.signed; within 15 days"), @"E0301 ⟦report.signed⟧ expected a date, found a yes or no | this is a yes or no");
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month by score; count visit; at least 4"), @"E0301 ⟦score⟧ expected a date, found a number | this is a number");
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; total note of visit; at least 4"), @"E0301 ⟦note⟧ expected a number, found a text | this is a text");
    assert_snapshot!(rule("quantity", "per u in units; during u.opened until u.place by date; count visit; at least 4"), @"E0301 ⟦u.place⟧ expected a date, found a text | this is a text");
    assert_snapshot!(rule("coverage", "every calendar year by date; all of units by group of visit"), @"E0301 ⟦group⟧ expected a `unit`, found a `group` | this is a `group`");
}

#[test]
fn values_of_declarations() {
    assert_snapshot!(faults("record note { key id: text; at time: text }"), @"E0301 ⟦at time: text⟧ expected a date, found a text | this is a text");
    assert_snapshot!(faults("register some of unit from place"), @"E0301 ⟦place⟧ expected a date, found a text | this is a text");
    assert_snapshot!(faults("register some of unit.opened"), @"E0301 ⟦opened⟧ expected a text, a code or a reference, found a date | this is a date");
    assert_snapshot!(faults("register some of unit.parent.place"), @"
    E0201 ⟦parent.place⟧ a register of values reaches one field deep | not a field of `unit` itself
      help: make the register of the record that has the field
    ");
    assert_snapshot!(faults("sequence some of visit per unit by score"), @"E0301 ⟦score⟧ expected a date, found a number | this is a number");
    assert_snapshot!(faults("param n = 4, 6 days from 2022-01-01 cite 1"), @"E0301 ⟦6 days⟧ expected a value like the first one, found a length of time | this is a length of time");
    assert_snapshot!(faults("param n = 4, 80% from 2022-01-01 cite 1"), @"
    E0302 ⟦80%⟧ percentages and numbers side by side | not like the first value
      help: write `%` behind each value or behind none
    ");
    assert_snapshot!(faults("param n = unreadable \"X\", 30 days from 2022-01-01 cite 1"), @"nothing wrong");
    assert_snapshot!(faults("assume m = n because \"b\"\nparam n = 4 cite 1"), @"E0305 ⟦n⟧ not a constant | a number, a length of time, a date, a text or a code");
}

#[test]
fn fields_of_events() {
    assert_snapshot!(faults("event round from visit per items, date { n = count }"), @"E0301 ⟦items⟧ expected a single value to tell events apart by, found a set of `contents` | this is a set of `contents`");
    assert_snapshot!(faults("event round from visit, certificate per id, date { n = count }"), @"
    E0201 ⟦date⟧ unknown field `date` | not a field of `certificate`
      help: there is `id`, `person`, `from`, `until`
    ");
    assert_snapshot!(faults("event round from visit per unit, date { a = total note; b = union score; c = greatest note; d = greatest group; e = first score by note; f = any score }"), @"
    E0301 ⟦note⟧ expected a number, found a text | this is a text
    E0301 ⟦score⟧ expected a set, found a number | this is a number
    E0301 ⟦note⟧ expected a number, date or ranked code, found a text | this is a text
    E0301 ⟦group⟧ expected a number, date or ranked code, found a `group` | this is a `group`
    E0301 ⟦note⟧ expected a number, date or ranked code, found a text | this is a text
    E0301 ⟦score⟧ expected a condition, found a number | this is a number
    ");
    assert_snapshot!(faults("event round from visit per unit, date { a = greatest unit.class; b = last note by group.kind }"), @"
    E0304 ⟦group.kind⟧ a code of `kinds` has no order | cannot be less or greater
      help: use `=` or `!=`; a catalog has an order if declared `ordered`
    ");
    assert_snapshot!(
        faults("record call { key id: text; unit: text; at date: date }\nevent round from visit, call per unit, date { n = count }"),
        @"
    E0301 ⟦unit⟧ a `unit` in one kind of record, a text in another | must be of the same type as in `visit`
      help: make two events, or give the fields one type
    "
    );
}

#[test]
fn units_that_do_not_fit() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; share of visit that covert; at least 80"), @"
    E0302 ⟦80⟧ the wrong unit for this measure | a share is bounded by a percentage, as 80%
      help: write `%` behind the number
    ");
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; at least 80%"), @"
    E0302 ⟦80%⟧ the wrong unit for this measure | a count is bounded by a number, not by a percentage
      help: for a share of a register write `at least 10% of REGISTER`
    ");
    assert_snapshot!(faults("assume s = 80 because \"b\"\nquantity A1 \"a\" { cite 1; per g in groups; every calendar month; share of visit that covert; at least s }"), @"
    E0302 ⟦s⟧ the wrong unit for this measure | a share is bounded by a percentage, as 80%
      at ⟦s⟧ declared here
      help: write `%` behind the number
    ");
    assert_snapshot!(faults("param s = 80% cite 1\nquantity A1 \"a\" { cite 1; per g in groups; every calendar month; count visit; at least s }"), @"
    E0302 ⟦s⟧ the wrong unit for this measure | a count is bounded by a number, not by a percentage
      at ⟦s⟧ declared here
      help: for a share of a register write `at least 10% of REGISTER`
    ");
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; share of visit that covert; at least 120%"), @"
    E0302 ⟦120%⟧ the wrong unit for this measure | more than all
      help: a share is 100% at most
    ");
    assert_snapshot!(rule("coverage", "every calendar year by date; at least 90 of units by unit of visit"), @"
    E0302 ⟦90⟧ the wrong unit for this measure | a share is bounded by a percentage, as 80%
      help: write `%` behind the number
    ");
    assert_snapshot!(rule("deadline", "each visit; must report.submitted; within 1.5 months"), @"
    E0302 ⟦1.5 months⟧ `1.5` units of time | must be a whole number
      help: use a smaller unit
    ");
    assert_snapshot!(rule("quantity", "per g in groups; every rolling 0 days; count visit; at least 4"), @"
    E0302 ⟦0 days⟧ a window of no length | nothing can happen in it
      help: one day is the shortest
    ");
    assert_snapshot!(faults("register some of unit count 2.5"), @"E0302 ⟦count 2.5⟧ `2.5` members | must be a whole number");
}

#[test]
fn lists_that_are_too_long_or_have_no_order() {
    let codes: Vec<String> = (0..65).map(|n| format!("c{n}")).collect();
    let text = format!(
        "catalog many {{ {} }}\nrecord note {{ key id: text; code: many }}\ncheck A1 \"a\" {{ cite 1; each note; must code != c64 }}",
        codes.join("; ")
    );
    assert_snapshot!(faults(&text), @"
    E0303 ⟦many⟧ a catalog of 65 codes | at most 64
      help: make it a record and a register
    ");
    assert_snapshot!(rule("check", "each visit; must group.kind > special"), @"
    E0304 ⟦group.kind > special⟧ a code of `kinds` has no order | cannot be less or greater
      help: use `=` or `!=`; a catalog has an order if declared `ordered`
    ");
    assert_snapshot!(rule("check", "each visit; must unit.class > low"), @"nothing wrong");
    assert_snapshot!(rule("check", "each visit; must unit < group.id"), @"E0301 ⟦unit < group.id⟧ a `unit` compared with a text | these cannot be compared");
    assert_snapshot!(rule("check", "each visit; must note < \"a\""), @r#"
    E0304 ⟦note < "a"⟧ a text has no order | cannot be less or greater
      help: use `=` or `!=`; a catalog has an order if declared `ordered`
    "#);
}

#[test]
fn tables() {
    assert_snapshot!(faults("table limits (days, visits) { low: 30 days; high: 10 days, 2 } cite 1"), @"
    E0306 ⟦low: 30 days⟧ 1 cell in a table of 2 columns | one cell a column
      help: name the columns behind the table's name, as `table limits (days, visits)`
    ");
    assert_snapshot!(faults("table limits { low: 1; low, high: 2 } cite 1"), @"
    E0307 ⟦low⟧ two rows of a table fit one class | overlaps what stands above
      help: a class stands in one row
    ");
    assert_snapshot!(faults("table limits { low, low: 1 } cite 1"), @"
    E0307 ⟦low⟧ two rows of a table fit one class | overlaps what stands above
      help: a class stands in one row
    ");
    assert_snapshot!(faults("table limits { 0..9: 1; 9..: 2 } cite 1"), @"
    E0307 ⟦9..⟧ two rows of a table fit one class | overlaps what stands above
      help: a range `0..9` holds both ends; `0..<10` leaves the 10 out
    ");
    assert_snapshot!(faults("table limits { 0..<10: 1; 10..: 2 } cite 1"), @"nothing wrong");
    assert_snapshot!(faults("table limits { 0..9: 1; 10..: 2 } cite 1"), @"nothing wrong");
    assert_snapshot!(faults("table limits { 0..9: 1; 20..: 2 } cite 1"), @"
    E0309 ⟦20..⟧ a gap between 9 and 20 | no row of the table fits what lies before
      help: add a row, or let the ranges touch
    ");
    assert_snapshot!(faults("table limits { 0..9.5: 1; 10..: 2 } cite 1"), @"
    E0309 ⟦10..⟧ a gap between 9.5 and 10 | no row of the table fits what lies before
      help: add a row, or let the ranges touch
    ");
    assert_snapshot!(faults("table limits { 9..0: 1 } cite 1"), @"
    E0308 ⟦9..0⟧ an empty range | the low end lies above the high end
      help: write the lower number first
    ");
    assert_snapshot!(faults("table limits { low: 1; 0..5: 2; \"x\": 3 } cite 1"), @r#"
    E0301 ⟦0..5⟧ classes of two kinds in one table | not like the first class of the table
      help: use codes, texts or numbers throughout
    E0301 ⟦"x"⟧ classes of two kinds in one table | not like the first class of the table
      help: use codes, texts or numbers throughout
    "#);
    assert_snapshot!(faults("table limits { low: 1; high: 2 days } cite 1"), @"E0301 ⟦2 days⟧ expected a number, found a length of time | this is a length of time");
    assert_snapshot!(faults("table limits { low: 1; high: 2% } cite 1"), @"
    E0302 ⟦2%⟧ percentages and numbers side by side | not like the first value
      help: write `%` behind each value or behind none
    ");
    assert_snapshot!(faults("table limits { low: fire; middle, high: gas } cite 1"), @"nothing wrong");
    assert_snapshot!(faults("table limits (a, a) { low, middle, high: 1, 2 } cite 1"), @r#"
    E0203 ⟦a⟧ `a` is declared twice | declared again here
      at ⟦a⟧ first declared here
      help: give one of them another name
    "#);
    assert_snapshot!(faults("table limits { alpha: 1 } cite 1"), @"
    E0202 ⟦alpha⟧ unknown code `alpha` | no code of this name is declared or imported
      help: classes are codes of a catalog, numbers or texts in quotes
    ");
    assert_snapshot!(faults("table limits { low: 1; high: visit } cite 1"), @r#"
    E0301 ⟦visit⟧ `visit` is not a number | expected a number
      help: write it in digits
    "#);
}

#[test]
fn looking_up() {
    let table = "table limits (days, visits) { low, middle: 30 days, 1; high: 10 days, 2 } cite 1\n";
    let with = |amount: &str| {
        faults(&format!(
            "{table}quantity A1 \"a\" {{ cite 1; per u in units; every calendar year; count visit; at least {amount} }}"
        ))
    };
    assert_snapshot!(with("lookup(limits.visits, u.class)"), @"nothing wrong");
    assert_snapshot!(with("lookup(limits.visit, u.class)"), @r#"
    E0202 ⟦visit⟧ `limits` has no column `visit` | not a column of the table
      fix: ⟦visit⟧ → `visits`, did you mean `visits`?
    "#);
    assert_snapshot!(with("lookup(limits, u.class)"), @r#"
    E0603 ⟦limits⟧ which column is meant? | one column of the table
      help: there is `limits.days`, `limits.visits`
    "#);
    assert_snapshot!(with("lookup(limits.visits.more, u.class)"), @r#"
    E0603 ⟦limits.visits.more⟧ which column is meant? | one column of the table
      help: there is `limits.days`, `limits.visits`
    "#);
    assert_snapshot!(with("lookup(limits.visits, u.place)"), @r#"
    E0301 ⟦u.place⟧ expected a code of `grades`, found a text | this is a text
    "#);
    assert_snapshot!(with("lookup(limits.days, u.class)"), @r#"
    E0301 ⟦lookup(limits.days, u.class)⟧ expected a number, found a length of time | this is a length of time
      help: write the number alone; a limit in days belongs in a `deadline`
    "#);
}

#[test]
fn bounds_that_nothing_meets() {
    assert_snapshot!(rule("quantity", "per g in groups; every calendar month; count visit; between 5 and 3"), @"
    E0308 ⟦5 and 3⟧ an empty range | the low end lies above the high end
      help: write the lower number first
    ");
}

#[test]
fn cells_of_examples() {
    let example = |given: &str| {
        faults(&format!(
            "check A1 \"a\" {{ cite 1; each visit; must covert }}\nexample \"e\" of A1 {{ given visit {{ {given} }}; as of 2025-01-01; expect met }}"
        ))
    };
    assert_snapshot!(example("id \"v\", group \"g\", date 2025-01-01, items {fire, gas}, length 3 days, covert yes"), @"nothing wrong");
    assert_snapshot!(example("date \"yesterday\""), @r#"E0301 ⟦"yesterday"⟧ expected a date, found a text | this is a text"#);
    assert_snapshot!(example("covert 1"), @"E0301 ⟦1⟧ expected a yes or no, found a number | this is a number");
    assert_snapshot!(example("unit 5"), @r#"
    E0301 ⟦5⟧ expected a `unit`, found a number | this is a number
      help: write its key in quotes, as `"A1"`
    "#);
    assert_snapshot!(example("items {fire, smoke}"), @"
    E0206 ⟦smoke⟧ `contents` has no code `smoke` | not in the list
      help: there is `fire`, `gas`, `exits`
    ");
    assert_snapshot!(example("score {1, 2}"), @"
    E0301 ⟦2⟧ several values where `score` holds a number | one too many
      help: give one value, without braces
    ");
    assert_snapshot!(example("score 1, score 2"), @"
    E0604 ⟦score⟧ written twice in one declaration | written again here
      at ⟦score⟧ first written here
      help: keep one
    ");
    assert_snapshot!(example("colour \"red\""), @"
    E0201 ⟦colour⟧ unknown field `colour` | not a field of `visit`
      help: there is `id`, `group`, `unit`, `date`, `covert`, `score`, `items`, `team` …
    ");
}
