//! What the rules amount to, worked out row by row without the engine.
//!
//! In: the CSV files. Out: for each subject its class, keyed as the engine prints subjects.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};

/// Cells by heading, in the order of the file.
type Row = BTreeMap<String, String>;

/// How the latest routine inspection of an establishment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Latest {
    Compliant,
    Overdue { due: String },
    Never,
}

/// How two neighbouring routine inspections stand, or the last one and the day of judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    Kept,
    TooLong,
    OpenNotDue,
    OpenOverdue,
    Never,
}

/// How the correction of a violation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Correction {
    OnTime,
    Late,
    OpenOverdue,
    OpenNotDue,
    PredatesInspection,
    FutureDated,
}

/// An establishment, and the first and last day of a gap; no days where there was never an inspection.
pub(crate) type GapKey = (String, Option<(String, String)>);

/// Returns the class of each establishment.
pub(crate) fn latest(folder: &super::Folder) -> BTreeMap<String, Latest> {
    let mut classes = BTreeMap::new();
    for (id, member) in members(folder) {
        let class = match member.inspected.last() {
            None => Latest::Never,
            Some(last) if (as_of() - *last).num_days() <= member.frequency => Latest::Compliant,
            Some(last) => Latest::Overdue { due: after(*last, member.frequency).to_string() },
        };
        classes.insert(id, class);
    }
    classes
}

/// Returns for each postal code with ten members or more whether four fifths of them are inspected in time.
pub(crate) fn quota(folder: &super::Folder) -> BTreeMap<String, bool> {
    let zipcodes: BTreeMap<String, String> = rows(folder, "establishments.csv")
        .into_iter()
        .map(|row| (row["establishmentid"].clone(), row["zipcode"].clone()))
        .collect();
    let mut groups: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (id, class) in latest(folder) {
        let (members, compliant) = groups.entry(zipcodes[&id].clone()).or_default();
        *members += 1;
        *compliant += usize::from(class == Latest::Compliant);
    }
    let large = groups.into_iter().filter(|(zipcode, (members, _))| !zipcode.is_empty() && *members >= 10);
    large.map(|(zipcode, (members, compliant))| (zipcode, compliant * 5 >= members * 4)).collect()
}

/// Returns the class of each gap, the open ones included.
pub(crate) fn gaps(folder: &super::Folder) -> BTreeMap<GapKey, Gap> {
    let mut classes = BTreeMap::new();
    for (id, member) in members(folder) {
        let days: Vec<NaiveDate> = member.inspected.into_iter().collect();
        let key = |from: NaiveDate, to: NaiveDate| (id.clone(), Some((from.to_string(), to.to_string())));
        for pair in days.windows(2) {
            let kept = (pair[1] - pair[0]).num_days() <= member.frequency;
            classes.insert(key(pair[0], pair[1]), if kept { Gap::Kept } else { Gap::TooLong });
        }
        match days.last() {
            None => classes.insert((id.clone(), None), Gap::Never),
            Some(last) => {
                let due = (as_of() - *last).num_days() > member.frequency;
                classes.insert(key(*last, as_of()), if due { Gap::OpenOverdue } else { Gap::OpenNotDue })
            }
        };
    }
    classes
}

/// Returns the kind and the class of each violation with a deadline, by its row: the heading is row 1.
pub(crate) fn corrections(folder: &super::Folder) -> BTreeMap<String, (String, Correction)> {
    let mut classes = BTreeMap::new();
    for (number, row) in (2..).zip(rows(folder, "violations.csv")) {
        if !["Yes", "No"].contains(&row["corrected"].as_str()) || row["days_to_correct"].is_empty() {
            continue;
        }
        let inspected = NaiveDate::parse_from_str(&row["inspection_date"], "%m/%d/%Y").unwrap();
        let deadline = after(inspected, whole(&row["days_to_correct"]));
        let class = match row["corrected_date"].as_str() {
            "" if deadline < as_of() => Correction::OpenOverdue,
            "" => Correction::OpenNotDue,
            text => match day(text) {
                done if done < inspected => Correction::PredatesInspection,
                done if done > as_of() => Correction::FutureDated,
                done if done <= deadline => Correction::OnTime,
                _ => Correction::Late,
            },
        };
        classes.insert(format!("{number}"), (row["violation_type"].clone(), class));
    }
    classes
}

/// An establishment to which the rules on frequency apply.
struct Member {
    /// Days at most between two routine inspections.
    frequency: i64,
    /// The dates of its routine inspections.
    inspected: BTreeSet<NaiveDate>,
}

fn members(folder: &super::Folder) -> BTreeMap<String, Member> {
    let mut members = BTreeMap::new();
    for row in rows(folder, "establishments.csv") {
        let frequency = &row["review_frequency_days"];
        if row["license_type"] == "Fixed Establishment"
            && row["establishment_status"] == "Open"
            && !frequency.is_empty()
        {
            let member = Member { frequency: whole(frequency), inspected: BTreeSet::new() };
            members.insert(row["establishmentid"].clone(), member);
        }
    }
    for row in rows(folder, "inspections.csv") {
        if row["inspection_type"] == "Routine Inspection"
            && let Some(member) = members.get_mut(&row["establishmentid"])
        {
            member.inspected.insert(day(&row["inspection_date"]));
        }
    }
    members
}

fn rows(folder: &super::Folder, file: &str) -> Vec<Row> {
    csv::Reader::from_reader(folder[file].as_slice()).deserialize().map(Result::unwrap).collect()
}

fn as_of() -> NaiveDate {
    super::AS_OF.parse().unwrap()
}

fn after(day: NaiveDate, days: i64) -> NaiveDate {
    day + Days::new(days.try_into().unwrap())
}

/// Reads `2019-05-31 00:00:00`.
fn day(text: &str) -> NaiveDate {
    text.strip_suffix(" 00:00:00").unwrap().parse().unwrap()
}

/// Reads `180.0`.
fn whole(text: &str) -> i64 {
    text.strip_suffix(".0").unwrap().parse().unwrap()
}
