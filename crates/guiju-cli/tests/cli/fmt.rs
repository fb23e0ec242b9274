//! `guiju fmt`: layout and tongue, and what it leaves alone.

use crate::office::{Office, Run};

const POLICY: &str = "policies/town/policy.guiju";

#[test]
fn what_is_in_order_stays() {
    let office = Office::new();
    let before = office.read(POLICY);
    assert_eq!(office.run("fmt"), Run { status: 0, out: String::new(), err: String::new() });
    assert_eq!(office.run("fmt --check policies").status, 0);
    assert_eq!(office.read(POLICY), before);
}

#[test]
fn what_is_not_is_laid_out_once() {
    let office = Office::new();
    let before = office.read(POLICY);
    office.edit(POLICY, "  cite 1\n", "cite   1 ;\n");
    let untidy = office.read(POLICY);

    let run = office.run("fmt --check policies");
    assert_eq!((run.status, run.out.as_str()), (1, "policies/town/policy.guiju\n"));
    assert_eq!(office.read(POLICY), untidy);

    let run = office.run("fmt policies");
    assert_eq!((run.status, run.out.as_str()), (0, "policies/town/policy.guiju\n"));
    assert_eq!(office.read(POLICY), before);
    assert_eq!(office.run("fmt policies").out, "");
}

#[test]
fn there_and_back_again() {
    let office = Office::new();
    let (policy, people) = (office.read(POLICY), office.read("policies/common/people.guiju"));
    assert_eq!(office.run("fmt --lang zh policies").status, 0);
    let chinese = office.read(POLICY);
    assert!(chinese.contains("数量 第一条 又称 A1"), "{chinese}");
    assert!(chinese.contains("计数 检查 凡 组 = g"), "{chinese}");
    assert!(office.read("policies/common/people.guiju").contains("档案 检查组 又称 group"));
    assert_eq!(office.run("check policies").status, 0);
    assert_eq!(office.run("fmt --check policies").status, 0);

    assert_eq!(office.run("fmt --lang en policies").status, 0);
    assert_eq!(office.read(POLICY), policy);
    assert_eq!(office.read("policies/common/people.guiju"), people);
}

#[test]
fn messages_keep_their_tongue() {
    let office = Office::new();
    office.edit(POLICY, "  cite 1\n", "  site 1\n");
    assert!(office.run("fmt --lang zh policies").err.starts_with("error["));
    assert!(office.run("--lang zh fmt --lang en policies").err.starts_with("错误["));
}

#[test]
fn files_with_syntax_errors_are_left_alone() {
    let office = Office::new();
    office.edit(POLICY, "  cite 1\n", "    site 1\n");
    office.edit("policies/common/people.guiju", "  key id", "key id");
    let broken = office.read(POLICY);
    for words in ["fmt policies", "fmt --check policies"] {
        let run = office.run(words);
        assert_eq!(run.status, 2, "{words}");
        assert!(run.err.contains("policies/town/policy.guiju"), "{}", run.err);
    }
    assert_eq!(office.read(POLICY), broken);
    // The others are laid out all the same.
    assert!(office.read("policies/common/people.guiju").contains("  key id"));
}

#[test]
fn a_file_with_unknown_names_keeps_its_tongue() {
    let office = Office::new();
    office.edit(POLICY, "  must visit.reported", "must visit.reprted");
    assert_eq!(office.run("fmt policies/town").status, 0);
    assert!(office.read(POLICY).contains("  must visit.reprted"));
    let run = office.run("fmt --lang zh policies/town");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("error[E0201]"), "{}", run.err);
    assert!(office.read(POLICY).starts_with("use "));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let office = Office::new();
    let policy = office.read(POLICY);
    let run = |words: &str, text: &str| {
        let output =
            office.command(words).current_dir(office.path("policies/town")).write_stdin(text.to_owned()).output();
        Run::of(&output.unwrap())
    };
    assert_eq!(run("fmt -", &policy), Run { status: 0, out: policy.clone(), err: String::new() });
    let untidy = policy.replace("  cite 1\n", "cite 1\n");
    assert_eq!(run("fmt -", &untidy).out, policy);
    let chinese = run("fmt - --lang zh", &policy);
    // The import is found from the current folder, so that its names turn too.
    assert!(chinese.out.contains("指向 检查组"), "{}", chinese.out);
    assert_eq!(run("fmt - --check", &policy), Run { status: 0, out: String::new(), err: String::new() });
    assert_eq!(run("fmt - --check", &untidy), Run { status: 1, out: "<stdin>\n".into(), err: String::new() });
    let broken = run("fmt -", "policy {");
    assert_eq!((broken.status, broken.out.as_str()), (2, ""));
}

#[test]
fn bytes_that_are_no_text() {
    let office = Office::new();
    office.write("policies/common/people.guiju", b"record \xB5\xB5");
    let run = office.run("fmt policies/common");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("error[E0102]"), "{}", run.err);
    assert_eq!(std::fs::read(office.path("policies/common/people.guiju")).unwrap(), b"record \xB5\xB5");
}

#[test]
fn windows_line_ends_become_line_feeds() {
    let office = Office::new();
    let policy = office.read(POLICY);
    office.write(POLICY, format!("\u{FEFF}{}", policy.replace('\n', "\r\n")));
    assert_eq!(office.run("fmt --check policies").status, 1);
    assert_eq!(office.run("fmt policies").status, 0);
    assert_eq!(office.read(POLICY), policy);
}

#[test]
fn the_other_tongue_can_be_seen_without_writing_it() {
    let office = Office::new();
    let before = office.read("policies/town/policy.guiju");
    let run = office.run("fmt --lang zh --stdout policies/town");
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.out.contains("规矩 某镇 又称 town"), "{}", run.out);
    assert_eq!(office.read("policies/town/policy.guiju"), before);
    assert_eq!(office.run("fmt --stdout --check policies/town").status, 2);
}
