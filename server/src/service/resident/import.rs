//! Many persons and their documents, put on record or brought up to date together. Every row is
//! judged without a lock against what is on record and what the rows before it leave; then it is
//! written, once it is certain that nothing was changed meanwhile: all rows in one transaction
//! where it is all of them or none, else a portion of them in each, so that nobody else's write has
//! to wait long.

mod known;
mod row;
mod writing;

use crate::{
    domain::resident::Told,
    error::{Error, Result, Violation},
    service::{
        App,
        document::NewDocument,
        import::{AT_A_TIME, ATTEMPTS, Imported, MAX_ATOMIC_ROWS, PORTION, too_many},
        task::BatchMode,
        write::{Answer, Mode, Reply, WriteCall, record_refusal, refuse, replayed},
    },
};
use known::{Earlier, Known};

/// Most documents of a row.
pub const MAX_DOCUMENTS: usize = 4;
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

/// Imports rows.
///
/// # Errors
/// More rows than all-or-nothing takes; `Conflict` where somebody keeps changing the same persons;
/// what the database says. Portions written before stay, and are the same to a repeat.
pub async fn import<R: Answer<Imported>>(
    app: &App,
    call: &WriteCall,
    mode: BatchMode,
    rows: &[Decoded],
) -> Result<Reply<R>> {
    if let Some(reply) = replayed::<Imported, R>(app, call).await? {
        return Ok(reply);
    }
    let atomic = mode == BatchMode::Atomic;
    if atomic && rows.len() > MAX_ATOMIC_ROWS {
        return refuse(app, call, too_many()).await;
    }
    if call.mode == Mode::ValidateOnly {
        let (_, imported) = judge(app, call, &Done::default(), 0, rows).await?;
        return Ok(Reply { answer: R::of(&imported), replayed: false });
    }
    let portion = if atomic { MAX_ATOMIC_ROWS } else { PORTION };
    let mut done = Done::default();
    done.imported.written = true;
    let last = rows.len().saturating_sub(1) / portion * portion;
    for (index, some) in rows[..last].chunks(portion).enumerate() {
        done = written(app, call, done, index * portion, some).await?;
    }
    for _ in 0..ATTEMPTS {
        let (known, imported) = judge(app, call, &done, last, &rows[last..]).await?;
        if atomic && imported.wrong > 0 {
            let refused = imported.wrong_rows();
            record_refusal(app, &call.call, Some(call.request_id), &refused).await?;
            let imported = Imported { written: false, ..imported };
            return Ok(Reply { answer: R::of(&imported), replayed: false });
        }
        match writing::write_last(app, call, &known, &imported).await {
            // Somebody has changed a person meanwhile.
            Err(Error::Conflict) => {}
            done => return done,
        }
    }
    Err(Error::Conflict)
}

/// What became of the portions that are written.
#[derive(Default)]
struct Done {
    imported: Imported,
    earlier: Earlier,
}

/// Writes a portion that others follow; what became of it and of those before.
async fn written(
    app: &App,
    call: &WriteCall,
    mut done: Done,
    first: usize,
    rows: &[Decoded],
) -> Result<Done> {
    for _ in 0..ATTEMPTS {
        let (known, imported) = judge(app, call, &done, first, rows).await?;
        match writing::write_portion(app, call, &known).await {
            Err(Error::Conflict) => {}
            Err(error) => return Err(error),
            Ok(()) => {
                done.earlier.add(&known);
                return Ok(Done { imported, ..done });
            }
        }
    }
    Err(Error::Conflict)
}

/// Judges rows, of which the first has an index, after those that are written; nothing is locked.
async fn judge(
    app: &App,
    call: &WriteCall,
    done: &Done,
    first: usize,
    rows: &[Decoded],
) -> Result<(Known, Imported)> {
    let mut known = Known::default();
    let mut imported = done.imported.clone();
    for (chunk, some) in rows.chunks(AT_A_TIME).enumerate() {
        known.load(app, &done.earlier, some).await?;
        for (index, decoded) in some.iter().enumerate() {
            let index = first + chunk * AT_A_TIME + index;
            let judged = match decoded {
                Ok(row) => row::judge(app, call, &mut known, row)?,
                Err(violations) => Err(violations.clone()),
            };
            imported.add(index, judged);
        }
    }
    Ok((known, imported))
}
