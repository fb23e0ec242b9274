//! Characters that look like what they are not.

use insta::assert_snapshot;

use super::{faults, in_a_rule};

#[test]
fn full_width_digits() {
    assert_snapshot!(in_a_rule("at least ４ visits; within １５ days"), @r#"
    E0105 2:12 ⟦４⟧
      `４` is in full-width characters | full-width | write `4`
      `４` 是全角字符 | 全角 | 写成 `4`
      fix ⟦４⟧ → ⟦4⟧
    E0105 2:29 ⟦１５⟧
      `１５` is in full-width characters | full-width | write `15`
      `１５` 是全角字符 | 全角 | 写成 `15`
      fix ⟦１５⟧ → ⟦15⟧
    "#);
}

#[test]
fn full_width_letters() {
    assert_snapshot!(faults("ｕｓｅ “a.guiju”"), @r#"
    E0105 1:1 ⟦ｕｓｅ⟧
      `ｕｓｅ` is in full-width characters | full-width | write `use`
      `ｕｓｅ` 是全角字符 | 全角 | 写成 `use`
      fix ⟦ｕｓｅ⟧ → ⟦use⟧
    "#);
}

#[test]
fn a_zero_width_blank_in_a_name() {
    assert_snapshot!(in_a_rule("each vi\u{200b}sit"), @r#"
    E0103 2:10 ⟦\u{200b}⟧
      invisible character U+200B | a reader cannot see it | remove it
      不可见字符 U+200B | 读者看不见它 | 删去它
      fix ⟦\u{200b}⟧ → ⟦⟧
    "#);
}

#[test]
fn a_direction_mark_in_a_text() {
    assert_snapshot!(in_a_rule("responsible \"a\u{202e}b\""), @r#"
    E0103 2:17 ⟦\u{202e}⟧
      invisible character U+202E | it changes the direction of the text, so that a reader sees another order | remove it
      不可见字符 U+202E | 它改变文字的方向，读者看到的顺序与实际不同 | 删去它
      fix ⟦\u{202e}⟧ → ⟦⟧
    "#);
}

#[test]
fn a_blank_from_a_word_processor() {
    assert_snapshot!(in_a_rule("at\u{a0}least 4"), @r#"
    E0103 2:5 ⟦\u{a0}⟧
      invisible character U+00A0 | it looks like a blank and is none | write an ordinary blank
      不可见字符 U+00A0 | 它看似空格，其实不是 | 换成普通空格
      fix ⟦\u{a0}⟧ → ⟦ ⟧
    "#);
}

#[test]
fn a_control_character_in_a_comment() {
    assert_snapshot!(in_a_rule("// \u{7}"), @r#"
    E0103 2:6 ⟦\u{7}⟧
      invisible character U+0007 | a reader cannot see it | remove it
      不可见字符 U+0007 | 读者看不见它 | 删去它
      fix ⟦\u{7}⟧ → ⟦⟧
    "#);
}

#[test]
fn full_width_punctuation_is_no_fault() {
    assert_eq!(in_a_rule("应有（a 且 b）；限15个工作日；依据 四（四），五（二）1"), "none");
}

#[test]
fn quotes_within_quotes_are_no_fault() {
    assert_eq!(in_a_rule("责任 “落实“四不两直”要求”"), "none");
}
