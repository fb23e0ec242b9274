//! Every command is explained, in both tongues.

use super::*;
use clap::Command as ClapCommand;

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
    insta::assert_snapshot!(check.render_help().to_string(), @"");
    let mut root = definition(&shell(Tongue::Zh));
    insta::assert_snapshot!(root.render_help().to_string(), @"");
}
