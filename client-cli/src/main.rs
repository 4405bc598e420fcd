//! The program `frsc`: it hands the real terminal to the library and exits with its answer.

use frsc_cli::Io;

fn main() -> std::process::ExitCode {
    let code = frsc_cli::run(std::env::args_os().collect(), &mut Io::real());
    std::process::ExitCode::from(code)
}
