//! Help in both tongues.
//!
//! Commands say in types what they take and in a [`Text`] what it means; here the two are joined for one reader. The words
//! that the parser's library would add in English are set here too.

use crate::shell::Shell;
use anstream::ColorChoice;
use clap::{Arg, ArgAction, Command};
use guiju_syntax::Tongue;

/// A text in English and in Chinese.
pub(crate) type Both = (&'static str, &'static str);

/// What arguments are: name in the code, what stands for the value in the help, meaning.
pub(crate) type Args = &'static [(&'static str, Both, Both)];

/// How a command is explained.
pub(crate) struct Text {
    /// What it does, in a phrase.
    pub(crate) about: Both,
    /// How it is called.
    pub(crate) usage: Both,
    /// What its own arguments are.
    pub(crate) args: Args,
    /// The same for arguments that several commands take.
    pub(crate) shared: Args,
    /// What it prints, exit statuses, examples.
    pub(crate) details: Both,
}

/// What `--lang` and `--color` mean everywhere.
const COMMON: Args = &[
    (
        "lang",
        ("zh|en", "zh|en"),
        ("the tongue of messages and results [default: from the locale]", "提示与结果的语言 [默认：依系统区域]"),
    ),
    (
        "color",
        ("auto|always|never", "auto|always|never"),
        (
            "whether to colour [default: auto: at a terminal, unless NO_COLOR is set]",
            "是否着色 [默认：auto，仅在终端且未设 NO_COLOR 时]",
        ),
    ),
];

fn pick((en, zh): Both, tongue: Tongue) -> &'static str {
    tongue.pick(en, zh)
}

/// Gives a command, in one tongue, the texts that explain it.
pub(crate) fn explain(command: Command, text: &Text, shell: &Shell) -> Command {
    let tongue = shell.tongue;
    let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    let mut command = command
        .about(pick(text.about, tongue))
        .override_usage(pick(text.usage, tongue))
        .after_long_help(pick(text.details, tongue))
        .after_help(tongue.pick("--help tells more, with examples.", "--help 有详细说明与示例。"))
        .help_template(tongue.pick(
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
            "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}",
        ))
        .disable_help_flag(true)
        .color(clap_colour(shell.colour))
        .max_term_width(120);
    for id in ids {
        let found = text.args.iter().chain(text.shared).chain(COMMON).find(|(name, ..)| *name == id);
        command = command.mut_arg(id, |arg| {
            let heading = if arg.is_positional() { ("Arguments", "参数") } else { ("Options", "选项") };
            let arg = arg.help_heading(pick(heading, tongue));
            match found {
                None => arg,
                Some((_, ("", _), meaning)) => arg.help(pick(*meaning, tongue)),
                Some((_, value, meaning)) => arg
                    .help(pick(*meaning, tongue))
                    .value_name(pick(*value, tongue))
                    .hide_default_value(true)
                    .hide_possible_values(true),
            }
        });
    }
    command.arg(help_arg(tongue))
}

fn help_arg(tongue: Tongue) -> Arg {
    Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(tongue.pick("show help (--help: in full)", "显示帮助（--help 为详细说明）"))
        .help_heading(tongue.pick("Options", "选项"))
}

fn clap_colour(colour: ColorChoice) -> clap::ColorChoice {
    match colour {
        ColorChoice::Always | ColorChoice::AlwaysAnsi => clap::ColorChoice::Always,
        ColorChoice::Never => clap::ColorChoice::Never,
        ColorChoice::Auto => clap::ColorChoice::Auto,
    }
}
