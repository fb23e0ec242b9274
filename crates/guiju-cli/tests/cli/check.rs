//! `guiju check`, and how policies are found.

use crate::office::{Office, Run};

#[test]
fn a_policy_in_order() {
    let office = Office::new();
    for paths in ["policies", "policies/town", "policies/town/policy.guiju", "", "policies/common/people.guiju"] {
        let run = office.run(&format!("check {paths}"));
        assert_eq!((run.status, run.out.as_str()), (0, ""), "{paths}: {}", run.err);
        assert!(run.err.contains("nothing wrong"), "{}", run.err);
    }
}

#[test]
fn faults_are_the_result() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    let run = office.run("check policies");
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.out, @"
    error[E0201]: unknown field `reprted`
      --> policies/town/policy.guiju:34:14
       |
    34 |   must visit.reprted
       |              ^^^^^^^ not a field of `visit`
       |
    help: did you mean `reported`?
       |
    34 |   must visit.reported
       |                 +
    ");
    assert_eq!(run.err, "2 files checked: 1 error\n");

    let run = office.run("check policies --lang zh");
    assert!(run.out.starts_with("错误[E0201]"), "{}", run.out);
    assert_eq!(run.err, "已检查2个文件：1个错误\n");
}

#[test]
fn forms_for_programs_are_english_whatever_the_locale() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    for format in ["json", "github"] {
        let words = format!("check policies --format {format}");
        let english = office.run(&words);
        let run = office.command(&words).env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
        assert_eq!(Run::of(&run), english);
        assert!(english.out.contains("unknown field `reprted`"), "{}", english.out);
        assert_eq!((english.status, english.err.as_str()), (1, ""));
        let asked = office.run(&format!("{words} --lang zh"));
        assert!(asked.out.contains("没有字段 `reprted`"), "{}", asked.out);
    }
}

#[test]
fn a_fault_of_a_shared_file_is_told_once() {
    let office = Office::new();
    office.write(
        "policies/city/policy.guiju",
        office.read("policies/town/policy.guiju").replace("policy town aka 某镇", "policy city"),
    );
    assert_eq!(office.run("check policies").status, 0);
    office.edit("policies/common/people.guiju", "name aka 名称: text", "name aka 名称: txt");
    let run = office.run("check policies");
    assert_eq!(run.out.matches("error[").count(), 1, "{}", run.out);
}

#[test]
fn a_part_of_a_policy_is_checked_with_it() {
    let office = Office::new();
    let policy = office.read("policies/town/policy.guiju");
    let (head, rules) = policy.split_at(policy.find("quantity A1").unwrap());
    let (records, rest) = head.split_at(head.find("record visit").unwrap());
    office
        .write("policies/town/policy.guiju", records.replace("use \"../common/people.guiju\"", "use \"rules.guiju\""));
    office.write("policies/town/rules.guiju", format!("use \"../common/people.guiju\"\n\n{rest}{rules}"));
    let run = office.run("check policies/town/rules.guiju");
    assert_eq!(run.status, 0, "{}", run.out);
}

#[test]
fn paths_as_people_name_them() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    let place = |dir: &str, words: &str| {
        let run = office.command(words).current_dir(office.path(dir)).output().unwrap();
        let out = Run::of(&run).out;
        out.lines().find_map(|line| line.trim().strip_prefix("--> ").map(str::to_owned)).unwrap()
    };
    assert_eq!(place("", "check policies/town"), "policies/town/policy.guiju:34:14");
    assert_eq!(place("policies/town", "check"), "policy.guiju:34:14");
    assert_eq!(place("policies/town", "check policy.guiju"), "policy.guiju:34:14");
    assert_eq!(place("policies/common", "check ../town"), "../town/policy.guiju:34:14");
}

#[test]
fn imports_stay_in_the_folder_of_policies() {
    let office = Office::new();
    office.write("outside.guiju", "record group { key id: text; name: text }\n");
    office.edit("policies/town/policy.guiju", "../common/people.guiju", "../../outside.guiju");
    let run = office.run("check policies/town");
    assert_eq!(run.status, 1);
    assert!(run.out.contains("error[E0212]"), "{}", run.out);
}

#[cfg(unix)]
#[test]
fn nor_do_they_leave_it_through_a_link() {
    let office = Office::new();
    office.write("outside.guiju", "record group { key id: text; name: text }\n");
    std::os::unix::fs::symlink(office.path("outside.guiju"), office.path("policies/common/link.guiju")).unwrap();
    office.edit("policies/town/policy.guiju", "../common/people.guiju", "../common/link.guiju");
    let run = office.run("check policies/town");
    assert_eq!(run.status, 1);
    assert!(run.out.contains("error[E0212]"), "{}", run.out);
    // Named by itself, it is no file of the folder either.
    assert_eq!(office.run("check policies/common/link.guiju").status, 2);
}

