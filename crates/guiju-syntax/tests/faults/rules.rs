//! Fields of rules.

use insta::assert_snapshot;

use super::{faults, in_a_rule};

#[test]
fn a_misspelt_field_keyword() {
    assert_snapshot!(in_a_rule("form end"), @r#"
    E0101 2:3 ⟦form⟧
      `form` begins no field of a rule | not a keyword here | did you mean `from`?
      `form` 不能开始一个规则的字段 | 不是此处的关键词 | 是否想写 `from`？
      fix ⟦form⟧ → ⟦from⟧
    "#);
}

#[test]
fn a_misspelt_field_keyword_in_chinese() {
    assert_snapshot!(in_a_rule("晚与 结束"), @r#"
    E0101 2:3 ⟦晚与⟧
      `晚与` begins no field of a rule | not a keyword here | did you mean `晚于`?
      `晚与` 不能开始一个规则的字段 | 不是此处的关键词 | 是否想写 `晚于`？
      fix ⟦晚与⟧ → ⟦晚于⟧
    "#);
}

#[test]
fn a_keyword_written_as_one_word() {
    assert_snapshot!(in_a_rule("atleast 4"), @r#"
    E0101 2:3 ⟦atleast⟧
      `atleast` begins no field of a rule | not a keyword here | did you mean `at least`?
      `atleast` 不能开始一个规则的字段 | 不是此处的关键词 | 是否想写 `at least`？
      fix ⟦atleast⟧ → ⟦at least⟧
    "#);
}

#[test]
fn a_misspelt_word_of_a_long_keyword() {
    assert_snapshot!(in_a_rule("at lest 4"), @r#"
    E0101 2:3 ⟦at lest⟧
      `at` begins no field of a rule | not a keyword here | did you mean `at least`?
      `at` 不能开始一个规则的字段 | 不是此处的关键词 | 是否想写 `at least`？
      fix ⟦at lest⟧ → ⟦at least⟧
    "#);
}

#[test]
fn another_word_for_a_keyword() {
    assert_snapshot!(in_a_rule("从 开始"), @r#"
    E0101 2:3 ⟦从⟧
      `从` begins no field of a rule | not a keyword here | did you mean `自`?
      `从` 不能开始一个规则的字段 | 不是此处的关键词 | 是否想写 `自`？
      fix ⟦从⟧ → ⟦自⟧
    "#);
}

#[test]
fn a_word_that_begins_nothing() {
    assert_snapshot!(in_a_rule("transition split"), @r#"
    E0110 2:3 ⟦transition⟧
      `transition` is part of the language but not built yet | cannot be evaluated | say the clause as `clause PLACE unfinished because "…"` until then
      `transition` 属于本语言，尚未实现 | 无法评估 | 暂写作 `条款 位置 待编 理由 “…”`
    "#);
}

#[test]
fn chinese_keywords_run_together() {
    assert_snapshot!(in_a_rule("计数暗访凡 组别 = 组"), @r#"
    E0111 2:3 ⟦计数暗访凡⟧
      `计数暗访凡` runs words together | read as one word | write `计数 暗访 凡`
      `计数暗访凡` 几个词连在一起 | 被当作一个词 | 写成 `计数 暗访 凡`
      fix ⟦计数暗访凡⟧ → ⟦计数 暗访 凡⟧
    "#);
}

#[test]
fn a_keyword_run_into_the_name_before_it() {
    assert_snapshot!(in_a_rule("计数 暗访凡 暗查"), @r#"
    E0111 2:6 ⟦暗访凡⟧
      `暗访凡` runs words together | read as one word | write `暗访 凡`
      `暗访凡` 几个词连在一起 | 被当作一个词 | 写成 `暗访 凡`
      fix ⟦暗访凡⟧ → ⟦暗访 凡⟧
    "#);
}

#[test]
fn a_number_in_chinese() {
    assert_snapshot!(in_a_rule("限十五个工作日"), @r#"
    E0111 2:3 ⟦限十五个工作日⟧
      `限十五个工作日` runs words together | read as one word | write `限15个工作日`
      `限十五个工作日` 几个词连在一起 | 被当作一个词 | 写成 `限15个工作日`
      fix ⟦限十五个工作日⟧ → ⟦限15个工作日⟧
    "#);
}

#[test]
fn a_misspelt_unit() {
    assert_snapshot!(in_a_rule("within 15 workng days"), @r#"
    E0101 2:13 ⟦workng days⟧
      unexpected `workng` | expected a unit of time such as `days`, a comparison such as `= 3`, `and`, `or` or `+` | did you mean `working days`?
      此处不能写 `workng` | 此处应为时间单位（如 `日`）、比较（如 `= 3`）、`且`、`或`、`+`之一 | 是否想写 `working days`？
      fix ⟦workng days⟧ → ⟦working days⟧
    "#);
}

#[test]
fn a_misspelt_value() {
    assert_snapshot!(in_a_rule("severity majr"), @r#"
    E0101 2:12 ⟦majr⟧
      unexpected `majr` | expected `advisory`, `minor`, `major` or `critical` | did you mean `major`?
      此处不能写 `majr` | 此处应为`提示`、`轻微`、`较重`、`严重`之一 | 是否想写 `major`？
      fix ⟦majr⟧ → ⟦major⟧
    "#);
}

#[test]
fn a_field_without_its_value() {
    assert_snapshot!(faults("check K \"x\" {\n  each visit\n  within\n}"), @r#"
    E0101 3:3 ⟦within⟧
      this is not complete | expected a condition or value after this
      此处内容不完整 | 此后应为条件或值
    "#);
}

#[test]
fn a_field_without_its_value_before_another() {
    assert_snapshot!(faults("check K \"x\" {\n  within\n  must report.submitted\n}"), @r#"
    E0101 2:3 ⟦within⟧
      this is not complete | expected a condition or value after this
      此处内容不完整 | 此后应为条件或值
    "#);
}

#[test]
fn a_bad_locator() {
    assert_snapshot!(in_a_rule("cite first"), @r#"
    E0101 2:8 ⟦first⟧
      this is not complete | expected a clause such as 5(2) after this
      此处内容不完整 | 此后应为条款号（如 五（二））
    "#);
}

#[test]
fn a_missing_keyword() {
    assert_snapshot!(in_a_rule("effective 2022-07-01"), @r#"
    E0101 2:13 ⟦2022-07-01⟧
      unexpected `2022-07-01` | expected `unknown` or `from` | write `from 2022-07-01`
      此处不能写 `2022-07-01` | 此处应为`不详`、`自`之一 | 写成 `from 2022-07-01`
      fix ⟦2022-07-01⟧ → ⟦from 2022-07-01⟧
    "#);
}

#[test]
fn half_a_keyword() {
    assert_snapshot!(in_a_rule("must size items > 3"), @r#"
    E0101 2:13 ⟦items⟧
      unexpected `items` | expected a unit of time such as `days`, a comparison such as `= 3`, `where`, `for`, `and` or `or` | write `size of`
      此处不能写 `items` | 此处应为时间单位（如 `日`）、比较（如 `= 3`）、`凡`、`所属期`、`且`、`或`之一 | 写成 `size of`
      fix ⟦size⟧ → ⟦size of⟧
    "#);
}

#[test]
fn a_wrong_preposition() {
    assert_snapshot!(in_a_rule("per g on groups"), @r#"
    E0101 2:9 ⟦on⟧
      unexpected `on` | expected `in` | write `in`
      此处不能写 `on` | 此处应为`取自` | 写成 `in`
      fix ⟦on⟧ → ⟦in⟧
    "#);
}

#[test]
fn a_text_without_quotes() {
    assert_snapshot!(in_a_rule("responsible office"), @r#"
    E0101 2:15 ⟦office⟧
      unexpected `office` | expected a text in quotes | write `"office"`
      此处不能写 `office` | 此处应为引号中的文字 | 写成 `"office"`
      fix ⟦office⟧ → ⟦"office"⟧
    "#);
}

#[test]
fn a_sign_from_elsewhere() {
    assert_snapshot!(in_a_rule("must a == 3 && b"), @r#"
    E0101 2:10 ⟦==⟧
      unexpected `==` | expected a value | did you mean `=`?
      此处不能写 `==` | 此处应为值 | 是否想写 `=`？
      fix ⟦==⟧ → ⟦=⟧
    "#);
}

#[test]
fn quotes_from_elsewhere() {
    assert_snapshot!(in_a_rule("must a = ‘甲’"), @r#"
    E0101 2:12 ⟦‘甲’⟧
      unexpected `‘` | expected a value | did you mean `“甲”`?
      此处不能写 `‘` | 此处应为值 | 是否想写 `“甲”`？
      fix ⟦‘甲’⟧ → ⟦“甲”⟧
    "#);
}

#[test]
fn a_full_stop() {
    assert_snapshot!(in_a_rule("from end。"), @"
    E0101 2:11 ⟦。⟧
      unexpected `。` | expected a unit of time such as `days`, a comparison such as `= 3`, `and`, `or`, `at` or `+` | did you mean `；`?
      此处不能写 `。` | 此处应为时间单位（如 `日`）、比较（如 `= 3`）、`且`、`或`、`于`、`+`之一 | 是否想写 `；`？
      fix ⟦。⟧ → ⟦；⟧
    ");
}

#[test]
fn a_date_that_does_not_exist() {
    assert_snapshot!(in_a_rule("from 2026-02-30"), @r#"
    E0104 2:8 ⟦2026-02-30⟧
      `2026-02-30` is no date | there is no such day | write a day that exists, as 2026-02-28
      `2026-02-30` 不是日期 | 没有这一天 | 写一个存在的日期，如 2026-02-28
    "#);
}

#[test]
fn a_date_written_otherwise() {
    assert_snapshot!(in_a_rule("from 2026/2/3"), @r#"
    E0104 2:8 ⟦2026/2/3⟧
      `2026/2/3` is no date | months and days have two digits | write `2026-02-03`
      `2026/2/3` 不是日期 | 月、日各写两位 | 写成 `2026-02-03`
      fix ⟦2026/2/3⟧ → ⟦2026-02-03⟧
    "#);
}

#[test]
fn a_number_too_long() {
    assert_snapshot!(in_a_rule("at least 123456789012345678901234567890123"), @r#"
    E0108 2:12 ⟦123456789012345678901234567890123⟧
      number too long | at most 28 digits
      数字过长 | 最多28位
    "#);
}

#[test]
fn a_bracket_never_closed() {
    assert_snapshot!(in_a_rule("must (a and b\n  within 3 days"), @r#"
    E0107 2:8 ⟦(⟧
      `(` is never closed | opened here | add `)` before the field ends
      `(` 没有闭合 | 从这里开始 | 在本字段结束之前补上 `)`
    "#);
}

#[test]
fn a_bracket_too_many() {
    assert_snapshot!(in_a_rule("must a and b)\n  within 3 days"), @r#"
    E0107 2:15 ⟦)⟧
      `)` closes nothing | no bracket is open here | remove it, or open it before
      `)` 没有对应的开括号 | 此处没有未闭合的括号 | 删去它，或在前面补上开括号
    "#);
}

#[test]
fn a_quote_never_closed() {
    assert_snapshot!(in_a_rule("responsible \"office\n  within 3 days"), @r#"
    E0109 2:15 ⟦"office⟧
      quoted text is not closed | the line ends before the closing `"` | close it with `"` on the same line
      引号没有闭合 | 到行尾仍无收尾的 `"` | 在同一行内用 `"` 收尾
    "#);
}

#[test]
fn a_quote_closed_by_another() {
    assert_snapshot!(in_a_rule("responsible “办公室\"\n  within 3 days"), @r#"
    E0109 2:15 ⟦“办公室"⟧
      quoted text is not closed | the line ends before the closing `”` | close it with `”`, as it was opened with `“`
      引号没有闭合 | 到行尾仍无收尾的 `”` | 用 `”` 收尾，与开头的 `“` 成对
      fix ⟦"⟧ → ⟦”⟧
    "#);
}

#[test]
fn a_sentence_after_a_complete_field() {
    assert_snapshot!(in_a_rule("from end of the visit"), @r#"
    E0101 2:15 ⟦the⟧
      unexpected `the` | expected a window such as `calendar month`
      此处不能写 `the` | 此处应为窗口（如 `自然月`）
    "#);
}

#[test]
fn a_bound_read_as_part_of_the_condition() {
    assert_snapshot!(faults("quantity Q \"x\" {\n  count visit where covert\n  between 1 and 3\n}"), @r#"
    E0101 3:3 ⟦between 1 and 3⟧
      this reads as part of the condition before it | meant as the bound of the rule | end the line before with `;`
      这一行被读作前面条件的一部分 | 本意应是规则的限度 | 在上一行末尾写 `；`
      fix ⟦⟧ → ⟦;⟧
    "#);
}

#[test]
fn several_faults_are_all_told() {
    assert_snapshot!(in_a_rule("cite\n  each visit unles a; foo; from 2026-02-31\n  must a = ；within 3 dais"), @r#"
    E0101 2:3 ⟦cite⟧
      this is not complete | expected a clause such as 5(2) after this
      此处内容不完整 | 此后应为条款号（如 五（二））
    E0101 3:14 ⟦unles⟧
      unexpected `unles` | expected `as`, `where` or `unless` | did you mean `unless`?
      此处不能写 `unles` | 此处应为`记作`、`凡`、`除非`之一 | 是否想写 `unless`？
      fix ⟦unles⟧ → ⟦unless⟧
    E0101 3:23 ⟦foo⟧
      `foo` begins no field of a rule | not a keyword here | a field of a rule begins with a word such as `cite`, `per`, `each`, `every`, `must`, `at least`
      `foo` 不能开始一个规则的字段 | 不是此处的关键词 | 规则的字段以这样的词开头：`依据`、`分别`、`对每`、`每个`、`应有`、`至少`
    E0104 3:33 ⟦2026-02-31⟧
      `2026-02-31` is no date | there is no such day | write a day that exists, as 2026-02-28
      `2026-02-31` 不是日期 | 没有这一天 | 写一个存在的日期，如 2026-02-28
    E0101 4:10 ⟦=⟧
      this is not complete | expected a value after this
      此处内容不完整 | 此后应为值
    E0101 4:22 ⟦dais⟧
      unexpected `dais` | expected a unit of time such as `days`, a comparison such as `= 3`, `and`, `or` or `+` | did you mean `days`?
      此处不能写 `dais` | 此处应为时间单位（如 `日`）、比较（如 `= 3`）、`且`、`或`、`+`之一 | 是否想写 `days`？
      fix ⟦dais⟧ → ⟦days⟧
    "#);
}
