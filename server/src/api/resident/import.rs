//! An import of residents: its rows decoded, its answer encoded.

use super::decode::row;
use crate::{
    api::{
        directory::convert::count,
        handle::{Entry, answers},
        import::{fault, read},
    },
    error::Result,
    service::{
        App,
        import::Imported,
        resident::import::{self, Decoded},
        write::Reply,
    },
};
use frsc_proto::v1 as pb;
use std::sync::Arc;
use tonic::Streaming;

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

/// Reads an import whole, then does it.
pub(super) async fn run(
    app: &Arc<App>,
    entry: &Entry,
    stream: Streaming<pb::ImportResidentsRequest>,
) -> Result<Reply<pb::ImportResidentsResponse>> {
    let (call, mode, rows) = read(app, entry, stream).await?;
    let today = app.clock.today();
    let rows: Vec<Decoded> = rows.into_iter().map(|given| row(given, today)).collect();
    import::import(app, &call, mode, &rows).await
}
