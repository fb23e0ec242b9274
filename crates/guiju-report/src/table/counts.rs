//! How many verdicts of each kind there are: by rule, and in all.

use super::{
    page::{BOLD, PLAIN, Page},
    rule_id,
};
use crate::{
    Options, Report,
    text::{clean, width},
    words::{self, several, tell},
};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use guiju_eval::Outcome;
use guiju_syntax::Tongue;

/// Columns that title and clause need at least; where they are not left, the counts go without them.
const TITLE_COLUMNS: usize = 36;

/// Blanks between two columns: the padding of the first, and the place of a line that is not drawn.
const GAP: usize = 2;

/// Writes the counts by rule. An outcome that no rule has gets no column.
pub(super) fn write(page: &mut Page, report: Report<'_>, options: &Options) {
    let evaluation = report.evaluation;
    if evaluation.rules.is_empty() {
        return;
    }
    let totals = totals(report);
    let outcomes: Vec<Outcome> = Outcome::ALL.into_iter().filter(|outcome| totals[*outcome as usize] > 0).collect();
    let ids: Vec<String> = (0..evaluation.rules.len()).map(|rule| rule_id(report, rule)).collect();
    let heads: Vec<String> = outcomes.iter().map(|outcome| stacked(*outcome, options.tongue)).collect();
    let widest = |lines: &mut dyn Iterator<Item = &str>| lines.map(width).max().unwrap_or(0) + GAP;
    let id_columns = widest(&mut ids.iter().map(String::as_str));
    let head_columns: usize = heads.iter().map(|head| widest(&mut head.lines())).sum();

    page.gap();
    if id_columns + head_columns > options.width {
        return write_list(page, report, &ids, options.tongue);
    }
    let with_title = id_columns + head_columns + TITLE_COLUMNS <= options.width;
    let table = table(report, options, with_title, (&ids, &heads, &outcomes));
    let mut style = BOLD;
    for line in table.lines() {
        if line.starts_with('-') {
            style = PLAIN;
        }
        page.line(style, line.trim_end());
    }
}

