//! What must hold of any records: order and repetition do not matter, what is settled stays settled, nothing panics, and
//! a plain recount agrees.

use std::collections::{BTreeMap, BTreeSet};

use guiju_calendar::{Day, Family, window_containing};
use guiju_eval::{Evaluation, Outcome, Verdict};
use proptest::{prelude::*, sample::Index};

use crate::harness::{Case, case};

/// Rules of every head and kernel over units and their visits.
const POLICY: &str = "
    catalog contents { fire; power; exits }
    record unit { key id: text; major: yesno?; since: date?; until: date?; days: number? }
    record visit { key id: text; unit: ref unit?; at date: date; covert: yesno?; score: number?; items: set of contents?; done: date?; place: text? }
    record report { key id: text; unit: ref unit?; visit: ref visit?; at sent: date; month: date? }
    register units of unit from since until until
    register majors of unit where major from since until until ever in force
    event round from visit where not covert per unit, date { n = count; worst = least score; seen = union items; good = all covert }
    sequence visits of visit per unit by date

    quantity count \"\" { cite 1; per u in units; every calendar month; count visit where covert; at least 2 }
    quantity most \"\" { cite 1; per u in units; every calendar week; count visit; at most 1 }
    quantity places \"\" { cite 1; per u in units where major; every calendar quarter; count distinct place of visit; between 1 and 2 }
    quantity mean \"\" { cite 1; per u in units; every calendar month; mean score of visit; at least 2.5 }
    quantity sum \"\" { cite 1; every calendar month; total score of visit where covert; exactly 4 }
    quantity share \"\" { cite 1; per c in contents; every calendar month; share of visit where items has c that covert; at least 40% }
    quantity rest \"\" { cite 1; every calendar month; count distinct unit of visit; at least 50% of majors }
    quantity rounds \"\" { cite 1; per u in units; every calendar month; count round; at least 1; partial full }
    quantity life \"\" { cite 1; per u in units; count visit; at least 2 }
    quantity own \"\" { cite 1; per u in unit; during u.since until u.until; count visit; at least 1 }
    quantity rolling \"\" { cite 1; per u in units; every rolling 20 days; count visit; at least 1 }
    quantity crowd \"\" { cite 1; per u in units; every rolling 1 month; count distinct place of visit where covert; at most 1 }
    quantity gap \"\" { cite 1; per u in units; every rolling u.days days per gap; count visit where covert; at least 1 }
    quantity last \"\" { cite 1; per u in units; the last u.days days; count visit; at least 1 }
    coverage reached \"\" { cite 1; every calendar quarter; all of majors by unit of visit where covert }
    coverage items \"\" { cite 1; per u in units; every calendar month; at least 60% of contents by items of visit }
    coverage each_items \"\" { cite 1; each visit where covert unless score > 3; all of contents by items }
    deadline own_done \"\" { cite 1; each visit where covert; must done; within 5 working days; late void }
    deadline before_done \"\" { cite 1; each visit; must report.sent; before done at least 2 days }
    deadline reported \"\" { cite 1; each visit; must report; within 10 days }
    deadline matched \"\" { cite 1; each visit where covert; must report where unit = this.unit; within 1 month }
    deadline next_clean \"\" { cite 1; each visit where covert; must next visits where not covert; within 15 days }
    deadline monthly \"\" { cite 1; per u in units; every calendar month; must report for month; by day 10 of the next }
    check signed \"\" { cite 1; each visit unless score missing; must score >= 2 and place != previous.place }
    check never_two \"\" { cite 1; never each round where n > 1 }
    check known \"\" { cite 1; each report; must exists visit where unit = this.unit and date <= this.sent }
";

/// Cells of a record, without its key.
pub(crate) type Rows = Vec<String>;

fn date() -> impl Strategy<Value = String> {
    (0..150i32).prop_map(|n| (Day::parse_iso("2025-01-01").unwrap() + n).to_string())
}

fn maybe(strategy: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    prop_oneof![1 => Just(String::new()), 3 => strategy].boxed()
}

fn one_of(words: &'static [&'static str]) -> BoxedStrategy<String> {
    proptest::sample::select(words).prop_map(str::to_owned).boxed()
}

const UNITS: &[&str] = &["u0", "u1", "u2"];
const YES_NO: &[&str] = &["yes", "no", ""];

prop_compose! {
    fn units()(rows in prop::collection::vec((one_of(YES_NO), maybe(date()), 0..120i32, any::<bool>(), one_of(&["", "7", "30"])), 3)) -> Rows {
        let until = |since: &str, days: i32, ends: bool| match Day::parse_iso(since) {
            Ok(since) if ends => (since + days).to_string(),
            _ => String::new(),
        };
        rows.into_iter().map(|(major, since, days, ends, n)| format!("{major},{since},{},{n}", until(&since, days, ends))).collect()
    }
}

prop_compose! {
    fn visits()(rows in prop::collection::vec((maybe(one_of(UNITS)), date(), one_of(YES_NO), one_of(&["", "0", "1.5", "4"]), one_of(&["", "fire", "power+exits"]), maybe(date()), one_of(&["", "p", "q"])), 0..14)) -> Rows {
        rows.into_iter().map(|(u, at, covert, score, items, done, place)| [u, at, covert, score, items, done, place].join(",")).collect()
    }
}

prop_compose! {
    fn reports()(rows in prop::collection::vec((maybe(one_of(UNITS)), date(), maybe(date())), 0..6), of in prop::collection::vec(any::<Index>(), 6)) -> Vec<(String, Index, String)> {
        rows.into_iter().zip(of).map(|((unit, sent, month), of)| (unit, of, format!("{sent},{month}"))).collect()
    }
}

