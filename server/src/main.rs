//! frscd, the operator's program: one binary that serves, looks after its database, and shows
//! itself with a demonstration.

use frsc_server::program;
use std::process::ExitCode;

fn main() -> ExitCode {
    let matches = program::command().get_matches();
    match program::run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("frscd: {problem}");
            ExitCode::FAILURE
        }
    }
}
