//! The verdicts for spreadsheets: the columns of JSON, flat.
//!
//! The text begins with a byte-order mark, without which spreadsheets misread Chinese. A cell that a spreadsheet would
//! run as a formula gets an apostrophe in front: keys and labels come from data files, and those may be hostile.

use crate::{Options, Report, row::Row};
use std::{
    borrow::Cow,
    io::{self, Write},
};

/// Writes a result as CSV with a line of headings.
///
/// # Errors
/// What `out` answers.
pub fn write(report: Report<'_>, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    out.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(Row::HEADINGS)?;
    for verdict in options.selected(report.evaluation) {
        let cells = Row::of(verdict, report, options.tongue).cells();
        writer.write_record(cells.iter().map(|cell| harmless(cell).into_owned()))?;
    }
    writer.flush()
}

/// Returns the cell with an apostrophe in front where a spreadsheet would take it for a formula.
///
/// Full-width signs count too: East Asian spreadsheets read them as formulas, and white space in front hides none.
#[must_use]
pub fn harmless(cell: &str) -> Cow<'_, str> {
    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(SIGNS);
    if formula { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;
    use guiju_syntax::Tongue;

    fn csv(options: &Options) -> String {
        let data = fixture::data();
        let mut out = Vec::new();
        write(data.report(), options, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_columns_of_json_flat() {
        let text = csv(&Options { tongue: Tongue::Zh, ..Options::default() });
        let text = text.strip_prefix('\u{FEFF}').expect("a byte-order mark");
        insta::assert_snapshot!(text, @"
        policy,rule,verdict,reason,subject_record,subject_key,subject_label,window_from,window_to,expected,actual,due,original_due,done,days_late,stage,provisional,evidence,cite,assumes,way_out,severity,due_at,done_at,responsible
        gongzhuling,A5_2a,met,,group,G1,综合组,2025-01-01,2025-01-31,至少4,4,,,,,,false,,5(2)a,,,major,,,
        gongzhuling,A5_2a,violated,,group,G1,综合组,2025-02-01,2025-02-28,至少4,3,,,,,,false,visit:V17@visits.csv:18; visit:V20@visits.csv:21; visit:V31@visits.csv:32,5(2)a,,已无法补救，今后须遵守,major,,,
        gongzhuling,A5_2a,violated,impossible,group,G2,,2025-02-03,2025-02-28,至少4,0,,,,,,false,,5(2)a,,已无法补救，今后须遵守,major,,,
        gongzhuling,A5_2a,pending,,group,G1,综合组,2026-02-01,2026-02-28,至少4,2,,,,,,false,,5(2)a,,还差2，最迟2026-02-28补足,major,,,
        gongzhuling,A5_2a,undetermined,missing_field,group,G1,综合组,2025-03-01,2025-03-31,至少4,3至5,,,,,,false,visit:V90@visits.csv:91,5(2)a,,补全所列记录的“暗访”,major,,,
        gongzhuling,A5_2a,undetermined,data_horizon,group,G1,综合组,2025-12-01,2025-12-31,至少4,3至5,,,,,,false,visit:V90@visits.csv:91,5(2)a,,补交至2025-12-31（含当日）的记录,major,,,
        gongzhuling,A4_4,met_late,,visit,V17,,2025-12-26,2025-12-26,自2025-12-26起15个工作日内，最迟2026-01-19,已于2026-01-20完成,2026-01-19,2026-01-19,2026-01-20,1,,false,visit:V17@visits.csv:18,第四条（四）,,,critical,,,Inspection office
        gongzhuling,A4_4,overdue,,visit,V20,,2025-12-26,2025-12-26,自2025-12-26起15个工作日内，最迟2026-01-19,未完成,2026-01-19,2026-01-12,,12,,true,visit:V20@visits.csv:18,第四条（四）,prompt,立即补做，按逾期完成计,critical,,,Inspection office
        gongzhuling,A2_1,not_applicable,partial,group,G2,综合组,,,全部6个,无记录,,,,,,false,,2(1),,,advisory,,,
        ");
    }

    #[test]
    fn every_line_has_every_column_and_reads_back() {
        let text = csv(&Options::default());
        let mut reader = ::csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        assert_eq!(reader.headers().unwrap(), Row::HEADINGS.to_vec());
        let rows: Vec<::csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), fixture::data().evaluation.verdicts.len());
        assert_eq!(&rows[1][17], "visit:V17@visits.csv:18; visit:V20@visits.csv:21; visit:V31@visits.csv:32");
    }

    #[test]
    fn a_hostile_label_is_no_formula() {
        let mut data = fixture::data();
        data.evaluation.verdicts[1].subject.label = Some("=HYPERLINK(\"http://x\")".into());
        let mut out = Vec::new();
        write(data.report(), &Options::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains(",\"'=HYPERLINK(\"\"http://x\"\")\","), "{text}");
    }

    #[test]
    fn formulas_are_known_by_their_first_sign() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n1", "＝1", "＠x", "  =1", "\u{a0}-1"] {
            assert_eq!(harmless(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["", "a=b", "东湖街", "2026-01-31", "1-2", "'=1"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
