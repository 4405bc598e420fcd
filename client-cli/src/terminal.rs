//! The terminal, or what stands for it: streams, environment and questions. Tests put their own in.

use std::io::{self, IsTerminal as _, Read, Write};

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// On screen as it is typed.
    Shown,
    /// Not on screen: a password or a passport number.
    Hidden,
}

/// Asks the person at the terminal a question.
pub(crate) type Ask = Box<dyn FnMut(Asked, &str) -> io::Result<String>>;

/// Looks a variable of the environment up.
pub(crate) type Lookup = Box<dyn Fn(&str) -> Option<String>>;

/// What the program reads and writes.
pub struct Io {
    /// Standard input.
    pub stdin: Box<dyn Read>,
    /// Standard output: answers.
    pub out: Box<dyn Write>,
    /// Standard error: words about them.
    pub err: Box<dyn Write>,
    /// The environment.
    pub env: Lookup,
    /// Asks the person; only where stdin is a terminal.
    pub ask: Ask,
    /// True where a person types the input.
    pub stdin_is_terminal: bool,
    /// True where a person reads the output.
    pub out_is_terminal: bool,
    /// The terminal's width in columns; `None`: nothing is cut.
    pub width: Option<u16>,
    /// Given the words to say, makes Ctrl-C end the program with 130.
    pub on_interrupt: Option<Box<dyn FnOnce(String)>>,
}

impl Io {
    /// The real terminal.
    #[must_use]
    pub fn real() -> Self {
        let out_is_terminal = io::stdout().is_terminal();
        let width = terminal_size::terminal_size().map(|(width, _)| width.0);
        Self {
            stdin: Box::new(io::stdin()),
            out: Box::new(io::stdout()),
            err: Box::new(io::stderr()),
            env: Box::new(|name| std::env::var(name).ok()),
            ask: Box::new(ask),
            stdin_is_terminal: io::stdin().is_terminal(),
            out_is_terminal,
            width: width.filter(|_| out_is_terminal),
            on_interrupt: Some(Box::new(end_on_interrupt)),
        }
    }
}

fn ask(asked: Asked, question: &str) -> io::Result<String> {
    let answer = match asked {
        Asked::Shown => inquire::Text::new(question).prompt(),
        Asked::Hidden => inquire::Password::new(question).without_confirmation().prompt(),
    };
    answer.map_err(|error| match error {
        inquire::InquireError::OperationCanceled | inquire::InquireError::OperationInterrupted => {
            io::Error::from(io::ErrorKind::Interrupted)
        }
        _ => io::Error::from(io::ErrorKind::Other),
    })
}

/// Ctrl-C ends the program wherever it is, also while it waits for a key or a pipe; a write under
/// way is finished by the server.
fn end_on_interrupt(words: String) {
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        if let Ok(runtime) = runtime
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(io::stderr(), "\n{words}");
            std::process::exit(i32::from(crate::Exit::Interrupted as u8));
        }
    });
}
