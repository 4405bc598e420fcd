//! What imports have in common: how many rows they take, and what is told of them.

use crate::error::{Error, Violation};

/// Most rows of an import.
pub const MAX_ROWS: usize = 100_000;
/// Most rows of an import that is all or nothing: they are written in one transaction, and every
/// other write of the embedded database waits for it.
pub const MAX_ATOMIC_ROWS: usize = 10_000;
/// Rows that are written in one transaction where wrong ones are left out.
pub(super) const PORTION: usize = 1_000;
/// Rows judged together.
pub(super) const AT_A_TIME: usize = 512;
/// How often rows are judged again, of which something on record was changed meanwhile.
pub(super) const ATTEMPTS: u32 = 4;
/// Most faults that are told.
const MAX_FAULTS: usize = 20_000;

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
    /// Rows of what was not on record.
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
pub(super) enum Outcome {
    /// It put something new on record.
    New,
    /// Something was changed by it.
    Changed,
    /// It said what is on record.
    Same,
}

impl Imported {
    /// Counts a row.
    pub(super) fn add(&mut self, index: usize, judged: Result<Outcome, Vec<Violation>>) {
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

    /// Why an import that is all or nothing is nothing, as the audit trail keeps it.
    pub(super) fn wrong_rows(&self) -> Error {
        let problem = format!("{} of them are wrong, and it was to be all or none", self.wrong);
        Error::invalid("rows", problem)
    }
}

/// Why an import is not all or nothing.
pub(super) fn too_many() -> Error {
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
