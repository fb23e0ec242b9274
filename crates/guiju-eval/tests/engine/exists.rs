//! `exists`: records that agree with a row.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn certificates(rule: &str, visits: &str, certificates: &str) -> Case {
    case(&format!(
        "record person {{ key id: text }}
         record visit {{ key id: text; person: ref person?; at date: date }}
         record certificate {{ key id: text; person: ref person?; kind: text?; from: date; until: date?; valid: yesno? }}
         check k \"k\" {{ cite 1; each visit; must {rule} }}"
    ))
    .with("person", "id\n ann\n bob\n cai")
    .with("visit", &format!("id, person, date\n{visits}"))
    .with("certificate", &format!("id, person, kind, from, until, valid\n{certificates}"))
    .data("2025-01-01..2025-01-31")
    .as_of("2025-01-31")
}

#[test]
fn a_key_and_a_filter() {
    let rule = "exists certificate where person = this.person and valid";
    let visits = "v1, ann, 2025-01-05\n v2, bob, 2025-01-05\n v3, cai, 2025-01-05\n v4, , 2025-01-05";
    let rows = "c1, ann, , 2024-01-01, , yes\n c2, ann, , 2024-01-01, , no\n c3, bob, , 2024-01-01, , no\n c4, cai, , 2024-01-01, ,";
    assert_snapshot!(certificates(rule, visits, rows).run(), @"
    k | v1 | 2025-01-05 | met | holds | v1:2
    k | v2 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v2:3
    k | v3 | 2025-01-05 | undetermined missing_field | unknown: exists certificate where person = this.person and valid | v3:4
    k | v4 | 2025-01-05 | undetermined missing_field | unknown: exists certificate where person = this.person and valid | v4:5
    ");
    // With nothing to agree with, whatever the missing key would be.
    assert_snapshot!(certificates(rule, visits, "").run(), @"
    k | v1 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v1:2
    k | v2 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v2:3
    k | v3 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v3:4
    k | v4 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v4:5
    ");
    // A certificate that does not say whose it is belongs to nobody.
    assert_snapshot!(certificates(rule, "v1, ann, 2025-01-05", "c, , , 2024-01-01, , yes").run(), @"k | v1 | 2025-01-05 | violated | fails: exists certificate where person = this.person and valid | v1:2");
}

#[test]
fn an_interval_of_dates() {
    let rule =
        "exists certificate where person = this.person and from <= this.date and (until missing or this.date <= until)";
    let visits = "before, ann, 2025-01-04\n first, ann, 2025-01-05\n last, ann, 2025-01-10\n after, ann, 2025-01-11\n open, bob, 2025-01-11";
    assert_snapshot!(certificates(rule, visits, "c1, ann, , 2025-01-05, 2025-01-10,\n c2, bob, , 2025-01-01, ,").run(), @"
    k | after | 2025-01-11 | violated | fails: exists certificate where person = this.person and from <= this.date and (until missing or this.date <= until) | after:5
    k | before | 2025-01-04 | violated | fails: exists certificate where person = this.person and from <= this.date and (until missing or this.date <= until) | before:2
    k | first | 2025-01-05 | met | holds | first:3
    k | last | 2025-01-10 | met | holds | last:4
    k | open | 2025-01-11 | met | holds | open:6
    ");
}

#[test]
fn without_keys_every_record_is_looked_at() {
    assert_snapshot!(certificates("exists certificate where valid", "v, ann, 2025-01-05", "c, bob, , 2025-01-01, , yes").run(), @"k | v | 2025-01-05 | met | holds | v:2");
    assert_snapshot!(certificates("not exists certificate where valid", "v, ann, 2025-01-05", "c, bob, , 2025-01-01, , no").run(), @"k | v | 2025-01-05 | met | holds | v:2");
    assert_snapshot!(certificates("exists certificate where from > this.date", "v, ann, 2025-01-05\n w, ann, 2025-01-09", "c, bob, , 2025-01-07, ,").run(), @"
    k | v | 2025-01-05 | met | holds | v:2
    k | w | 2025-01-09 | violated | fails: exists certificate where from > this.date | w:3
    ");
}

#[test]
fn records_that_are_not_seen_do_not_exist() {
    let policy = "record person { key id: text }
        record visit { key id: text; person: ref person; at date: date }
        record leave { key id: text; person: ref person; at date: date }
        check k \"k\" { cite 1; each visit; must not exists leave where person = this.person }";
    let case = case(policy)
        .with("person", "id\n ann")
        .with("visit", "id, person, date\n v, ann, 2025-01-05")
        .with("leave", "id, person, date\n l, ann, 2025-01-20")
        .data("2025-01-01..2025-01-31");
    assert_snapshot!(case.clone().as_of("2025-01-19").run(), @"k | v | 2025-01-05 | met | holds | v:2");
    assert_snapshot!(case.as_of("2025-01-20").run(), @"k | v | 2025-01-05 | violated | fails: not (exists leave where person = this.person) | v:2");
}
