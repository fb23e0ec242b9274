//! Fields with a history, tables by two classes, and bounds by the greater of several.

use insta::assert_snapshot;

use crate::support::faults;

/// What is wrong with a field with a history, the entries being of this shape.
fn history(field: &str, entries: &str) -> String {
    faults(&format!(
        "record shop {{ key id: text; {field} }}
         record entry {{ key id: text; {entries} }}
         check c \"c\" {{ cite 1; each visit where exists shop where grade = middle; must covert }}"
    ))
}

#[test]
fn whose_entry_when_and_which_value() {
    const GOOD: &str = "shop: ref shop; at from: date; grade: grades";
    assert_snapshot!(history("grade: grades by entry", GOOD), @"nothing wrong");
    assert_snapshot!(history("grade: grades by entries", GOOD), @"
    E0202 ⟦entries⟧ unknown record `entries` | no record of this name is declared or imported
      help: there is `certificate`, `entry`, `group`, `leak`, `person`, `report`, `shop`, `unit` …
    ");
    assert_snapshot!(history("grade: grades by entry", "at from: date; grade: grades"), @"
    E0205 ⟦entry⟧ no field of `entry` says which `member` it belongs to | whose is it?
      help: say it in the condition, as `where FIELD = member`
    ");
    assert_snapshot!(history("grade: grades by entry", "shop: ref shop; other: ref shop; at from: date; grade: grades"), @"
    E0204 ⟦entry⟧ several fields of `entry` could name `member`: `shop`, `other` | whose is it?
      help: say it in the condition, as `where shop = member`
    ");
    assert_snapshot!(history("grade: grades by entry", "shop: ref shop; from: date; grade: grades"), @"
    E0402 ⟦entry⟧ `entry` has no date of its own | which date decides?
      help: mark the day from which an entry holds with `at`
    ");
    assert_snapshot!(history("grade: grades by entry", "shop: ref shop; at from: date; grade: number"), @"
    E0201 ⟦entry⟧ `entry` has no field for `grade` | neither one of this name and type nor a single one that is a code of `grades`
      help: give the value in both records one name and one type
    ");
    assert_snapshot!(history("grade: grades by entry", "shop: ref shop; at from: date; one: grades; two: grades"), @"
    E0201 ⟦entry⟧ `entry` has no field for `grade` | neither one of this name and type nor a single one that is a code of `grades`
      help: give the value in both records one name and one type
    ");
    assert_snapshot!(history("grade: grades by entry", "shop: ref shop; at from: date; class: grades"), @"nothing wrong");
    assert_snapshot!(history("confidential grade: grades by entry", GOOD), @"
    E0602 ⟦confidential grade: grades by entry⟧ a field with a history that is marked | its value changes, and stands in other records
      help: mark the field in those records
    ");
    assert_snapshot!(history("grade: text; grade: grades by entry", GOOD), @"
    E0203 ⟦grade⟧ `grade` is declared twice | declared again here
      at ⟦grade⟧ first declared here
      help: give one of them another name
    E0201 ⟦middle⟧ unknown field `middle` | not a field of `shop`
      help: there is `id`, `grade`
    ");
}

#[test]
fn a_history_that_needs_itself() {
    assert_snapshot!(
        faults(
            "record shop { key id: text; grade: grades by rated }
             record entry { key id: text; shop: ref shop; at from: date; grade: grades }
             event rated from entry where shop.grade = low per shop, from { grade = greatest grade }"
        ),
        @"
    E0501 ⟦rated⟧ a circle of declarations: rated → grade → rated | closes the circle
      at ⟦rated⟧ `rated` is declared here
      at ⟦grade⟧ `grade` is declared here
      help: none of them can come first: break the circle at one place
    "
    );
}

#[test]
fn columns_by_a_class() {
    let lookup = |table: &str, of: &str| {
        faults(&format!(
            "catalog places {{ city; county }}
             record site {{ key id: text; kind: kinds; place: places; at opened: date; done: date }}
             table limits {table} cite 1
             deadline d \"d\" {{ cite 1; each site; must done; within lookup({of}) }}"
        ))
    };
    const GOOD: &str = "(city, county) { comprehensive: 1 day, 2 days; special: 3 days, 4 days }";
    assert_snapshot!(lookup(GOOD, "limits, kind, place"), @"nothing wrong");
    assert_snapshot!(lookup(GOOD, "limits, kind, id"), @"E0301 ⟦id⟧ expected a code, as the columns are named, found a text | this is a text");
    assert_snapshot!(lookup(GOOD, "limits, place, kind"), @"
    E0306 ⟦lookup(limits, place, kind)⟧ `limits` cannot be looked up by two classes | no column for `comprehensive`, `special`
      help: name one column for each code, as `table limits (city, county) { … }`, all of one type
    ");
    assert_snapshot!(lookup(GOOD, "limits, kind"), @"
    E0603 ⟦limits⟧ which column is meant? | one column of the table
      help: there is `limits.city`, `limits.county`
    ");
    assert_snapshot!(lookup(GOOD, "limits.city, kind, place"), @"
    E0306 ⟦lookup(limits.city, kind, place)⟧ a table by more than two classes | one class for the row, one for the column
      help: make a table for each code of the third
    ");
    assert_snapshot!(lookup(GOOD, "limits, kind, place, kind"), @"
    E0306 ⟦lookup(limits, kind, place, kind)⟧ a table by more than two classes | one class for the row, one for the column
      help: make a table for each code of the third
    ");
    assert_snapshot!(lookup("(city, town) { comprehensive: 1 day, 2 days; special: 3 days, 4 days }", "limits, kind, place"), @"
    E0306 ⟦lookup(limits, kind, place)⟧ `limits` cannot be looked up by two classes | no column for `county`
      help: name one column for each code, as `table limits (city, county) { … }`, all of one type
    ");
    assert_snapshot!(lookup("(city, county) { comprehensive: 1 day, 2; special: 3 days, 4 }", "limits, kind, place"), @"
    E0306 ⟦lookup(limits, kind, place)⟧ `limits` cannot be looked up by two classes | its columns hold values of several types
      help: name one column for each code, as `table limits (city, county) { … }`, all of one type
    ");
}
