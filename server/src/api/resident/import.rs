//! The rows of an import on their way in, and what is told of them.

use super::{super::incoming::Incoming, decode::row};
use crate::{
    api::{
        directory::convert::count,
        handle::{Entry, WriteRequest, accepted, answers},
    },
    error::{Error, Result},
    service::{
        App,
        resident::import::{self, Decoded, Imported, MAX_ROWS, RowFault},
        task::BatchMode,
        write::Reply,
    },
};
use frsc_proto::v1 as pb;
use std::sync::Arc;
use tonic::Streaming;

/// Most rows of a message.
const MAX_ROWS_OF_MESSAGE: usize = 1_000;

/// A whole import, as its request id stands for it.
#[derive(Clone, PartialEq, prost::Message)]
struct Whole {
    #[prost(message, optional, tag = "1")]
    header: Option<pb::ImportResidentsHeader>,
    #[prost(message, repeated, tag = "2")]
    rows: Vec<pb::ImportedRow>,
}

impl WriteRequest for Whole {
    fn request_id(&self) -> &str {
        self.header.as_ref().map_or("", |header| &header.request_id)
    }

    fn validate_only(&self) -> bool {
        self.header.as_ref().is_some_and(|header| header.validate_only)
    }
}

answers! {
    pb::ImportResidentsResponse, Imported => |of| Self {
        new_count: count(of.new),
        changed_count: count(of.changed),
        same_count: count(of.same),
        wrong_count: count(of.wrong),
        written: of.written,
        faults: of.faults.iter().map(fault).collect(),
    };
}

fn fault(of: &RowFault) -> pb::ImportFault {
    let violation = &of.violation;
    pb::ImportFault {
        row_index: i32::try_from(of.row).unwrap_or(i32::MAX),
        field: violation.field.clone(),
        description: violation.problem.clone(),
        local_description: violation.problem_zh.clone().unwrap_or_default(),
    }
}

/// Reads an import whole, then does it.
pub(super) async fn run(
    app: &Arc<App>,
    entry: &Entry,
    stream: Streaming<pb::ImportResidentsRequest>,
) -> Result<Reply<pb::ImportResidentsResponse>> {
    let whole = read(&mut Incoming::new(stream)).await?;
    let mode = mode(whole.header.as_ref());
    let (call, mode) = accepted(app, entry, &whole, mode).await?;
    let today = app.clock.today();
    let rows: Vec<Decoded> = whole.rows.into_iter().map(|given| row(given, today)).collect();
    import::import(app, &call, mode, &rows).await
}

fn mode(header: Option<&pb::ImportResidentsHeader>) -> Result<BatchMode> {
    match header.map(pb::ImportResidentsHeader::mode) {
        Some(pb::BatchMode::Atomic) => Ok(BatchMode::Atomic),
        Some(pb::BatchMode::BestEffort) => Ok(BatchMode::BestEffort),
        Some(pb::BatchMode::Unspecified) | None => {
            Err(Error::told("header.mode", "is required: ATOMIC or BEST_EFFORT", "须选择导入方式"))
        }
    }
}

async fn read(stream: &mut Incoming<Streaming<pb::ImportResidentsRequest>>) -> Result<Whole> {
    use pb::import_residents_request::Part;
    let mut whole = Whole::default();
    while let Some(request) = stream.next().await? {
        match request.part {
            Some(Part::Header(header)) if whole.header.is_none() => whole.header = Some(header),
            Some(Part::Header(_)) => {
                return Err(Error::invalid("header", "comes once, first of all"));
            }
            Some(Part::Rows(_)) if whole.header.is_none() => {
                return Err(Error::invalid("header", "is required, before the first rows"));
            }
            Some(Part::Rows(rows)) => {
                if !(1..=MAX_ROWS_OF_MESSAGE).contains(&rows.rows.len()) {
                    let problem = format!("must have 1 to {MAX_ROWS_OF_MESSAGE} entries a message");
                    return Err(Error::invalid("rows", problem));
                }
                whole.rows.extend(rows.rows);
                if whole.rows.len() > MAX_ROWS {
                    let problem = format!("must have at most {MAX_ROWS} entries in all");
                    let zh = format!("一次最多导入 {MAX_ROWS} 行");
                    return Err(Error::told("rows", problem, zh));
                }
            }
            None => return Err(Error::invalid("part", "is required: a header or rows")),
        }
    }
    if whole.header.is_none() {
        return Err(Error::invalid("header", "is required"));
    }
    Ok(whole)
}
