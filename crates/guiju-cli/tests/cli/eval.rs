//! `guiju eval`: from files to verdicts, statuses and files.

use crate::office::{Office, Run};

const EVAL: &str = "eval -p policies/town -d data --as-of 2025-04-30";

#[test]
fn the_report() {
    let office = Office::new();
    let run = office.run(EVAL);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    for line in [
        "Visits of a town (town)",
        "as of 2025-04-30",
        "data: 2 files, 6 records",
        "  records complete 2025-01-01 to 2025-03-31 (visit)",
        "  violated  group G1 (第一组), 2025-02: actual 1 [visits.csv row 4]",
        "  met late  visit V2, 2025-01-20: due 2025-02-14, done on 2025-02-18, 4 days late [visits.csv row 3]",
        "    A3 visits are reported promptly: visit V5, 2025-03-17: supply the records through 2025-04-08;",
    ] {
        assert!(run.out.lines().any(|told| told == line), "{line}\n{}", run.out);
    }
}

#[test]
fn the_same_in_chinese() {
    let office = Office::new();
    let run = office.run(&format!("{EVAL} --rule 第一条 --lang zh"));
    assert_eq!(run.status, 1);
    assert!(run.out.contains("某镇检查办法（某镇）"), "{}", run.out);
    assert!(run.out.contains("每月检查两次"), "{}", run.out);
}

#[test]
fn only_rules_that_were_judged_are_counted() {
    let office = Office::new();
    let json = office.run(&format!("{EVAL} --rule 第三条 --format json")).out;
    let result: serde_json::Value = serde_json::from_str(&json).unwrap();
    let summary = result["summary"].as_array().unwrap();
    assert_eq!((summary.len(), &summary[0]["rule"], &summary[0]["counts"]["met"]), (1, &"A3".into(), &3.into()));
    let rules: Vec<_> = result["verdicts"].as_array().unwrap().iter().map(|verdict| &verdict["rule"]).collect();
    assert_eq!(rules, ["A3"; 5]);
    assert!(!office.run(&format!("{EVAL} --rule A3")).out.contains("A1"));
}

#[test]
fn programs_read_english() {
    let office = Office::new();
    for format in ["json", "csv"] {
        let words = format!("{EVAL} --format {format}");
        let english = office.run(&words);
        let zh = office.command(&words).env("LANG", "zh_CN").env("LC_ALL", "").output().unwrap();
        assert_eq!(Run::of(&zh).out, english.out);
        assert!(english.out.contains("at least 2"), "{}", english.out);
        // The as-of date is always said.
        assert!(english.err.starts_with("as of 2025-04-30: 5 met, "), "{}", english.err);
        assert!(office.run(&format!("{words} --lang zh")).out.contains("至少2"));
    }
}

#[test]
fn the_english_and_the_chinese_policy_give_the_same_bytes() {
    let office = Office::new();
    let english = office.run(&format!("{EVAL} --format json"));
    office.run("fmt --lang zh policies");
    assert_eq!(office.run(&format!("{EVAL} --format json")), english);
}

#[test]
fn severity_decides_the_status() {
    let office = Office::new();
    let status = |words: &str| office.run(&format!("{EVAL} {words}")).status;
    assert_eq!(status("--severity major"), 1);
    assert_eq!(status("--severity critical"), 0);
    assert_eq!(status("--rule A3"), 0);
    assert_eq!(status("--rule A3 --severity advisory"), 1);
    assert_eq!(status("--from 2025-01-01 --to 2025-01-31 --rule A1"), 0);
}

