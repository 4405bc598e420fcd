//! `frsc scan` of a 统一社会信用代码: the enterprise with its groups, its entries of the whitelist, its
//! trips to come with their flags, and what is to be done next.

use super::{
    enterprise::{ENTERPRISE, PARTS},
    whitelist::ENTRY,
};
use crate::{
    Cx,
    errors::{Done, Exit},
    message,
    output::Sheet,
    time,
};
use frsc_proto::v1::{self, WhitelistState as State, run_whitelist_batch_request::Operation};

/// The columns of trips to come.
const TRIPS: Sheet = Sheet {
    name: "trip_id",
    columns: &["trip_id", "direction", "from_date", "until_date", "flags.kind"],
    wide: &["purpose", "flags.reason"],
};
/// In these states something is to be done with an entry, or is done under it; the first comes
/// first.
const OPEN: [State; 5] =
    [State::Suspended, State::Recommended, State::Applied, State::Active, State::Approved];

/// Opens the enterprise of a code.
pub(super) async fn open(cx: &mut Cx<'_>, code: &str) -> Done {
    let known = match cx.call(v1::GetEnterpriseRequest { enterprise_id: code.to_owned() }).await {
        Ok(known) => message::answer::<v1::GetEnterpriseRequest>(&known),
        Err(failure) if failure.exit == Exit::NotFound => {
            cx.say("scan-enterprise-unknown", &[("enterprise", code)]);
            return Ok(());
        }
        Err(failure) => return Err(failure),
    };
    let Some(enterprise) = message::child(&known, "enterprise") else { return Ok(()) };
    cx.write("\n")?;
    cx.row_and_parts(&known, &enterprise, &ENTERPRISE, &PARTS).await?;
    let request = v1::ListWhitelistEntriesRequest {
        enterprise_id: code.to_owned(),
        states: OPEN.map(Into::into).to_vec(),
        ..Default::default()
    };
    let entries = cx.call(request).await?;
    if !entries.entries.is_empty() {
        cx.write("\n")?;
        cx.answer::<v1::ListWhitelistEntriesRequest>(&entries, "entries", &ENTRY).await?;
    }
    let today = cx.today().await?;
    let request = v1::ListTripsRequest {
        enterprise_id: code.to_owned(),
        states: vec![v1::TripState::Filed.into()],
        from_date: Some(time::to_proto_date(today)),
        ..Default::default()
    };
    let trips = cx.call(request).await?;
    if !trips.trips.is_empty() {
        cx.write("\n")?;
        cx.answer::<v1::ListTripsRequest>(&trips, "trips", &TRIPS).await?;
    }
    if let Some(trip) = trips.trips.iter().find(|trip| !trip.flags.is_empty()) {
        cx.say("scan-enterprise-flagged", &[("trip", &trip.trip_id)]);
    }
    next(cx, code, &entries.entries).await
}

/// Names what comes next with its entries.
async fn next(cx: &mut Cx<'_>, code: &str, entries: &[v1::WhitelistEntry]) -> Done {
    let of = |state: &State| entries.iter().find(|entry| entry.state() == *state);
    let Some(first) = OPEN.iter().find_map(of) else {
        cx.say("scan-enterprise-no-entry", &[("enterprise", code)]);
        return Ok(());
    };
    let key = match first.state() {
        State::Suspended => "scan-enterprise-suspended",
        State::Recommended => "scan-enterprise-recommended",
        State::Applied => "scan-enterprise-applied",
        _ => return in_force(cx, code).await,
    };
    cx.say(key, &[("entry", &first.entry_id)]);
    Ok(())
}

/// Whether an entry in force may be renewed is the server's to say: the plan of a renewal tells.
async fn in_force(cx: &mut Cx<'_>, code: &str) -> Done {
    let plan = v1::RunWhitelistBatchRequest {
        request_id: cx.request_id(),
        enterprise_ids: vec![code.to_owned()],
        mode: v1::BatchMode::BestEffort.into(),
        reason: "renewal".to_owned(),
        operation: Some(Operation::Renew(v1::WhitelistBatchStep::default())),
        validate_only: true,
        ..Default::default()
    };
    let results = match cx.call(plan).await {
        Ok(answer) => answer.results,
        Err(failure) if failure.exit == Exit::NotAllowed => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let due = results.iter().flat_map(|result| &result.entries).next();
    let opens = results.iter().flat_map(|result| &result.left).filter_map(|left| left.opens_date);
    let opens = opens.min_by_key(|day| (day.year, day.month, day.day));
    match (due, opens) {
        (Some(next), _) => {
            cx.say("scan-enterprise-renew", &[("entry", &next.renews_entry_id)]);
        }
        (None, Some(day)) => {
            let day = format!("{:04}-{:02}-{:02}", day.year, day.month, day.day);
            cx.say("scan-enterprise-later", &[("enterprise", code), ("date", &day)]);
        }
        (None, None) => cx.say("scan-enterprise-in-force", &[("enterprise", code)]),
    }
    Ok(())
}
