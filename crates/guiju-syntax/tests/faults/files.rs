//! Files as a whole: encodings, line ends, what is read beside a fault.

use guiju_syntax::{
    FormatOptions, Names, Parsed, Sources, Tongue,
    ast::{FieldKind, ItemKind},
    format, parse, read,
};
use insta::assert_snapshot;

use super::shown;

const SAMPLE: &str = include_str!("../sample.guiju");

fn parsed(bytes: &[u8]) -> (Parsed, String) {
    let mut sources = Sources::default();
    let id = read(&mut sources, "file.guiju", bytes).unwrap();
    (parse(&sources, id), sources.file(id).text.clone())
}

fn refused(bytes: &[u8]) -> String {
    let mut sources = Sources::default();
    let fault = read(&mut sources, "file.guiju", bytes).unwrap_err();
    shown(&sources, &[*fault])
}

fn in_english(bytes: &[u8]) -> String {
    let (parsed, text) = parsed(bytes);
    assert_eq!(parsed.diagnostics, []);
    format(&parsed, &text, &FormatOptions { tongue: Some(Tongue::En), names: &Names::new(), comments: true })
}

#[test]
fn an_empty_file_has_no_fault_of_syntax() {
    for text in ["", " \n\t\n", "// nothing yet\n", "\u{feff}"] {
        let (parsed, _) = parsed(text.as_bytes());
        assert_eq!((parsed.diagnostics, parsed.file.items), (vec![], vec![]), "{text:?}");
    }
}

#[test]
fn line_ends_marks_and_tabs_change_nothing() {
    for text in [SAMPLE.replace('\n', "\r\n"), SAMPLE.replace('\n', "\r"), format!("\u{feff}{SAMPLE}")] {
        assert_eq!(in_english(text.as_bytes()), SAMPLE);
    }
    assert_eq!(in_english(SAMPLE.replace("  ", "\t").as_bytes()), SAMPLE);
    assert_eq!(in_english(SAMPLE.replace("\n  ", "\n\u{3000}").as_bytes()), SAMPLE);
}

#[test]
fn a_binary_file_is_refused() {
    assert_snapshot!(refused(b"PK\x03\x04\x00\x00"), @r"
    E0102 1:1 ⟦⟧
      not a text file | this file | name a text file with the ending .guiju
      不是文本文件 | 此文件 | 请给出以 .guiju 结尾的文本文件
    ");
}

#[test]
fn other_encodings_are_refused_by_name() {
    // “规矩” in GB18030, on the second line.
    assert_snapshot!(refused(b"use \"a\"\n\xb9\xe6\xbe\xd8"), @r"
    E0102 1:1 ⟦⟧
      line 2 is not UTF-8 | this file | save the file as UTF-8 (it may be GB18030)
      第2行不是UTF-8编码 | 此文件 | 请另存为UTF-8编码（原文件可能是GB18030）
    ");
    assert_snapshot!(refused(b"\xff\xfeu\x00s\x00e\x00"), @r"
    E0102 1:1 ⟦⟧
      the file is UTF-16 | this file | save the file as UTF-8
      文件是UTF-16编码 | 此文件 | 请另存为UTF-8编码
    ");
}

#[test]
fn a_file_too_large_is_refused() {
    assert_snapshot!(refused(&vec![b' '; (4 << 20) + 1]), @r"
    E0112 1:1 ⟦⟧
      policy file larger than 4 MiB | this file | split it into files joined by `use`
      规矩文件超过4 MiB | 此文件 | 拆成几个文件，用 `引用` 连接
    ");
}

#[test]
fn what_is_composed_and_decomposed_reads_alike() {
    let (composed, _) = parsed("param café = 4".as_bytes());
    let (decomposed, _) = parsed("param cafe\u{301} = 4".as_bytes());
    assert_eq!(composed.file, decomposed.file);
    assert_eq!(composed.diagnostics, []);
}

#[test]
fn a_faulty_field_costs_itself_alone() {
    let (parsed, _) = parsed(
        b"quantity Q \"x\" {\n cite 4\n per g on groups\n every month\n count visit where a > 2026-02-30\n at least 4\n nonsense\n}\nuse \"b\"\n",
    );
    assert_eq!(parsed.diagnostics.len(), 3, "{:#?}", parsed.diagnostics);
    let [first, second] = parsed.file.items.as_slice() else { panic!("{:#?}", parsed.file.items) };
    assert!(matches!(second.kind, ItemKind::Use(_)));
    let ItemKind::Rule(rule) = &first.kind else { panic!("{first:?}") };
    let kinds: Vec<_> = rule.fields.iter().map(|field| &field.kind).collect();
    assert!(
        matches!(kinds.as_slice(), [FieldKind::Cite(_), FieldKind::Every { by: None, .. }, FieldKind::Bound(_)]),
        "{kinds:#?}"
    );
}

#[test]
fn a_fault_costs_no_other_declaration() {
    let (parsed, _) = parsed(
        "param a 4\nparam b = 4\nrecrd c { x: y }\n  param d = 4\nfoo\n\nparam e = 4\ntable t {\n a: 3\n\nparam f = 4\n".as_bytes(),
    );
    let params: Vec<_> = parsed
        .file
        .items
        .iter()
        .map(|item| match &item.kind {
            ItemKind::Param(param) => param.name.ident.text.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(params, ["b", "d", "e", "f"]);
    assert_eq!(parsed.diagnostics.len(), 4, "{:#?}", parsed.diagnostics);
}
