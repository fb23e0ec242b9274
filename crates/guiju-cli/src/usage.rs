//! A command line that is not understood, and requests for help.
//!
//! The parser's library speaks English; its commoner errors are worded again for a Chinese reader.

use crate::{error::Status, shell::Shell};
use clap::error::{ContextKind, ErrorKind};
use guiju_syntax::{Message, Tongue};

/// Shows help on standard output or tells what is wrong on standard error, and returns the exit status.
pub(crate) fn report(error: &clap::Error, shell: &Shell) -> Status {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let text = error.render().ansi().to_string();
        return match shell.print(&text) {
            Ok(()) => Status::Clean,
            Err(error) => error.report(shell),
        };
    }
    match (shell.tongue, chinese(error)) {
        (Tongue::Zh, Some(message)) => {
            shell.error(&Message::new("", message));
            if let Some(usage) = context(error, ContextKind::Usage) {
                shell.remark(&format!("\n{}", usage.trim_end().replacen("Usage:", "用法：", 1)));
            }
            shell.remark("\n详见 --help");
        }
        _ => shell.remark(error.render().ansi().to_string().trim_end()),
    }
    Status::NoAnswer
}

fn context(error: &clap::Error, kind: ContextKind) -> Option<String> {
    error.get(kind).map(ToString::to_string)
}

/// Words an error in Chinese; `None` for those that hardly occur.
fn chinese(error: &clap::Error) -> Option<String> {
    let arg = || context(error, ContextKind::InvalidArg).unwrap_or_default();
    let value = || context(error, ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有选项或参数 `{}`", arg()),
        ErrorKind::InvalidSubcommand => {
            format!("没有命令 `{}`", context(error, ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue if value().is_empty() => format!("`{}` 缺少值", arg()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("`{}` 不能取值 `{}`", arg(), value()),
        ErrorKind::MissingRequiredArgument => format!("缺少 {}", arg()),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "缺少命令".to_owned(),
        ErrorKind::ArgumentConflict => format!("`{}` 重复，或与其他选项冲突", arg()),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("`{}` 的值个数不对", arg())
        }
        ErrorKind::InvalidUtf8 => "参数不是有效的 UTF-8 文字".to_owned(),
        _ => return None,
    };
    let valid = context(error, ContextKind::ValidValue).map(|values| format!("；可取 {}", values.replace(", ", "、")));
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let meant = kinds.into_iter().find_map(|kind| context(error, kind)).map(|word| format!("；是否指 `{word}`？"));
    Some(message + &valid.unwrap_or_default() + &meant.unwrap_or_default())
}
