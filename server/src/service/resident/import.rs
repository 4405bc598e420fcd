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
        task::BatchMode,
        write::{Answer, Mode, Reply, WriteCall, record_refusal, refuse, replayed},
    },
};
use known::{Earlier, Known};

/// Most rows of an import.
pub const MAX_ROWS: usize = 100_000;
/// Most rows of an import that is all or nothing: they are written in one transaction, and every
/// other write of the embedded database waits for it.
pub const MAX_ATOMIC_ROWS: usize = 10_000;
/// Rows that are written in one transaction where wrong ones are left out.
const PORTION: usize = 1_000;
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

    fn wrong_rows(&self) -> Error {
        let problem = format!("{} of them are wrong, and it was to be all or none", self.wrong);
        Error::invalid("rows", problem)
    }
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

fn too_many() -> Error {
    Error::told(
        "rows",
        format!(
            "are more than {MAX_ATOMIC_ROWS}, the most of an ATOMIC import: check them with \
             validate_only, then send them as BEST_EFFORT"
        ),
        format!(
            "全部成功或全部不写的导入最多 {MAX_ATOMIC_ROWS} 行：请先校验，再以跳过错误行方式导入"
        ),
    )
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
