//! How many verdicts of each kind there are in all, and the share met in time.

use super::{
    page::{BOLD, Page},
    voice::Voice,
};
use crate::words::{self, several, tell};
use guiju_eval::Outcome;
use guiju_syntax::Tongue;

/// Writes all counts, and the share met in time.
pub(super) fn write(page: &mut Page, voice: &Voice<'_>) {
    let tongue = voice.tongue;
    let totals = totals(voice);
    page.gap();
    let all: u64 = totals.iter().sum();
    if all == 0 {
        return page.paragraph(0, BOLD, tongue.pick("nothing was judged", "没有评定任何事项"));
    }
    let counts = told(&totals, tongue);
    let all = match tongue {
        Tongue::En => several(all, "verdict"),
        Tongue::Zh => format!("共{all}项判定"),
    };
    page.paragraph(0, BOLD, &tell!(tongue, "{all}: {counts}", "{all}：{counts}"));
    page.paragraph(0, BOLD, &rate(&totals, tongue));
}

/// Says how many there are of each outcome that occurs.
pub(super) fn told(counts: &[u64; 9], tongue: Tongue) -> String {
    let occurring = Outcome::ALL.into_iter().zip(counts).filter(|(_, n)| **n > 0);
    let counts: Vec<String> = occurring
        .map(|(outcome, n)| {
            let outcome = words::outcome(outcome, tongue);
            tell!(tongue, "{n} {outcome}", "{outcome}{n}")
        })
        .collect();
    counts.join(tongue.pick(", ", "，"))
}

/// Counts the verdicts of all rules by outcome.
pub(super) fn totals(voice: &Voice<'_>) -> [u64; 9] {
    let mut totals = [0; 9];
    for counts in &voice.evaluation.counts {
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    totals
}

/// Says which share of the judged verdicts was met in time: never without its counts, and between which bounds it lies
/// where some are undetermined, since each of them may turn out either way.
///
/// Shares are rounded to a tenth of a percent; 100% means all, and 0% none.
fn rate(totals: &[u64; 9], tongue: Tongue) -> String {
    let of = |outcome: Outcome| u128::from(totals[outcome as usize]);
    let met = of(Outcome::Met);
    let judged = met + of(Outcome::MetLate) + of(Outcome::Overdue) + of(Outcome::Violated);
    let unknown = of(Outcome::Undetermined);
    let whole = judged + unknown;
    if whole == 0 {
        return tell!(tongue, "met in time: nothing was due yet", "按期符合率：尚无到期事项");
    }
    let mut told = match (judged > 0).then(|| share(met, judged)) {
        Some(share) => tell!(
            tongue,
            "met in time: {met} of {judged} judged, {share}",
            "按期符合率：已判定{judged}项，其中按期符合{met}项，占{share}"
        ),
        None => tell!(tongue, "met in time: none judged", "按期符合率：尚无已判定的事项"),
    };
    if unknown > 0 {
        let (low, high) = (share(met, whole), share(met + unknown, whole));
        told += &tell!(
            tongue,
            "; with the {unknown} undetermined {low} if all of them are breached, {high} if all are met",
            "；另有{unknown}项无法判定，若全部违规则为{low}，若全部符合则为{high}"
        );
    }
    told
}

/// A part of a whole that is not nothing, in percent.
fn share(part: u128, whole: u128) -> String {
    let tenths = match (part * 2000 + whole) / (whole * 2) {
        0 if part > 0 => 1,
        1000 if part < whole => 999,
        rounded => rounded,
    };
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells the rate of so many met, met late, overdue, violated and undetermined.
    fn rate_of(met: u64, late: u64, overdue: u64, violated: u64, undetermined: u64, tongue: Tongue) -> String {
        rate(&[met, late, overdue, violated, 7, 7, 7, 7, undetermined], tongue)
    }

    #[test]
    fn a_rate_is_an_interval_where_something_is_unknown() {
        insta::assert_snapshot!(rate_of(1, 1, 1, 2, 2, Tongue::En), @"met in time: 1 of 5 judged, 20.0%; with the 2 undetermined 14.3% if all of them are breached, 42.9% if all are met");
        insta::assert_snapshot!(rate_of(1, 1, 1, 2, 2, Tongue::Zh), @"按期符合率：已判定5项，其中按期符合1项，占20.0%；另有2项无法判定，若全部违规则为14.3%，若全部符合则为42.9%");
        insta::assert_snapshot!(rate_of(340, 12, 8, 5, 0, Tongue::En), @"met in time: 340 of 365 judged, 93.2%");
        insta::assert_snapshot!(rate_of(340, 12, 8, 5, 0, Tongue::Zh), @"按期符合率：已判定365项，其中按期符合340项，占93.2%");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 2, Tongue::En), @"met in time: none judged; with the 2 undetermined 0.0% if all of them are breached, 100.0% if all are met");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 2, Tongue::Zh), @"按期符合率：尚无已判定的事项；另有2项无法判定，若全部违规则为0.0%，若全部符合则为100.0%");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 0, Tongue::En), @"met in time: nothing was due yet");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 0, Tongue::Zh), @"按期符合率：尚无到期事项");
    }

    #[test]
    fn all_means_all() {
        assert!(rate_of(9999, 1, 0, 0, 0, Tongue::En).ends_with(", 99.9%"));
        assert!(rate_of(3, 0, 0, 0, 0, Tongue::En).ends_with(", 100.0%"));
        assert!(rate_of(1, 9999, 0, 0, 0, Tongue::En).ends_with(", 0.1%"));
        assert!(rate_of(18, 10, 0, 0, 0, Tongue::En).ends_with(", 64.3%"));
        let huge = rate_of(u64::MAX, 0, 0, 0, u64::MAX, Tongue::En);
        assert!(huge.contains(" 50.0% if all of them are breached, 100.0% if all are met"), "{huge}");
    }
}
