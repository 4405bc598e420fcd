//! `frsc completion`: completion scripts and man pages, from the command tree itself.

use super::{given, position, text};
use crate::{
    Cx, cli,
    errors::{Done, Exit, Failure},
};
use clap::{ArgMatches, Command, builder::PossibleValuesParser};
use clap_complete::Shell;

const KINDS: [&str; 5] = ["bash", "zsh", "fish", "powershell", "man"];

/// The noun, whose value is the shell.
pub(super) fn command() -> Command {
    let kinds = PossibleValuesParser::new(KINDS);
    Command::new("completion")
        .arg(position("shell").required(true).value_parser(kinds))
        .arg(text("dir"))
}

/// Writes the script, or the pages.
pub(super) fn run(cx: &mut Cx<'_>, matches: &ArgMatches) -> Done {
    let mut tree = cli::tree(&cx.texts);
    let shell = match given(matches, "shell").as_str() {
        "bash" => Shell::Bash,
        "zsh" => Shell::Zsh,
        "fish" => Shell::Fish,
        "powershell" => Shell::PowerShell,
        _ => return man(cx, tree, &given(matches, "dir")),
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut tree, "frsc", &mut script);
    cx.write(&String::from_utf8_lossy(&script))
}

fn man(cx: &mut Cx<'_>, tree: Command, folder: &str) -> Done {
    let failed = |_| {
        let what = cx.texts.with("error-file-unwritable", &[("path", folder)]);
        Failure::new(Exit::Usage, what)
    };
    if !folder.is_empty() {
        std::fs::create_dir_all(folder).map_err(failed)?;
        return clap_mangen::generate_to(tree, folder).map_err(failed);
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(tree).render(&mut page).map_err(failed)?;
    cx.write(&String::from_utf8_lossy(&page))
}
