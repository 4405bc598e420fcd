//! Every command quoted in an example, a hint or an error parses in the real tree.

use super::texts::{languages, messages, variables};
use crate::cli;

#[test]
fn every_quoted_command_parses() {
    let mut count = 0;
    for texts in languages() {
        for (key, text) in messages(texts.language) {
            for quoted in quoted_commands(&key, &text) {
                let words = shell_words(&quoted);
                let parsed = cli::tree(&texts).try_get_matches_from(words);
                let kind = parsed.as_ref().err().map(clap::Error::kind);
                let fine = parsed.is_ok() || kind == Some(clap::error::ErrorKind::DisplayHelp);
                assert!(fine, "{key}: `{quoted}`: {kind:?}");
                count += 1;
            }
        }
    }
    for (_, command) in crate::refusal::LOOKS {
        let parsed = cli::tree(&languages()[0]).try_get_matches_from(shell_words(command));
        let kind = parsed.as_ref().err().map(clap::Error::kind);
        let fine = parsed.is_ok() || kind == Some(clap::error::ErrorKind::DisplayHelp);
        assert!(fine, "{command}: {kind:?}");
    }
    assert!(count > 200, "only {count} commands were found");
}

#[test]
fn every_command_of_the_readme_parses() {
    let [texts, _] = languages();
    let mut count = 0;
    for line in include_str!("../../../README.md").lines() {
        let inline = line.split('`').skip(1).step_by(2).chain([line.trim()]);
        for quoted in inline.filter(|text| text.starts_with("frsc ")) {
            let parsed = cli::tree(&texts).try_get_matches_from(shell_words(quoted));
            assert!(parsed.is_ok(), "README.md: `{quoted}`: {:?}", parsed.err().map(|e| e.kind()));
            count += 1;
        }
    }
    assert!(count > 10, "only {count} commands were found");
}

fn quoted_commands(key: &str, text: &str) -> Vec<String> {
    let mut filled = text.to_owned();
    for name in variables(text) {
        let value = if name == "year" { "2027" } else { "A0123" };
        filled = filled.replace(&format!("{{ ${name} }}"), value);
    }
    if key.starts_with("ex-") {
        return filled.lines().filter(|line| line.starts_with("frsc")).map(str::to_owned).collect();
    }
    let quoted = filled.split('`').skip(1).step_by(2).map(str::to_owned);
    quoted.filter(|text| text.starts_with("frsc")).collect()
}

/// Splits as a shell would, leaving redirections out.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut quoted = false;
    let mut word = String::new();
    for c in line.chars().chain([' ']) {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            _ => word.push(c),
        }
    }
    let end = words.iter().position(|word| word == "<" || word == ">" || word == "|");
    words.truncate(end.unwrap_or(words.len()));
    words
}
