//! Every command is explained, in both tongues.

use super::*;
use clap::Command as ClapCommand;

/// What fits in a terminal of usual width.
const WIDEST: usize = 98;

fn shell(tongue: Tongue) -> Shell {
    Shell { tongue, asked: None, colour: ColorChoice::Never }
}

fn all(tongue: Tongue) -> Vec<ClapCommand> {
    let root = definition(&shell(tongue));
    let mut all: Vec<ClapCommand> = root.get_subcommands().cloned().collect();
    all.push(root);
    all
}

#[test]
fn the_definition_is_sound() {
    definition(&shell(Tongue::En)).debug_assert();
    definition(&shell(Tongue::Zh)).debug_assert();
}

#[test]
fn everything_is_explained() {
    for tongue in [Tongue::En, Tongue::Zh] {
        for command in all(tongue) {
            let name = command.get_name();
            assert!(command.get_about().is_some(), "{name}");
            assert!(
                command.get_after_long_help().is_some_and(|text| text.to_string().contains("guiju ")),
                "{name}: no example"
            );
            let details = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
            assert_eq!(details.lines().find(|line| guiju_report::text::width(line) > WIDEST), None, "{name}");
            for arg in command.get_arguments() {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(!help.is_empty(), "{name} {}", arg.get_id());
                let chinese = help.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
                assert_eq!(chinese, tongue == Tongue::Zh, "{name} {}: {help}", arg.get_id());
            }
        }
    }
}

#[test]
fn no_text_explains_what_is_not_there() {
    let root = definition(&shell(Tongue::En));
    for (name, text) in command::TEXTS {
        let command = root.find_subcommand(name).unwrap();
        for (id, ..) in text.args {
            assert!(command.get_arguments().any(|arg| arg.get_id() == id), "{name} {id}");
        }
    }
}

#[test]
fn chinese_help_is_chinese_throughout() {
    let mut check = definition(&shell(Tongue::Zh)).find_subcommand("check").unwrap().clone();
    insta::assert_snapshot!(check.render_help().to_string(), @"
    检查规矩有无错误

    用法：guiju check [路径…] [选项]

    参数:
      [路径]...  规矩文件；文件夹则含其中全部规矩；`-` 为标准输入 [默认：.]

    选项:
          --fix                        改正可以放心改正之处，即不会改变规矩含义的
          --deny <warnings>            `warnings`：有警告也算不通过
          --format <text|json|github>  结果的形式 [默认：text]
          --lang <zh|en>               提示与结果的语言 [默认：依系统区域]
          --color <auto|always|never>  是否着色 [默认：auto，仅在终端且未设 NO_COLOR 时]
      -h, --help                       显示帮助（--help 为详细说明）

    --help 有详细说明与示例。
    ");
    let mut root = definition(&shell(Tongue::Zh));
    insta::assert_snapshot!(root.render_help().to_string(), @"
    规矩：把规章写成可核查的规矩，对照检查记录逐条评定

    用法：guiju [选项] <命令>

    命令:
      check        检查规矩有无错误
      fmt          整理规矩的版式，或转写为另一种语言
      eval         对照记录评定规矩
      why          逐步说明一个结论
      test         运行规矩中的例与测试文件
      graph        画出规矩各部分之间的依赖
      explain      显示某一诊断代码的说明
      completions  生成命令行补全脚本
      debug        显示某一阶段对规矩的处理结果

    选项:
          --lang <zh|en>               提示与结果的语言 [默认：依系统区域]
          --color <auto|always|never>  是否着色 [默认：auto，仅在终端且未设 NO_COLOR 时]
      -V, --version                    显示版本
      -h, --help                       显示帮助（--help 为详细说明）

    --help 有详细说明与示例。
    ");
}
