//! `tickmark completions`: a script for a shell that knows the built-in controls, the criteria and the regions too.

use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory as _};

use super::built_in_criteria;
use super::console::Console;
use super::select::load_pack;
use super::settings::Settings;
use crate::cli::{Cli, CompletionsArgs, PackArgs};
use crate::control::Severity;
use crate::criteria::Category;
use crate::provider;
use crate::provider::aws::offered::REGIONS;

/// What the options are called whose words are known.
struct Words {
    option: &'static str,
    known: Vec<String>,
}

/// Prints the script.
pub(super) fn run(args: &CompletionsArgs, console: &mut Console<'_>) -> anyhow::Result<ExitCode> {
    let mut command = knowing(Cli::command(), &words()?);
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    console.out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

fn words() -> anyhow::Result<Vec<Words>> {
    let criteria = built_in_criteria()?;
    let pack = load_pack(&PackArgs::default(), &criteria, &Settings::default())?;
    let known_criteria = || criteria.iter().map(|one| one.id.to_string()).collect();
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Ok(vec![
        Words { option: "control", known: pack.iter().map(|control| control.id.to_string()).collect() },
        Words { option: "criterion", known: known_criteria() },
        Words { option: "fail-on-criterion", known: known_criteria() },
        Words { option: "category", known: Category::ALL.iter().map(|one| one.as_str().to_owned()).collect() },
        Words { option: "severity", known: Severity::ALL.iter().map(|one| one.as_str().to_owned()).collect() },
        Words { option: "service", known: provider::SERVICES.iter().map(|one| one.name.to_owned()).collect() },
        Words { option: "region", known: owned(REGIONS) },
    ])
}

/// The command with the words of its options, and of those of its subcommands, filled in.
fn knowing(command: Command, words: &[Words]) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let filled =
        names.into_iter().fold(command, |command, name| command.mut_subcommand(name, |sub| knowing(sub, words)));
    filled.mut_args(|arg| {
        let name = arg.get_long().or_else(|| arg.is_positional().then(|| arg.get_id().as_str()));
        let own = words.iter().find(|words| name == Some(words.option));
        // An option that takes a free word, and no other of the same name.
        match own.filter(|_| arg.get_possible_values().is_empty()) {
            Some(words) => arg.value_parser(PossibleValuesParser::new(words.known.clone())),
            None => arg,
        }
    })
}

#[cfg(test)]
mod tests {
    use clap_complete::Shell;

    use super::*;
    use crate::command::console::printed;

    #[test]
    fn every_shell_is_told_of_controls_criteria_and_regions() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
            let (_, script) = printed(|console| run(&CompletionsArgs { shell }, console)).unwrap();
            assert!(script.contains("iam-policy"), "{shell}");
            // PowerShell's completions name no values of options.
            if shell != Shell::PowerShell {
                for word in ["aws-s3-account-public-access-block", "CC6.1", "eu-west-1", "privacy", "cloudtrail"] {
                    assert!(script.contains(word), "{shell}: {word}");
                }
            }
        }
    }
}
