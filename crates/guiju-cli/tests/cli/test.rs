//! `guiju test`: examples and test files, and how their failures are told.

use crate::office::Office;

#[test]
fn all_pass() {
    let office = Office::new();
    let run = office.run("test policies");
    assert_eq!((run.status, run.out.as_str(), run.err.as_str()), (0, "", "2 tests: 2 passed, 0 failed\n"));
    assert_eq!(office.run("test policies/town/town.test.yaml").err, "1 test: 1 passed, 0 failed\n");
    assert_eq!(office.run("test policies/town/policy.guiju").err, "1 test: 1 passed, 0 failed\n");
    assert_eq!(office.run("test --lang zh").err, "共2项测试：2项通过，0项未通过\n");
}

#[test]
fn what_came_out_otherwise() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "2025-02 violated actual \"1\"", "2025-02 met actual \"2\"");
    office.edit("policies/town/town.test.yaml", "subject: V2", "subject: V9");
    office.edit("policies/town/town.test.yaml", "met_late: 1,", "met_late: 2,");
    let run = office.run("test policies");
    assert_eq!((run.status, run.err.as_str()), (1, "2 tests: 0 passed, 2 failed\n"));
    insta::assert_snapshot!(run.out, @"
    FAILED policies/town/policy.guiju:38
      A1: one visit is not enough
        A1 G1 2025-02
          verdict: expected met, got violated
          actual: expected 2, got 1

    FAILED policies/town/town.test.yaml:1
      the first quarter
        第三条 V9
          no such verdict
          there is V1 2025-01-10 met
          there is V2 2025-01-20 met_late
          there is V3 2025-02-03 met
          there is V4 2025-03-03 met
          there is V5 2025-03-17 undetermined
        A3
          met_late: expected 2, got 1
    ");
}

#[test]
fn for_programs() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "2025-02 violated actual \"1\"", "2025-02 met");
    let run = office.run("test policies --format json");
    assert_eq!(run.status, 1);
    let result: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(result["schema"], "guiju/tests/1");
    insta::assert_json_snapshot!(result["tests"][0], @r#"
    {
      "as_of": "2025-03-10",
      "failures": [
        {
          "expected": "met",
          "got": "violated",
          "kind": "differs",
          "what": "verdict",
          "whose": "A1 G1 2025-02"
        }
      ],
      "line": 38,
      "passed": false,
      "path": "policies/town/policy.guiju",
      "rule": "A1",
      "title": "one visit is not enough"
    }
    "#);
    assert_eq!(result["tests"][1]["passed"], true);
}

#[test]
fn a_test_that_cannot_be_run_fails() {
    let office = Office::new();
    let file = "policies/town/town.test.yaml";
    let original = office.read(file);
    for (old, new, said) in [
        ("as_of: 2025-04-30\n", "", "missing field `as_of`"),
        ("verdict: violated", "verdct: violated", "unknown field `verdct`"),
        ("../../data", "../../nowhere", "there is nothing at"),
        ("  A1: {met", "  A7: {met", "there is no rule `A7`"),
    ] {
        office.edit(file, old, new);
        let run = office.run("test policies");
        assert_eq!(run.status, 1, "{said}");
        assert!(run.out.contains(said), "{said}: {}", run.out);
        office.write(file, &original);
    }
    office.edit(
        "policies/town/policy.guiju",
        "given visit { group \"G1\", date 2025-02-03 }",
        "given visit { group \"G1\" }",
    );
    let run = office.run("test policies");
    assert_eq!(run.status, 1);
    assert!(run.out.contains("a record given has no date"), "{}", run.out);
}

#[test]
fn a_policy_with_errors_is_no_failing_test() {
    let office = Office::new();
    office.edit("policies/town/policy.guiju", "must visit.reported", "must visit.reprted");
    let run = office.run("test policies");
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("error[E0201]"), "{}", run.err);
}
