//! Declarations and their bodies.

use insta::assert_snapshot;

use super::faults;

#[test]
fn a_misspelt_declaration() {
    assert_snapshot!(faults("recrd visit { a: text }\nquantitty Q \"x\" { cite 4 }"), @r#"
    E0101 1:1 ⟦recrd⟧
      `recrd` begins no declaration | not a keyword here | did you mean `record`?
      `recrd` 不能开始一个声明 | 不是此处的关键词 | 是否想写 `record`？
      fix ⟦recrd⟧ → ⟦record⟧
    E0101 2:1 ⟦quantitty⟧
      `quantitty` begins no declaration | not a keyword here | did you mean `quantity`?
      `quantitty` 不能开始一个声明 | 不是此处的关键词 | 是否想写 `quantity`？
      fix ⟦quantitty⟧ → ⟦quantity⟧
    "#);
}

#[test]
fn an_unknown_declaration() {
    assert_snapshot!(faults("示例 “空” 属于 第5条 {\n  给定 暗访 { 编号 “v1” }\n}"), @r#"
    E0101 1:1 ⟦示例⟧
      `示例` begins no declaration | not a keyword here | a declaration begins with a word such as `policy`, `record`, `register`, `quantity`, `coverage`, `deadline`
      `示例` 不能开始一个声明 | 不是此处的关键词 | 声明以这样的词开头：`规矩`、`档案`、`名册`、`数量`、`覆盖`、`期限`
    "#);
}

#[test]
fn a_missing_title() {
    assert_snapshot!(faults("deadline A1 {\n  cite 4(4)\n}"), @r#"
    E0101 1:10 ⟦A1⟧
      the title is missing | expected a title in quotes after this | say in a few words what it is, as `"a report within five days"`
      缺少标题 | 此后应为引号中的标题 | 用几个字概括，如 `“五日内报告”`
    "#);
}

#[test]
fn a_missing_brace_after_the_head() {
    assert_snapshot!(faults("期限 第4条 “报告”\n  依据 四（四）\n  对每 暗访\n}"), @r#"
    E0101 2:3 ⟦依据⟧
      unexpected `依据` | expected `{` | write `{ 依据`
      此处不能写 `依据` | 此处应为`{` | 写成 `{ 依据`
      fix ⟦依据⟧ → ⟦{ 依据⟧
    "#);
}

#[test]
fn an_unclosed_brace_costs_one_declaration() {
    assert_snapshot!(faults("deadline A1 \"x\" {\n  cite 4(4)\n\ndeadline A2 \"x\" {\n  each visit unles a\n}"), @r#"
    E0107 1:17 ⟦{⟧
      `{` is never closed | opened here | add `}` before the next declaration
      `{` 没有闭合 | 从这里开始 | 在下一个声明之前补上 `}`
    E0101 5:14 ⟦unles⟧
      unexpected `unles` | expected `as`, `where` or `unless` | did you mean `unless`?
      此处不能写 `unles` | 此处应为`记作`、`凡`、`除非`之一 | 是否想写 `unless`？
      fix ⟦unles⟧ → ⟦unless⟧
    "#);
}

#[test]
fn a_brace_too_many() {
    assert_snapshot!(faults("deadline A1 \"x\" {\n  cite 4(4)\n}}\nclause 9 permits"), @r#"
    E0107 3:2 ⟦}⟧
      `}` closes nothing | no bracket is open here | remove it, or open it before
      `}` 没有对应的开括号 | 此处没有未闭合的括号 | 删去它，或在前面补上开括号
    "#);
}

#[test]
fn a_brace_that_closes_too_early() {
    assert_snapshot!(faults("deadline A1 \"x\" {\n  cite 4(4)\n  }\n  each visit\n  from end\n}\nclause 9 permits"), @r#"
    E0101 4:3 ⟦each⟧
      `each` stands outside of a rule | this begins a field of a rule | move it between the braces `{ }` it belongs to
      `each` 写在规则之外 | 这是规则的字段 | 把它移到所属的花括号 `{ }` 之内
    "#);
}

#[test]
fn a_construct_not_built_yet() {
    assert_snapshot!(faults("ruling A7 \"from hazard\" {\n  stage rectify {\n    a\n  }\n}\n裁定 第7条 “逐级” {\n  依据 七\n}"), @r#"
    E0110 1:1 ⟦ruling⟧
      `ruling` is part of the language but not built yet | cannot be evaluated | say the clause as `clause PLACE unfinished because "…"` until then
      `ruling` 属于本语言，尚未实现 | 无法评估 | 暂写作 `条款 位置 待编 理由 “…”`
    E0110 6:1 ⟦裁定⟧
      `裁定` is part of the language but not built yet | cannot be evaluated | say the clause as `clause PLACE unfinished because "…"` until then
      `裁定` 属于本语言，尚未实现 | 无法评估 | 暂写作 `条款 位置 待编 理由 “…”`
    "#);
}

#[test]
fn an_unclosed_quote_in_a_head() {
    assert_snapshot!(faults("deadline A1 \"report {\n  cite 4\n}\nclause 9 permits"), @r#"
    E0109 1:13 ⟦"report {⟧
      quoted text is not closed | the line ends before the closing `"` | close it with `"` on the same line
      引号没有闭合 | 到行尾仍无收尾的 `"` | 在同一行内用 `"` 收尾
    "#);
}

#[test]
fn fields_of_a_record() {
    assert_snapshot!(faults("record visit {\n  key id text\n  items: set key_items\n  at date: date\n}"), @r#"
    E0101 2:10 ⟦text⟧
      unexpected `text` | expected `:` | write `id:`
      此处不能写 `text` | 此处应为`：` | 写成 `id:`
      fix ⟦id⟧ → ⟦id:⟧
    E0101 3:14 ⟦key_items⟧
      unexpected `key_items` | expected a text in quotes or `by` | write `set of`
      此处不能写 `key_items` | 此处应为引号中的文字、`按`之一 | 写成 `set of`
      fix ⟦set⟧ → ⟦set of⟧
    "#);
}

#[test]
fn fields_of_a_policy() {
    assert_snapshot!(faults("policy a.b \"x\" {\n  jurisdicton \"3\"\n  issued 2022-13-01\n  effective 2022-07-01\n  source \"texts/a.txt\"\n  municipal\n}"), @r#"
    E0101 2:3 ⟦jurisdicton⟧
      `jurisdicton` begins no field of a policy | not a keyword here | did you mean `jurisdiction`?
      `jurisdicton` 不能开始一个规矩的字段 | 不是此处的关键词 | 是否想写 `jurisdiction`？
      fix ⟦jurisdicton⟧ → ⟦jurisdiction⟧
    E0104 3:10 ⟦2022-13-01⟧
      `2022-13-01` is no date | there is no such day | write a day that exists, as 2026-02-28
      `2022-13-01` 不是日期 | 没有这一天 | 写一个存在的日期，如 2026-02-28
    E0101 4:13 ⟦2022-07-01⟧
      unexpected `2022-07-01` | expected `unknown` or `from` | write `from 2022-07-01`
      此处不能写 `2022-07-01` | 此处应为`不详`、`自`之一 | 写成 `from 2022-07-01`
      fix ⟦2022-07-01⟧ → ⟦from 2022-07-01⟧
    E0101 5:10 ⟦"texts/a.txt"⟧
      unexpected `"texts/a.txt"` | expected a name
      此处不能写 `"texts/a.txt"` | 此处应为名称
    E0101 6:3 ⟦municipal⟧
      `municipal` begins no field of a policy | not a keyword here | a field of a policy begins with a word such as `jurisdiction`, `issuer`, `issued`, `effective`, `calendar`, `source`
      `municipal` 不能开始一个规矩的字段 | 不是此处的关键词 | 规矩的字段以这样的词开头：`地区`、`发文机关`、`印发`、`施行`、`历法`、`原文`
    "#);
}

#[test]
fn rows_of_a_table() {
    assert_snapshot!(faults("table t {\n  a: 3\n  b 4\n  1-3: 5\n}"), @r#"
    E0101 3:5 ⟦4⟧
      unexpected `4` | expected `,` or `:` | write `b:`
      此处不能写 `4` | 此处应为`，`、`：`之一 | 写成 `b:`
      fix ⟦b⟧ → ⟦b:⟧
    E0101 4:4 ⟦-⟧
      unexpected `-` | expected `,` or `:`
      此处不能写 `-` | 此处应为`，`、`：`之一
    "#);
}

#[test]
fn fields_of_an_example() {
    assert_snapshot!(faults("example \"x\" of R {\n  given visit { id \"a\" start }\n  as of yesterday\n  expect vilated\n  expekt met\n}"), @"
    E0101 2:24 ⟦start⟧
      unexpected `start` | expected `}` or `,`
      此处不能写 `start` | 此处应为`}`、`，`之一
    E0101 3:9 ⟦yesterday⟧
      unexpected `yesterday` | expected a date such as 2026-02-28
      此处不能写 `yesterday` | 此处应为日期（如 2026-02-28）
    E0101 4:10 ⟦vilated⟧
      unexpected `vilated` | expected a text in quotes, a verdict such as `met` or `stage` | did you mean `violated`?
      此处不能写 `vilated` | 此处应为引号中的文字、结论（如 `符合`）、`阶段`之一 | 是否想写 `violated`？
      fix ⟦vilated⟧ → ⟦violated⟧
    E0101 5:3 ⟦expekt⟧
      `expekt` begins no field of an example | not a keyword here | did you mean `expect`?
      `expekt` 不能开始一个例的字段 | 不是此处的关键词 | 是否想写 `expect`？
      fix ⟦expekt⟧ → ⟦expect⟧
    ");
}

#[test]
fn short_declarations() {
    assert_snapshot!(faults("use common\nparam n 4\nparam m =\nassume p = 3 days\nregister s street\ndefine d of r a = 3\nclause not checkable\nclause 9 \"x\" because \"y\"\nevent e of visit per unit"), @r#"
    E0101 1:5 ⟦common⟧
      unexpected `common` | expected a text in quotes | write `"common"`
      此处不能写 `common` | 此处应为引号中的文字 | 写成 `"common"`
      fix ⟦common⟧ → ⟦"common"⟧
    E0101 2:9 ⟦4⟧
      unexpected `4` | expected `=` | write `= 4`
      此处不能写 `4` | 此处应为`=` | 写成 `= 4`
      fix ⟦4⟧ → ⟦= 4⟧
    E0101 3:9 ⟦=⟧
      this is not complete | expected a value after this
      此处内容不完整 | 此后应为值
    E0101 4:14 ⟦days⟧
      this is not complete | expected `because` after this
      此处内容不完整 | 此后应为`理由`
    E0101 5:12 ⟦street⟧
      unexpected `street` | expected `of` | write `of street`
      此处不能写 `street` | 此处应为`属于` | 写成 `of street`
      fix ⟦street⟧ → ⟦of street⟧
    E0101 6:15 ⟦a⟧
      unexpected `a` | expected `:` | write `r:`
      此处不能写 `a` | 此处应为`：` | 写成 `r:`
      fix ⟦r⟧ → ⟦r:⟧
    E0101 7:8 ⟦not⟧
      unexpected `not` | expected a clause such as 5(2)
      此处不能写 `not` | 此处应为条款号（如 五（二））
    E0101 8:14 ⟦because⟧
      unexpected `because` | expected why no rule checks it, such as `not checkable`
      此处不能写 `because` | 此处应为不检查的缘由（如 `不可机检`）
    E0101 9:9 ⟦of⟧
      unexpected `of` | expected `from` | write `from`
      此处不能写 `of` | 此处应为`自` | 写成 `from`
      fix ⟦of⟧ → ⟦from⟧
    "#);
}

#[test]
fn a_definition_without_a_body() {
    assert_snapshot!(faults("define d of r:\ncheck A1 \"x\" {\n  cite 3\n}"), @r#"
    E0101 1:14 ⟦:⟧
      this is not complete | expected a condition or value after this
      此处内容不完整 | 此后应为条件或值
    "#);
}

#[test]
fn names_may_look_like_declarations() {
    assert_eq!(faults("catalog c {\ncheck \"x\"\ngrade \"y\"\n}"), "none");
}