fn table(
    report: Report<'_>,
    options: &Options,
    with_title: bool,
    (ids, heads, outcomes): (&[String], &[String], &[Outcome]),
) -> Table {
    let tongue = options.tongue;
    let mut header = vec![tongue.pick("rule", "规则").to_owned()];
    if with_title {
        header.push(tongue.pick("title", "名称").to_owned());
        header.push(tongue.pick("clause", "条款").to_owned());
    }
    let first_count = header.len();
    header.extend_from_slice(heads);
    let mut table = Table::new();
    table
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(options.width).unwrap_or(u16::MAX))
        .set_header(header);
    let rules = report.evaluation.rules.iter();
    for ((rule, id), counts) in rules.zip(ids).zip(&report.evaluation.counts) {
        let mut row = vec![Cell::new(id)];
        if with_title {
            row.push(Cell::new(clean(rule.title.in_tongue(tongue))));
            row.push(Cell::new(clean(&rule.cite.join(", "))));
        }
        let counts = outcomes.iter().map(|outcome| counts[*outcome as usize]);
        row.extend(counts.map(Cell::new));
        table.add_row(row);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 1));
        if index >= first_count {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if index == 0 || index >= first_count {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    table
}

/// Writes the counts in words, for a terminal too narrow for a table.
fn write_list(page: &mut Page, report: Report<'_>, ids: &[String], tongue: Tongue) {
    let columns = ids.iter().map(|id| width(id)).max().unwrap_or(0) + 2;
    for (id, counts) in ids.iter().zip(&report.evaluation.counts) {
        let occurring = Outcome::ALL.into_iter().zip(*counts).filter(|(_, n)| *n > 0);
        page.beside(0, (BOLD, id, columns), &told(occurring, tongue));
    }
}

/// Returns the heading of an outcome's column in two lines, which keeps the column narrow.
fn stacked(outcome: Outcome, tongue: Tongue) -> String {
    let word = words::outcome(outcome, tongue);
    match tongue {
        Tongue::En => word.replace(' ', "\n"),
        Tongue::Zh if word.chars().count() > 3 => {
            let second = word.char_indices().nth(2).map_or(word.len(), |(at, _)| at);
            format!("{}\n{}", &word[..second], &word[second..])
        }
        Tongue::Zh => word.to_owned(),
    }
}

fn told(counts: impl Iterator<Item = (Outcome, u64)>, tongue: Tongue) -> String {
    let counts: Vec<String> = counts
        .map(|(outcome, n)| {
            let outcome = words::outcome(outcome, tongue);
            tell!(tongue, "{n} {outcome}", "{outcome}{n}")
        })
        .collect();
    counts.join(tongue.pick(", ", "，"))
}

/// Writes all nine counts, and the share met in time.
pub(super) fn write_totals(page: &mut Page, report: Report<'_>, tongue: Tongue) {
    let totals = totals(report);
    let counts = told(Outcome::ALL.into_iter().zip(totals), tongue);
    let all: u64 = totals.iter().sum();
    let all = match tongue {
        Tongue::En => several(all, "verdict"),
        Tongue::Zh => format!("共{all}项判定"),
    };
    page.gap();
    page.paragraph(0, BOLD, &tell!(tongue, "{all}: {counts}", "{all}：{counts}"));
    page.paragraph(0, BOLD, &rate(&totals, tongue));
}

fn totals(report: Report<'_>) -> [u64; 9] {
    let mut totals = [0; 9];
    for counts in &report.evaluation.counts {
        for (total, count) in totals.iter_mut().zip(counts) {
            *total += count;
        }
    }
    totals
}

/// Says which share of the judged verdicts was met in time: never without its counts, and as an interval where some are
/// undetermined, since each of them may turn out either way.
///
/// Bounds are rounded outwards to a tenth of a percent, a sole share down: 100% means all.
fn rate(totals: &[u64; 9], tongue: Tongue) -> String {
    let of = |outcome: Outcome| u128::from(totals[outcome as usize]);
    let met = of(Outcome::Met);
    let judged = met + of(Outcome::MetLate) + of(Outcome::Overdue) + of(Outcome::Violated);
    let unknown = of(Outcome::Undetermined);
    let whole = judged + unknown;
    if whole == 0 {
        return tell!(tongue, "met in time: nothing was due yet", "按期符合率：尚无到期事项");
    }
    let low = tenths(met * 1000 / whole);
    if unknown == 0 {
        return tell!(
            tongue,
            "met in time: {met} of {judged} judged, {low}",
            "按期符合率：已判定{judged}项中{met}项，{low}"
        );
    }
    let high = tenths(((met + unknown) * 1000).div_ceil(whole));
    tell!(
        tongue,
        "met in time: {met} of {judged} judged; {low} to {high}, as {unknown} undetermined may turn out either way",
        "按期符合率：已判定{judged}项中{met}项；另有{unknown}项无法判定，故介于{low}与{high}之间"
    )
}

fn tenths(n: u128) -> String {
    format!("{}.{}%", n / 10, n % 10)
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
        insta::assert_snapshot!(rate_of(1, 1, 1, 2, 2, Tongue::En), @"met in time: 1 of 5 judged; 14.2% to 42.9%, as 2 undetermined may turn out either way");
        insta::assert_snapshot!(rate_of(1, 1, 1, 2, 2, Tongue::Zh), @"按期符合率：已判定5项中1项；另有2项无法判定，故介于14.2%与42.9%之间");
        insta::assert_snapshot!(rate_of(340, 12, 8, 5, 0, Tongue::En), @"met in time: 340 of 365 judged, 93.1%");
        insta::assert_snapshot!(rate_of(340, 12, 8, 5, 0, Tongue::Zh), @"按期符合率：已判定365项中340项，93.1%");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 0, Tongue::En), @"met in time: nothing was due yet");
        insta::assert_snapshot!(rate_of(0, 0, 0, 0, 0, Tongue::Zh), @"按期符合率：尚无到期事项");
    }

    #[test]
    fn all_means_all() {
        assert!(rate_of(9999, 1, 0, 0, 0, Tongue::En).ends_with("99.9%"));
        assert!(rate_of(3, 0, 0, 0, 0, Tongue::En).ends_with("100.0%"));
        assert!(rate_of(u64::MAX, 0, 0, 0, u64::MAX, Tongue::En).contains("50.0% to 100.0%"));
    }
}
