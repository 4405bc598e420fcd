//! Many persons and their documents, put on record or brought up to date together. Every row is
//! judged without a lock against what is on record and what the rows before it leave; then all is
//! written in one transaction, once it is certain that nothing was changed meanwhile.

mod known;
mod row;
mod writing;

use crate::{
    domain::resident::Told,
    error::{Error, Result, Violation},
    service::{
        App,
        document::NewDocument,
        task::BatchMode,
        write::{Answer, Mode, Reply, WriteCall, replayed},
    },
};
use known::Known;

/// Most rows of an import.
pub const MAX_ROWS: usize = 100_000;
/// Most documents of a row.
pub const MAX_DOCUMENTS: usize = 4;
/// Most faults that are told.
const MAX_FAULTS: usize = 20_000;
/// Rows judged together.
const AT_A_TIME: usize = 512;
/// How often an import whose persons changed meanwhile is judged again.
const ATTEMPTS: u32 = 4;

/// A row as it came in: what it says, or what of it cannot be read.
pub type Decoded = std::result::Result<Row, Vec<Violation>>;

/// What a row says. Cannot be printed.
pub struct Row {
    /// Of the person.
    pub person: Told,
    /// Of his documents.
    pub documents: Vec<ToldDocument>,
}

/// What a row says of a document. Cannot be printed.
pub struct ToldDocument {
    /// The document.
    pub new: NewDocument,
    /// True where its first day is told, and not taken from another.
    pub begins: bool,
}

/// What is wrong with the document of an index, told under its field of the row.
#[must_use]
pub fn in_row(index: usize, fault: Violation) -> Violation {
    let rest = fault.field.strip_prefix("document.").unwrap_or(&fault.field);
    Violation { field: format!("documents[{index}].{rest}"), ..fault }
}

/// What is wrong in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowFault {
    /// The row, from 0.
    pub row: usize,
    /// What is wrong.
    pub violation: Violation,
}

/// What became, or would become, of the rows.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    /// Rows of persons who were not on record.
    pub new: u32,
    /// Rows by which something changed.
    pub changed: u32,
    /// Rows that say what is on record.
    pub same: u32,
    /// Rows that cannot be taken.
    pub wrong: u32,
    /// True where the others were written.
    pub written: bool,
    /// What is wrong.
    pub faults: Vec<RowFault>,
}

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    New,
    Changed,
    Same,
}

impl Imported {
    fn add(&mut self, index: usize, judged: std::result::Result<Outcome, Vec<Violation>>) {
        match judged {
            Ok(Outcome::New) => self.new += 1,
            Ok(Outcome::Changed) => self.changed += 1,
            Ok(Outcome::Same) => self.same += 1,
            Err(violations) => {
                self.wrong += 1;
                let fault = |violation| RowFault { row: index, violation };
                let room = MAX_FAULTS.saturating_sub(self.faults.len());
                self.faults.extend(violations.into_iter().map(fault).take(room));
            }
        }
    }
}

/// Imports rows.
///
/// # Errors
/// `Conflict` where somebody keeps changing the same persons; what the database says.
pub async fn import<R: Answer<Imported>>(
    app: &App,
    call: &WriteCall,
    mode: BatchMode,
    rows: &[Decoded],
) -> Result<Reply<R>> {
    if let Some(reply) = replayed::<Imported, R>(app, call).await? {
        return Ok(reply);
    }
    for _ in 0..ATTEMPTS {
        let (known, mut imported) = judge(app, call, rows).await?;
        let refused = mode == BatchMode::Atomic && imported.wrong > 0;
        if call.mode == Mode::ValidateOnly || refused {
            return Ok(Reply { answer: R::of(&imported), replayed: false });
        }
        imported.written = true;
        match writing::write_all(app, call, &known, &imported).await {
            // Somebody has changed a person meanwhile.
            Err(Error::Conflict) => {}
            done => return done,
        }
    }
    Err(Error::Conflict)
}

/// Judges every row; nothing is locked.
async fn judge(app: &App, call: &WriteCall, rows: &[Decoded]) -> Result<(Known, Imported)> {
    let mut known = Known::default();
    let mut imported = Imported::default();
    for (chunk, some) in rows.chunks(AT_A_TIME).enumerate() {
        known.load(app, some).await?;
        for (index, decoded) in some.iter().enumerate() {
            let index = chunk * AT_A_TIME + index;
            let judged = match decoded {
                Ok(row) => row::judge(app, call, &mut known, row)?,
                Err(violations) => Err(violations.clone()),
            };
            imported.add(index, judged);
        }
    }
    Ok((known, imported))
}