/// Keys and cells of three tables.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    pub(crate) units: Rows,
    pub(crate) visits: Rows,
    pub(crate) reports: Rows,
}

prop_compose! {
    pub(crate) fn records()(units in units(), visits in visits(), reports in reports()) -> Records {
        let keyed = |name: &str, rows: &Rows| rows.iter().enumerate().map(|(i, row)| format!("{name}{i},{row}")).collect();
        let n_visits = visits.len();
        let report = |(i, (unit, of, rest)): (usize, &(String, Index, String))| {
            let visit = if n_visits == 0 { String::new() } else { format!("v{}", of.index(n_visits)) };
            format!("r{i},{unit},{visit},{rest}")
        };
        Records { units: keyed("u", &units), visits: keyed("v", &visits), reports: reports.iter().enumerate().map(report).collect() }
    }
}

pub(crate) fn run(records: &Records) -> Case {
    case(POLICY)
        .with("unit", &format!("id,major,since,until,days\n{}", records.units.join("\n")))
        .with("visit", &format!("id,unit,date,covert,score,items,done,place\n{}", records.visits.join("\n")))
        .with("report", &format!("id,unit,visit,sent,month\n{}", records.reports.join("\n")))
        .data("2025-01-01..2025-05-31")
        .as_of("2025-05-31")
}

/// The verdicts without the rows of their evidence, which name places in files.
fn told(evaluation: &Evaluation) -> Vec<Verdict> {
    let mut verdicts = evaluation.verdicts.clone();
    for evidence in verdicts.iter_mut().flat_map(|v| &mut v.evidence) {
        evidence.row = 0;
    }
    for verdict in &mut verdicts {
        verdict.evidence.sort();
    }
    verdicts
}

fn settled(verdict: &Verdict) -> bool {
    matches!(verdict.outcome, Outcome::Met | Outcome::Violated | Outcome::NotApplicable)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Order and repetition of rows change nothing, nor does anything panic.
    #[test]
    fn shuffled_and_repeated_rows_give_the_same(records in records(), seed in any::<[Index; 16]>()) {
        let mut other = records.clone();
        for rows in [&mut other.units, &mut other.visits, &mut other.reports] {
            let again: Rows = rows.iter().step_by(2).cloned().collect();
            rows.extend(again);
            for (i, index) in seed.iter().enumerate().take(rows.len()) {
                let j = index.index(rows.len());
                rows.swap(i, j);
            }
        }
        prop_assert_eq!(told(&run(&records).verdicts()), told(&run(&other).verdicts()));
    }

    /// What the rules over calendar windows have settled stays as it is when time goes on.
    #[test]
    fn what_is_settled_stays_settled(records in records(), first in 0..150i32, later in 0..60i32) {
        let as_of = |n: i32| (Day::parse_iso("2025-01-01").unwrap() + n).to_string();
        let early = run(&records).data("2024-12-01..2025-12-31").as_of(&as_of(first)).verdicts();
        let late = run(&records).data("2024-12-01..2025-12-31").as_of(&as_of(first + later)).verdicts();
        let calendar = ["count", "most", "rounds", "reached", "items"];
        let key = |v: &Verdict| (v.rule, v.subject.clone(), v.window.map(|w| (w.from, w.to)));
        let after: BTreeMap<_, _> = late.verdicts.iter().map(|v| (key(v), v.outcome)).collect();
        for verdict in early.verdicts.iter().filter(|v| calendar.contains(&early.rules[v.rule].name.id.as_str()) && settled(v)) {
            prop_assert_eq!(after.get(&key(verdict)), Some(&verdict.outcome), "{:?}", verdict);
        }
    }

    /// Counts and distinct values of calendar windows agree with a plain recount.
    #[test]
    fn a_recount_agrees(visits in prop::collection::vec((0..3usize, 0..150i32, any::<bool>(), prop::option::of(0..3u8)), 0..40)) {
        let first = Day::parse_iso("2025-01-01").unwrap();
        let rows: String = visits.iter().enumerate().map(|(i, (unit, day, covert, place))| {
            let (covert, place) = (if *covert { "yes" } else { "no" }, place.map_or(String::new(), |p| format!("p{p}")));
            format!("v{i},u{unit},{},{covert},{place}\n", first + *day)
        }).collect();
        let evaluation = case(
            "record unit { key id: text }
             record visit { key id: text; unit: ref unit; at date: date; covert: yesno; place: text? }
             quantity count \"\" { cite 1; per u in unit; every calendar month; count visit where covert; at least 2 }
             quantity places \"\" { cite 1; per u in unit; every calendar month; count distinct place of visit; at most 1 }",
        )
        .with("unit", "id\nu0\nu1\nu2")
        .with("visit", &format!("id,unit,date,covert,place\n{rows}"))
        .data("2025-01-01..2025-05-31")
        .as_of("2025-06-01")
        .between("2025-01-01", "2025-05-31")
        .verdicts();
        prop_assert_eq!(evaluation.verdicts.len(), 2 * 3 * 5);
        for verdict in &evaluation.verdicts {
            let window = verdict.window.unwrap();
            let here = visits.iter().filter(|(unit, day, ..)| {
                format!("u{unit}") == verdict.subject.key && window_containing(first + *day, Family::Month) == window
            });
            let met = if verdict.rule == 0 {
                here.filter(|(_, _, covert, _)| *covert).count() >= 2
            } else {
                here.filter_map(|(.., place)| *place).collect::<BTreeSet<u8>>().len() <= 1
            };
            prop_assert_eq!(verdict.outcome, if met { Outcome::Met } else { Outcome::Violated }, "{:?}", verdict);
        }
    }
}