#[test]
fn results_in_files() {
    let office = Office::new();
    let json = office.run(&format!("{EVAL} --format json"));
    let csv = office.run(&format!("{EVAL} --format csv"));
    let run = office.run(&format!("{EVAL} -o out.json --summary summary.json"));
    assert_eq!((run.status, run.out.as_str()), (1, ""));
    assert_eq!(office.read("out.json"), json.out);
    assert!(office.read("summary.json").contains("\"verdicts\":[]"));
    office.run(&format!("{EVAL} --output out.csv"));
    assert_eq!(office.read("out.csv"), csv.out);
    office.run(&format!("{EVAL} -o out.txt --color always"));
    assert!(office.read("out.txt").contains("Visits of a town") && !office.read("out.txt").contains('\u{1B}'));
    let run = office.run(&format!("{EVAL} -o nowhere/out.csv"));
    assert_eq!(run.status, 2);
    assert!(run.err.contains("cannot write `nowhere/out.csv`"), "{}", run.err);
}

#[test]
fn only_some_verdicts() {
    let office = Office::new();
    let verdicts = |only: &str| {
        let out = office.run(&format!("{EVAL} --format csv --only {only}")).out;
        out.lines().skip(1).map(|line| line.split(',').nth(2).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts("breached"), ["violated", "met_late"]);
    assert_eq!(verdicts("违反"), ["violated"]);
    assert_eq!(verdicts("violated,undetermined"), ["violated", "undetermined"]);
    let run = office.run(&format!("{EVAL} --only late"));
    assert_eq!(run.status, 2);
    assert!(run.err.contains("`late` is no verdict"), "{}", run.err);
}

#[test]
fn assumptions_are_overridden() {
    let office = Office::new();
    let due = |assume: &[&str]| {
        let output = office.command(EVAL).args(["--format", "json", "--rule", "A3"]).args(assume).output().unwrap();
        let out = Run::of(&output).out;
        out.split("\"due\":\"").nth(1).map(|rest| rest[..10].to_owned())
    };
    assert_eq!(due(&[]).as_deref(), Some("2025-02-07"));
    assert_eq!(due(&["--assume", "prompt=3wd"]).as_deref(), Some("2025-01-15"));
    assert_eq!(due(&["--assume", "及时 = 3个工作日"]).as_deref(), Some("2025-01-15"));
    for (assume, said) in [
        ("promt=3wd", "there is no assumption `promt`; did you mean `prompt`?"),
        ("prompt=3", "`3` is no value for the assumption `prompt`, which is now `15wd`"),
        ("prompt", "`prompt` is not of the form NAME=VALUE"),
    ] {
        let run = office.run(&format!("{EVAL} --assume {assume}"));
        assert_eq!(run.status, 2);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn no_answer() {
    let office = Office::new();
    let run = office.run("eval -p policies/town");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("there is nothing at `dataset.yaml`"), "{}", run.err);
    for (words, said) in [
        ("--rule A9", "there is no rule `A9`"),
        ("--from 2025-02-01 --to 2025-01-01", "--from 2025-02-01 is after --to 2025-01-01"),
        ("--known-by 2025-02-30", "invalid value '2025-02-30'"),
        ("--max-rejects many", "`many` is neither a number of rows"),
        ("--data-root nowhere", "there is nothing at `nowhere`"),
    ] {
        let run = office.run(&format!("{EVAL} {words}"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(run.err.contains(said), "{words}: {}", run.err);
    }
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    let run = office.run(EVAL);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("error[E0201]"), "{}", run.err);
}

#[test]
fn the_dataset_of_the_current_folder() {
    let office = Office::new();
    let run = office.command("eval -p ../policies/town --as-of 2025-04-30 --format json");
    let mut run = run;
    let output = run.current_dir(office.path("data")).output().unwrap();
    assert_eq!(Run::of(&output).out, office.run(&format!("{EVAL} --format json")).out);
    assert_eq!(office.run("eval -p policies/town -d data/dataset.yaml --as-of 2025-04-30").status, 1);
}

#[test]
fn today_is_the_default_and_is_said() {
    let office = Office::new();
    let run = office.run("eval -p policies/town -d data --rule A3");
    let said = run.out.lines().find_map(|line| line.strip_prefix("as of ")).unwrap().to_owned();
    assert!(said.as_str() > "2025-04-30" && said.len() == 10, "{said}");
}

#[test]
fn records_stay_in_their_folder() {
    let office = Office::new();
    office.write("visits.csv", office.read("data/visits.csv"));
    office.edit("data/dataset.yaml", "source: visits.csv", "source: ../visits.csv");
    let run = office.run(EVAL);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("leaves the folder"), "{}", run.err);
    // With another root, paths begin there.
    office.edit("data/dataset.yaml", "source: ../visits.csv", "source: visits.csv");
    office.edit("data/dataset.yaml", "source: groups.csv", "source: data/groups.csv");
    let run = office.run(&format!("{EVAL} --data-root ."));
    assert_eq!(run.status, 1, "{}", run.err);
}

#[test]
fn bad_cells_are_told_listed_and_counted() {
    let office = Office::new();
    office.edit("data/visits.csv", "2025-03-03", "3 March");
    let run = office.run(&format!("{EVAL} --rejects rejects.csv --format json"));
    // The visit may have been made on any day: no month is violated for it.
    assert_eq!(run.status, 0, "{}", run.out);
    assert!(run.err.contains("warning[W1101]"), "{}", run.err);
    assert!(run.out.contains("\"rejected\":0,\"illegible\":1"), "{}", run.out);
    assert!(run.out.contains("\"undetermined\",\"reason\":\"illegible\""), "{}", run.out);
    assert!(office.read("rejects.csv").contains("3 March"));
    assert_eq!(office.run(&format!("{EVAL} --max-rejects 1")).status, 0);
    for limit in ["0", "10%"] {
        let run = office.run(&format!("{EVAL} --max-rejects {limit} --rejects again.csv"));
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{limit}");
        assert_eq!(office.read("again.csv"), office.read("rejects.csv"));
    }
}

#[test]
fn known_by_replays_the_past() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "  reported aka", "  known entered aka 录入: date?\n  reported aka");
    let visits = office.read("data/visits.csv").replace("报告日期\n", "报告日期,录入\n");
    let visits =
        visits.replace("2025-01-20\n", "2025-01-20,2025-01-11\n").replace("2025-02-18\n", "2025-02-18,2025-04-01\n");
    let visits = visits
        .replace("2025-02-10\n", "2025-02-10,\n")
        .replace("2025-03-10\n", "2025-03-10,\n")
        .replace("03-17,\n", "03-17,,\n");
    office.write("data/visits.csv", visits);
    let january =
        |words: &str| office.run(&format!("{EVAL} --rule A1 --from 2025-01-01 --to 2025-01-31 {words}")).status;
    assert_eq!(january(""), 0);
    assert_eq!(january("--known-by 2025-02-28"), 1);
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let office = Office::new();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_guiju"));
    command.args(format!("{EVAL} --format json").split(' ')).current_dir(office.path("")).env("LC_ALL", "C");
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let run = Run::of(&child.wait_with_output().unwrap());
    // The status is still that of the result.
    assert_eq!(run.status, 1);
    assert!(run.err.starts_with("as of ") && run.err.lines().count() == 1, "{}", run.err);
}

#[test]
fn a_file_is_what_its_ending_says() {
    let office = Office::new();
    let judge = "eval -p policies/town -d data --as-of 2025-04-10";
    for (out, status) in [("a.csv", 1), ("a.json", 1), ("a.txt", 1), ("a", 1), ("a.xlsx", 2), ("a.html", 2)] {
        let run = office.run(&format!("{judge} -o {out}"));
        assert_eq!((run.status, office.path(out).exists()), (status, status == 1), "{out}: {}", run.err);
    }
    assert_eq!(office.run(&format!("{judge} --format json -o b.csv")).status, 2);
    assert_eq!(office.run(&format!("{judge} --format json -o b.dat")).status, 1);
}

#[test]
fn dates_as_policies_write_them() {
    let office = Office::new();
    let iso = office.run("eval -p policies/town -d data --as-of 2025-04-10");
    assert_eq!(office.run("eval -p policies/town -d data --as-of 2025年4月10日"), iso);
    let run = office.run("eval -p policies/town -d data --as-of 2025年2月30日");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("write 2026-01-31 or 2026年1月31日"), "{}", run.err);
}
