//! Discipline, obstruction, attestation (clauses 9, 10(2)).

use guiju_calendar::Day;

use crate::records::office::{Office, day};

/// Whether it is true; since when that is known; when somebody was held liable.
type Inquiry<'a> = (&'a str, Option<Day>, Option<Day>);

pub(super) fn plant(office: &mut Office) {
    discipline(office);
    liability(office);
    obstruction(office);
    for (n, clause) in ["6(5)", "6(6)", "6(8)", "6(9)", "9(1)", "10(1)"].iter().enumerate() {
        office.attestations.add(row![format!("SM{}", n + 1), *clause, day(12, 29), "办公室负责人", true]);
    }
}

fn add(office: &mut Office, visit: Option<Day>, kind: &str, on: Day, inquiry: Inquiry<'_>) -> String {
    let key = format!("WJ{:02}", office.misconduct.len() + 1);
    let visit = visit.map(|on| office.visits.key(office.visit_on(on))).unwrap_or_default();
    let (confirmed, since, liable) = inquiry;
    office.misconduct.add(row![key.as_str(), visit, kind, on, confirmed, since, liable]);
    key
}

fn discipline(office: &mut Office) {
    let mut case = |visit: Option<Day>, kind, on, inquiry, rule, verdict, note| {
        let key = add(office, visit, kind, on, inquiry);
        office.expect_on(rule, &key, on, verdict, note);
    };
    let settled = |month, of_month| ("是", Some(day(month, of_month)), Some(day(month, of_month) + 30));
    let groundless = ("否", None, None);
    let open = ("", None, None);
    case(
        Some(day(4, 8)),
        "妨碍生产",
        day(4, 8),
        settled(4, 21),
        "A9_1",
        "violated",
        "a production line was held up, confirmed",
    );
    case(Some(day(6, 5)), "妨碍生产", day(6, 5), groundless, "A9_1", "no_row", "reported, found groundless");
    case(
        Some(day(6, 12)),
        "泄露行程",
        day(6, 11),
        settled(6, 30),
        "A9_2a",
        "violated",
        "leaked the day before the visit",
    );
    case(
        Some(day(8, 20)),
        "泄露行程",
        day(8, 20),
        settled(9, 1),
        "A9_2a",
        "violated",
        "leaked on the day of the visit, which counts as before it",
    );
    case(
        Some(day(8, 21)),
        "泄露行程",
        day(8, 22),
        settled(9, 1),
        "A9_2a",
        "no_row",
        "told the day after the visit: no longer secret in this reading",
    );
    case(
        Some(day(10, 14)),
        "泄露行程",
        day(10, 13),
        open,
        "A9_2a",
        "undetermined: missing_field",
        "still under inquiry",
    );
    case(
        Some(day(9, 17)),
        "泄露商业机密",
        day(9, 22),
        settled(10, 10),
        "A9_2b",
        "violated",
        "a trade secret was passed on",
    );
    case(None, "收受贿赂", day(5, 9), settled(5, 28), "A9_2c", "violated", "a bribe was taken, confirmed");
    case(None, "谋取私利", day(7, 3), groundless, "A9_2c", "no_row", "reported, found groundless");
}

fn liability(office: &mut Office) {
    let mut case = |on, since, liable, verdict, note| {
        let key = add(office, None, "徇私舞弊", on, ("是", Some(since), liable));
        office.expect_on("A9_3", &key, on, verdict, note);
    };
    case(day(2, 6), day(3, 10), Some(day(9, 10)), "met", "six months end on the corresponding day");
    case(day(2, 7), day(2, 28), Some(day(8, 29)), "met_late", "six months from 28 February end on 28 August");
    case(
        day(5, 6),
        day(5, 30),
        None,
        "overdue",
        "six months end on Sunday 30 November, moved to Monday; nobody was held liable",
    );
    case(day(8, 15), day(9, 1), None, "pending", "six months end on 1 March 2026");
}

fn obstruction(office: &mut Office) {
    let on = day(11, 13);
    let visit = office.visits.key(office.visit_on(on));
    office.obstructions.add(row![visit, on, "某企业门卫"]);
    office.expect_on("A10_2", "2", on, "violated", "the gate was kept shut; the line of the file is the key");
}
