//! The rows of an import on their way in, and what is told of them.

use super::{
    handle::{Entry, WriteRequest, accepted},
    incoming::Incoming,
};
use crate::{
    error::{Error, Result},
    service::{
        App,
        import::{MAX_ROWS, RowFault},
        task::BatchMode,
        write::WriteCall,
    },
};
use frsc_proto::v1 as pb;
use prost::Message;
use std::{fmt::Debug, sync::Arc};
use tonic::Streaming;

/// Most rows of a message.
const MAX_ROWS_OF_MESSAGE: usize = 1_000;

/// A part of an import.
pub(super) enum Part<H, R> {
    /// What it is to do.
    Header(H),
    /// Some rows.
    Rows(Vec<R>),
}

/// What a message is made of.
pub(super) trait Piece: Message + Default + Clone + PartialEq + Debug {}

impl<P: Message + Default + Clone + PartialEq + Debug> Piece for P {}

/// A message that carries a part of an import.
pub(super) trait ImportRequest {
    /// What it is to do.
    type Header: Piece + ImportHeader;
    /// A row.
    type Row: Piece;

    /// The part; none where there is none.
    fn part(self) -> Option<Part<Self::Header, Self::Row>>;
}

/// What an import is to do.
pub(super) trait ImportHeader {
    /// The request's id, the number of its mode, whether it only looks.
    fn told(&self) -> (&str, i32, bool);
}

macro_rules! imports {
    ($($request:ident $parts:ident $header:ident $row:ident),* $(,)?) => {$(
        impl ImportHeader for pb::$header {
            fn told(&self) -> (&str, i32, bool) {
                (&self.request_id, self.mode, self.validate_only)
            }
        }

        impl ImportRequest for pb::$request {
            type Header = pb::$header;
            type Row = pb::$row;

            fn part(self) -> Option<Part<pb::$header, pb::$row>> {
                Some(match self.part? {
                    pb::$parts::Part::Header(header) => Part::Header(header),
                    pb::$parts::Part::Rows(rows) => Part::Rows(rows.rows),
                })
            }
        }
    )*};
}

imports! {
    ImportResidentsRequest import_residents_request ImportResidentsHeader ImportedRow,
    ImportEnterprisesRequest import_enterprises_request ImportEnterprisesHeader EnterpriseRow,
}

/// A whole import, as its request id stands for it.
#[derive(Clone, PartialEq, Message)]
struct Whole<H: Piece, R: Piece> {
    #[prost(message, optional, tag = "1")]
    header: Option<H>,
    #[prost(message, repeated, tag = "2")]
    rows: Vec<R>,
}

impl<H: Piece + ImportHeader, R: Piece> WriteRequest for Whole<H, R> {
    fn request_id(&self) -> &str {
        self.header.as_ref().map_or("", |header| header.told().0)
    }

    fn validate_only(&self) -> bool {
        self.header.as_ref().is_some_and(|header| header.told().2)
    }
}

/// Reads an import whole: the call, its mode and its rows.
///
/// # Errors
/// What is wrong with the stream or the header.
pub(super) async fn read<M: ImportRequest>(
    app: &Arc<App>,
    entry: &Entry,
    stream: Streaming<M>,
) -> Result<(WriteCall, BatchMode, Vec<M::Row>)> {
    let whole = whole(&mut Incoming::new(stream)).await?;
    let mode = mode(whole.header.as_ref());
    let (call, mode) = accepted(app, entry, &whole, mode).await?;
    Ok((call, mode, whole.rows))
}

fn mode(header: Option<&impl ImportHeader>) -> Result<BatchMode> {
    match header.map(|header| pb::BatchMode::try_from(header.told().1)) {
        Some(Ok(pb::BatchMode::Atomic)) => Ok(BatchMode::Atomic),
        Some(Ok(pb::BatchMode::BestEffort)) => Ok(BatchMode::BestEffort),
        Some(Ok(pb::BatchMode::Unspecified) | Err(_)) | None => {
            Err(Error::told("header.mode", "is required: ATOMIC or BEST_EFFORT", "须选择导入方式"))
        }
    }
}

async fn whole<M: ImportRequest>(
    stream: &mut Incoming<Streaming<M>>,
) -> Result<Whole<M::Header, M::Row>> {
    let mut whole = Whole::<M::Header, M::Row> { header: None, rows: Vec::new() };
    while let Some(request) = stream.next().await? {
        match request.part() {
            Some(Part::Header(header)) if whole.header.is_none() => whole.header = Some(header),
            Some(Part::Header(_)) => {
                return Err(Error::invalid("header", "comes once, first of all"));
            }
            Some(Part::Rows(_)) if whole.header.is_none() => {
                return Err(Error::invalid("header", "is required, before the first rows"));
            }
            Some(Part::Rows(rows)) => {
                if !(1..=MAX_ROWS_OF_MESSAGE).contains(&rows.len()) {
                    let problem = format!("must have 1 to {MAX_ROWS_OF_MESSAGE} entries a message");
                    return Err(Error::invalid("rows", problem));
                }
                whole.rows.extend(rows);
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

/// What is wrong in a row, as answers carry it.
pub(super) fn fault(of: &RowFault) -> pb::ImportFault {
    let violation = &of.violation;
    pb::ImportFault {
        row_index: i32::try_from(of.row).unwrap_or(i32::MAX),
        field: violation.field.clone(),
        description: violation.problem.clone(),
        local_description: violation.problem_zh.clone().unwrap_or_default(),
    }
}