#[test]
fn no_answer_without_a_file() {
    let office = Office::new();
    for (words, said) in [
        ("check nowhere", "error: there is nothing at `nowhere`"),
        ("check --lang zh nowhere", "错误：`nowhere` 不存在"),
        ("check data", "error: no policy in `data`"),
        ("debug tree policies", "error: no policy in `policies`"),
        ("check policies --format xml", "invalid value 'xml'"),
        ("chekc", "unrecognized subcommand 'chekc'"),
        ("--lang zh chekc", "没有命令 `chekc`；是否指 `check`？"),
        ("", "Usage: guiju"),
    ] {
        let run = office.run(words);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{words}");
        assert!(run.err.contains(said), "{words}: {}", run.err);
    }
}

#[test]
fn several_policies_in_one_folder() {
    let office = Office::new();
    office.write("policies/town/a.guiju", "policy a \"A\" { }\n");
    office.write("policies/town/b.guiju", "policy b \"B\" { }\n");
    assert_eq!(office.run("debug tree policies/town").status, 0);
    std::fs::remove_file(office.path("policies/town/policy.guiju")).unwrap();
    let run = office.run("debug tree policies/town");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("several policies in `policies/town`: a.guiju, b.guiju"), "{}", run.err);
    std::fs::remove_file(office.path("policies/town/b.guiju")).unwrap();
    assert!(office.run("debug program policies/town").out.contains("id: \"a\""));
}

#[test]
fn a_policy_from_standard_input() {
    let office = Office::new();
    let text = office.read("policies/town/policy.guiju").replace("must visit.reported", "must visit.reprted");
    let run = office.command("check -").current_dir(office.path("policies/town")).write_stdin(text).output().unwrap();
    let run = Run::of(&run);
    assert_eq!(run.status, 1);
    assert!(run.out.contains("--> <stdin>:34:14"), "{}", run.out);
}

#[test]
fn every_code_has_a_page() {
    let office = Office::new();
    let run = office.run("explain e0101");
    assert_eq!(run.status, 0);
    assert!(run.out.starts_with("# E0101"), "{}", run.out);
    let run = office.run("explain E0010");
    assert_eq!(run.status, 2);
    assert!(run.err.contains("did you mean `E0110`?"), "{}", run.err);
}

#[test]
fn help_in_both_tongues() {
    let office = Office::new();
    for words in ["--help --lang zh", "--lang zh --help", "--lang=zh -h"] {
        let run = office.run(words);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{words}");
        assert!(run.out.contains("用法：guiju [选项] <命令>"), "{words}: {}", run.out);
        assert!(!run.out.contains("Usage"), "{words}");
    }
    let run = office.command("check --help").env("LC_ALL", "zh_CN.UTF-8").output().unwrap();
    assert!(Run::of(&run).out.contains("退出码"));
    let run = office.run("check --help");
    assert!(run.out.contains("Exit status") && run.out.contains("Examples"));
    assert_eq!(office.run("--version").out, "guiju 0.1.0\n");
}

#[test]
fn colour_where_it_is_wanted() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    assert!(!office.run("check policies").out.contains('\u{1B}'));
    assert!(office.run("check policies --color always").out.contains('\u{1B}'));
    let run = office.command("check policies --color=never").env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(!Run::of(&run).out.contains('\u{1B}'));
}

#[test]
fn completions_know_the_commands() {
    let office = Office::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = office.run(&format!("completions {shell}"));
        assert_eq!(run.status, 0);
        assert!(run.out.contains("check") && run.out.contains("severity"), "{shell}");
    }
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "policy ", "param unused = 4 cite 1\n\npolicy ");
    let run = office.run("check policies");
    assert_eq!((run.status, run.err.as_str()), (0, "2 files checked: 1 warning\n"), "{}", run.out);
    assert!(run.out.starts_with("warning[W0201]: the parameter `unused` is never used"), "{}", run.out);
    assert_eq!(office.run("check policies --deny warnings").status, 1);
    assert_eq!(office.run("check policies --deny errors").status, 2);
}

#[test]
fn safe_fixes_are_made_until_none_is_left() {
    let office = Office::new();
    let policy = "policies/town/policy.guiju";
    let before = office.read(policy);
    // Full-width digits hide a date that lacks a zero.
    office.edit(policy, "from 2025-01-01", "from ２０２５-1-01");
    let broken = office.read(policy);
    let run = office.run("check policies");
    assert_eq!((run.status, office.read(policy)), (1, broken), "nothing is changed unasked");
    let run = office.run("check policies --fix");
    assert_eq!((run.status, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(office.read(policy), before);
    assert!(run.err.starts_with("2 fixes made\n"), "{}", run.err);
    assert!(office.run("check policies --fix").err.starts_with("2 files checked"), "nothing left to do");
}

#[test]
fn guesses_are_left_to_the_author() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    let before = office.read("policies/town/policy.guiju");
    assert_eq!(office.run("check policies --fix").status, 1);
    assert_eq!(office.read("policies/town/policy.guiju"), before);
}
