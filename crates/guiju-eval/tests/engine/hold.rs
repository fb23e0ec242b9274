//! What must last, and what must never be.

use insta::assert_snapshot;

use crate::harness::{Case, case};

fn notices(must: &str, posts: &str, removals: &str) -> Case {
    case(&format!(
        "record notice {{ key id: text; at issued: date; closed: date? }}
         record post {{ key id: text; at day: date; notice: ref notice }}
         record removal {{ key id: text; at day: date; notice: ref notice }}
         state posted of notice from post before removal
         hold h \"h\" {{ cite 1; each notice; {must} }}"
    ))
    .with("notice", "id, issued, closed\nn, 2025-01-10, 2025-01-20")
    .with("post", &format!("id, day, notice\n{posts}"))
    .with("removal", &format!("id, day, notice\n{removals}"))
    .data("2025-01-01..2025-03-31")
    .as_of("2025-03-31")
}

#[test]
fn the_first_gap_breaks_it() {
    let run = |posts: &str, removals: &str| notices("must hold posted from issued until closed", posts, removals).run();
    assert_snapshot!(
        [
            run("p, 2025-01-10, n", ""),
            run("p, 2025-01-11, n", ""),
            run("p, 2025-01-05, n", "r, 2025-01-21, n"),
            run("p, 2025-01-05, n", "r, 2025-01-20, n"),
            run("p, 2025-01-05, n\nq, 2025-01-15, n", "r, 2025-01-12, n\ns, 2025-01-17, n"),
            run("", ""),
        ]
        .join("\n"),
        @"
    h | n | 2025-01-10 | met | kept | n:2
    h | n | 2025-01-10 | violated | gap 2025-01-10..2025-01-10 | n:2
    h | n | 2025-01-10 | met | kept | n:2
    h | n | 2025-01-10 | violated | gap 2025-01-20..2025-01-20 | n:2
    h | n | 2025-01-10 | violated | gap 2025-01-12..2025-01-14 | n:2
    h | n | 2025-01-10 | violated | gap 2025-01-10..2025-01-20 | n:2
    "
    );
}

#[test]
fn it_is_pending_until_its_last_day_and_undetermined_beyond_the_records() {
    let as_of =
        |day: &str| notices("must hold posted from issued until closed", "p, 2025-01-10, n", "").as_of(day).run();
    assert_snapshot!([as_of("2025-01-19"), as_of("2025-01-20")].join("\n"), @"
    h | n | 2025-01-10 | pending | kept | keep until 2025-01-20 | n:2
    h | n | 2025-01-10 | met | kept | n:2
    ");
    let short = notices("must hold posted from issued until closed", "p, 2025-01-10, n", "")
        .data_of("removal", "2025-01-01..2025-01-15");
    assert_snapshot!(short.run(), @"h | n | 2025-01-10 | undetermined data_horizon | needs data through 2025-01-20 | n:2");
    let later = "must hold posted from issued until later of (closed, issued + 1 month)";
    assert_snapshot!([
        notices(later, "p, 2025-01-10, n", "r, 2025-02-11, n").run(),
        notices(later, "p, 2025-01-10, n", "r, 2025-02-10, n").run(),
    ].join("\n"), @"
    h | n | 2025-01-10 | met | kept | n:2
    h | n | 2025-01-10 | violated | gap 2025-02-10..2025-02-10 | n:2
    ");
}

fn sites(must: &str, fences: &str, works: &str) -> Case {
    case(&format!(
        "record site {{ key id: text }}
         record fence {{ key id: text; up: date; down: date?; site: ref site }}
         record work {{ key id: text; begun: date; ended: date?; site: ref site }}
         register sites of site
         state fenced of site from fence.up until fence.down
         state open of site from work.begun until work.ended
         hold h \"h\" {{ cite 1; per s in sites; {must} }}"
    ))
    .with("site", "id\nA\nB")
    .with("fence", &format!("id, up, down, site\n{fences}"))
    .with("work", &format!("id, begun, ended, site\n{works}"))
    .data("2025-01-01..2025-03-31")
    .as_of("2025-03-31")
}

#[test]
fn members_keep_one_state_during_another() {
    let run = |must: &str| {
        let works = "w1, 2025-01-10, 2025-02-10, A\nw2, 2025-02-01,, B";
        let fences = "f1, 2025-01-05, 2025-02-09, A\nf2, 2025-02-01,, B";
        sites(must, fences, works).run()
    };
    assert_snapshot!(run("must hold fenced while open"), @"
    h | A | violated | gap 2025-02-10..2025-02-10
    h | B | pending | kept
    ");
    assert_snapshot!(run("never hold open while not fenced"), @"
    h | A | violated | gap 2025-02-10..2025-02-10
    h | B | pending | kept
    ");
    assert_snapshot!(run("never hold fenced from 2025-02-05 until 2025-02-28"), @"
    h | A | violated | gap 2025-02-05..2025-02-09
    h | B | violated | gap 2025-02-05..2025-02-28
    ");
}
