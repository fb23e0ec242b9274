//! How many verdicts of each kind each rule has.

use super::{
    page::{BOLD, PLAIN, Page},
    totals::{told, totals},
    voice::Voice,
};
use crate::{
    Options,
    text::{clean, width},
};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};
use guiju_eval::Outcome;
use guiju_syntax::Tongue;

/// Columns that a title needs at least; where they are not left, the table goes without titles, and first without
/// clauses.
const TITLE_COLUMNS: usize = 24;

/// Columns of a title that need not grow at the cost of the clauses.
const ENOUGH_COLUMNS: usize = 48;

/// Blanks between two columns: the padding of the first, and the place of a line that is not drawn.
const GAP: usize = 2;

/// A rule that judged somebody, as the table names it.
struct Line {
    rule: usize,
    name: String,
    clause: String,
}

/// Writes the counts by rule, and which rules judge nobody. An outcome that no rule has gets no column.
pub(super) fn write(page: &mut Page, voice: &Voice<'_>, options: &Options) {
    let evaluation = voice.evaluation;
    let (lines, idle): (Vec<Line>, Vec<Line>) = evaluation
        .rules
        .iter()
        .enumerate()
        .map(|(rule, info)| Line {
            rule,
            name: voice.rule_name(rule),
            clause: clean(&info.cite.join(", ")).into_owned(),
        })
        .partition(|line| evaluation.counts[line.rule].iter().any(|n| *n > 0));
    if !lines.is_empty() {
        page.gap();
        write_table(page, voice, options, &lines);
    }
    if !idle.is_empty() {
        page.gap();
        write_idle(page, &idle, voice.tongue);
    }
}

fn write_table(page: &mut Page, voice: &Voice<'_>, options: &Options, lines: &[Line]) {
    let totals = totals(voice);
    let outcomes: Vec<Outcome> = Outcome::ALL.into_iter().filter(|outcome| totals[*outcome as usize] > 0).collect();
    let heads: Vec<&str> = outcomes.iter().map(|outcome| stacked(*outcome, voice.tongue)).collect();
    let widest = |lines: &mut dyn Iterator<Item = &str>| lines.map(width).max().unwrap_or(0) + GAP;
    let name_columns = widest(&mut lines.iter().map(|line| line.name.as_str()));
    let clause_columns = widest(&mut lines.iter().map(|line| line.clause.as_str()));
    let head_columns: usize = heads.iter().map(|head| widest(&mut head.lines())).sum();
    // Behind the last column stands no line.
    let Some(left) = (options.width + 1).checked_sub(name_columns + head_columns) else {
        return write_list(page, voice, lines);
    };
    let titles = lines.iter().map(|line| voice.rule(line.rule).title.in_tongue(voice.tongue));
    let longest = titles.map(width).max().unwrap_or(0) + GAP;
    let with_title = left >= TITLE_COLUMNS;
    let with_clause = left >= longest.clamp(TITLE_COLUMNS, ENOUGH_COLUMNS) + clause_columns;
    let table = table(voice, options, lines, (with_title, with_clause), (&heads, &outcomes));
    let mut style = BOLD;
    for line in table.lines() {
        if line.starts_with('-') {
            style = PLAIN;
        }
        page.line(style, line.trim_end());
    }
}

fn table(
    voice: &Voice<'_>,
    options: &Options,
    lines: &[Line],
    (with_title, with_clause): (bool, bool),
    (heads, outcomes): (&[&str], &[Outcome]),
) -> Table {
    let tongue = voice.tongue;
    let mut header = vec![tongue.pick("rule", "规则").to_owned()];
    if with_title {
        header.push(tongue.pick("title", "名称").to_owned());
    }
    if with_clause {
        header.push(tongue.pick("clause", "条款").to_owned());
    }
    let first_count = header.len();
    header.extend(heads.iter().map(|head| (*head).to_owned()));
    let mut table = Table::new();
    table
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill('-').junction('-')))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(options.width).unwrap_or(u16::MAX))
        .set_header(header);
    for line in lines {
        let mut row = vec![Cell::new(clean(&line.name))];
        if with_title {
            row.push(Cell::new(clean(voice.rule(line.rule).title.in_tongue(tongue))));
        }
        if with_clause {
            row.push(Cell::new(&line.clause));
        }
        let counts = outcomes.iter().map(|outcome| voice.evaluation.counts[line.rule][*outcome as usize]);
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
fn write_list(page: &mut Page, voice: &Voice<'_>, lines: &[Line]) {
    let columns = lines.iter().map(|line| width(&line.name)).max().unwrap_or(0) + 2;
    for line in lines {
        page.beside(0, (BOLD, &line.name, columns), &told(&voice.evaluation.counts[line.rule], voice.tongue));
    }
}

/// Names the rules that judge nobody: another reading of the text, or nothing of the kind happened.
fn write_idle(page: &mut Page, idle: &[Line], tongue: Tongue) {
    let names = idle.iter().map(|line| line.name.as_str()).collect::<Vec<_>>().join(tongue.pick(", ", "、"));
    let n = idle.len();
    let told = match tongue {
        Tongue::En if n == 1 => format!("1 rule has nothing to judge: {names}"),
        Tongue::En => format!("{n} rules have nothing to judge: {names}"),
        Tongue::Zh => format!("{n}条规则没有可评定的事项：{names}"),
    };
    page.paragraph(0, PLAIN, &told);
}

/// Returns the heading of an outcome's column in two lines, which keeps the column narrow.
const fn stacked(outcome: Outcome, tongue: Tongue) -> &'static str {
    let (en, zh) = match outcome {
        Outcome::Met => ("met", "符合"),
        Outcome::MetLate => ("met\nlate", "逾期\n完成"),
        Outcome::Overdue => ("over-\ndue", "逾期\n未完成"),
        Outcome::Violated => ("vio-\nlated", "违反"),
        Outcome::Pending => ("pend-\ning", "未到期"),
        Outcome::Exempt => ("ex-\nempt", "豁免"),
        Outcome::NotApplicable => ("not ap-\nplicable", "不适用"),
        Outcome::Discharged => ("dis-\ncharged", "消灭"),
        Outcome::Undetermined => ("undeter-\nmined", "无法\n判定"),
    };
    tongue.pick(en, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn a_broken_heading_is_still_the_word() {
        for outcome in Outcome::ALL {
            for tongue in [Tongue::En, Tongue::Zh] {
                let whole = stacked(outcome, tongue).replace("-\n", "").replace('\n', tongue.pick(" ", ""));
                assert_eq!(whole, words::outcome(outcome, tongue));
            }
        }
    }
}
