//! What the README tells an operator to type is what the program takes.

use super::command;

/// The lines of its shell blocks, and what it quotes in backticks.
fn quoted(readme: &str) -> Vec<&str> {
    let mut quoted = Vec::new();
    let mut shell = false;
    for line in readme.lines().map(str::trim) {
        if line.starts_with("```") {
            shell = line == "```sh";
        } else if shell {
            quoted.push(line);
        } else {
            quoted.extend(line.split('`').skip(1).step_by(2));
        }
    }
    quoted
}

#[test]
fn every_command_of_the_readme_parses() {
    let mut count = 0;
    for line in quoted(include_str!("../../../README.md")) {
        let words = line.split_whitespace().skip_while(|word| word.starts_with("FRSC_"));
        let words: Vec<_> = words.take_while(|word| *word != "<").collect();
        if words.first() != Some(&"frscd") || words.len() == 1 {
            continue;
        }
        if let Err(error) = command().try_get_matches_from(&words) {
            panic!("README.md: `{line}`: {error}");
        }
        count += 1;
    }
    assert!(count > 8, "only {count} commands were found");
}
