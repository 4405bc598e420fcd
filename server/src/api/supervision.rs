//! SupervisionService: decodes, asks `service::supervision`, encodes.

use super::{
    Api,
    case::convert::clock_kind,
    directory::convert::{count, limit_message},
    fields::{self, Fields, date, timestamp},
    handle::{Entry, answers, write, write_requests},
};
use crate::{
    domain::{
        appointment::MAX_REASON_CHARS,
        id::{AccountId, Id as _},
        supervision::{Card, CardState, MAX_RECTIFICATION_CHARS, Rung, RungCounts},
    },
    error::Result,
    service::{
        directory::deadline::MonthRule,
        page::PageRequest,
        supervision::{
            self, CardFilter, DepartmentScore, MAX_SCORE_DAYS, Swept, Target, day_start,
        },
    },
};
use chrono::NaiveDate;
use frsc_proto::v1 as pb;
use tonic::{Request, Response, Status};

answers! {
    pb::RectifyCardResponse, Card => |card| Self { card: Some(encode(card)) };
    pb::CloseCardResponse, Card => |card| Self { card: Some(encode(card)) };
    pb::WithdrawCardResponse, Card => |card| Self { card: Some(encode(card)) };
    pb::RunSupervisionSweepResponse, Swept => |swept| Self {
        rung_counts: rung_counts(&swept.counts),
        bound_hit: swept.bound_hit,
        deemed_acceptances: i32::try_from(swept.lapsed).unwrap_or(i32::MAX),
    };
}

write_requests! {
    pb::RectifyCardRequest;
    pb::CloseCardRequest, validate_only;
    pb::WithdrawCardRequest, validate_only;
    pb::RunSupervisionSweepRequest;
}

#[tonic::async_trait]
impl pb::supervision_service_server::SupervisionService for Api {
    async fn get_card(
        &self,
        request: Request<pb::GetCardRequest>,
    ) -> Result<Response<pb::GetCardResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let id = fields::one_id("card_id", &request.card_id)?;
            let card = supervision::get(&self.app, entry.call()?, id).await?;
            Ok(pb::GetCardResponse { card: Some(encode(&card)) })
        };
        entry.answer(found.await)
    }

    async fn list_cards(
        &self,
        request: Request<pb::ListCardsRequest>,
    ) -> Result<Response<pb::ListCardsResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let filter = filter(&request)?;
            let page = supervision::list(&self.app, entry.call()?, &filter, &page).await?;
            let cards = page.rows.iter().map(encode).collect();
            let (next_page_token, feed_token) = (page.next_token, page.feed_token);
            Ok(pb::ListCardsResponse { cards, next_page_token, feed_token })
        };
        entry.answer(found.await)
    }

    async fn rectify_card(
        &self,
        request: Request<pb::RectifyCardRequest>,
    ) -> Result<Response<pb::RectifyCardResponse>, Status> {
        let decode = |r: pb::RectifyCardRequest| {
            let mut fields = Fields::new();
            let most = MAX_RECTIFICATION_CHARS;
            let text = fields.text("rectification", &r.rectification, 1, most);
            Ok((fields.resource("card_id", &r.card_id, &r.etag)?, text))
        };
        let run = |call, (target, text): (Target, String)| async move {
            supervision::rectify(&self.app, &call, target, &text).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn close_card(
        &self,
        request: Request<pb::CloseCardRequest>,
    ) -> Result<Response<pb::CloseCardResponse>, Status> {
        let decode = |r: pb::CloseCardRequest| settled(&r.card_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (Target, String)| async move {
            supervision::close(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn withdraw_card(
        &self,
        request: Request<pb::WithdrawCardRequest>,
    ) -> Result<Response<pb::WithdrawCardResponse>, Status> {
        let decode = |r: pb::WithdrawCardRequest| settled(&r.card_id, &r.etag, &r.reason);
        let run = |call, (target, reason): (Target, String)| async move {
            supervision::withdraw(&self.app, &call, target, &reason).await
        };
        write(&self.app, request, decode, run).await
    }

    async fn get_department_scores(
        &self,
        request: Request<pb::GetDepartmentScoresRequest>,
    ) -> Result<Response<pb::GetDepartmentScoresResponse>, Status> {
        let (entry, request) = Entry::open(request)?;
        let found = async {
            let page = PageRequest { size: request.page_size, token: request.page_token.clone() };
            let (department, days) = score_query(&request)?;
            let call = entry.call()?;
            let found = supervision::scores(&self.app, call, department, days, &page).await?;
            Ok(pb::GetDepartmentScoresResponse {
                scores: found.scores.iter().map(encode_score).collect(),
                cards: found.cards.rows.iter().map(encode).collect(),
                next_page_token: found.cards.next_token,
            })
        };
        entry.answer(found.await)
    }

    async fn run_supervision_sweep(
        &self,
        request: Request<pb::RunSupervisionSweepRequest>,
    ) -> Result<Response<pb::RunSupervisionSweepResponse>, Status> {
        let run = |call, ()| async move { supervision::run(&self.app, &call).await };
        write(&self.app, request, |_| Ok(()), run).await
    }
}

fn settled(card_id: &str, etag: &str, reason: &str) -> Result<(Target, String)> {
    let mut fields = Fields::new();
    let reason = fields.text("reason", reason, 1, MAX_REASON_CHARS);
    Ok((fields.resource("card_id", card_id, etag)?, reason))
}

fn filter(request: &pb::ListCardsRequest) -> Result<CardFilter> {
    let mut fields = Fields::new();
    let mut rungs = Vec::new();
    for (index, value) in request.rungs.iter().enumerate().take(Rung::ALL.len()) {
        let chosen = fields.choice::<pb::CardRung>(&format!("rungs[{index}]"), *value);
        rungs.extend(chosen.and_then(rung));
    }
    let mut states = Vec::new();
    for (index, value) in request.states.iter().enumerate().take(CardState::ALL.len()) {
        let chosen = fields.choice::<pb::CardState>(&format!("states[{index}]"), *value);
        states.extend(chosen.and_then(|state| CardState::from_number(state.into())));
    }
    let to = fields.optional_date("raised_to_date", request.raised_to_date);
    let from = fields.optional_date("raised_from_date", request.raised_from_date);
    let filter = CardFilter {
        department_id: fields.optional_code("department_id", &request.department_id),
        rungs,
        states,
        case_id: fields.optional_id("case_id", &request.case_id),
        task_id: fields.optional_id("task_id", &request.task_id),
        raised_from: from.map(day_start),
        raised_before: to.and_then(|day| day.succ_opt()).map(day_start),
    };
    fields.finish(filter)
}

type ScoreQuery = (Option<String>, (NaiveDate, NaiveDate));

fn score_query(request: &pb::GetDepartmentScoresRequest) -> Result<ScoreQuery> {
    let mut fields = Fields::new();
    let department = fields.optional_code("department_id", &request.department_id);
    let from = fields.date("from_date", request.from_date);
    let to = fields.date("to_date", request.to_date);
    if let Some((from, to)) = from.zip(to)
        && !(0..=MAX_SCORE_DAYS).contains(&(to - from).num_days())
    {
        fields.told(
            "to_date",
            format!("must be 0 to {MAX_SCORE_DAYS} days after from_date"),
            format!("应在 from_date 当日至其后 {MAX_SCORE_DAYS} 日之间"),
        );
    }
    let days = fields.both(from, to)?;
    Ok((department, days))
}

/// A rung of a message; none for UNSPECIFIED.
pub(super) const fn rung(of: pb::CardRung) -> Option<Rung> {
    match of {
        pb::CardRung::Unspecified => None,
        pb::CardRung::Reminder => Some(Rung::Reminder),
        pb::CardRung::YellowCard => Some(Rung::YellowCard),
        pb::CardRung::RedCard => Some(Rung::RedCard),
        pb::CardRung::Escalation => Some(Rung::Escalation),
        pb::CardRung::LegalAlert => Some(Rung::LegalAlert),
    }
}

/// A rung as messages carry it.
pub(super) const fn encode_rung(of: Rung) -> pb::CardRung {
    match of {
        Rung::Reminder => pb::CardRung::Reminder,
        Rung::YellowCard => pb::CardRung::YellowCard,
        Rung::RedCard => pb::CardRung::RedCard,
        Rung::Escalation => pb::CardRung::Escalation,
        Rung::LegalAlert => pb::CardRung::LegalAlert,
    }
}

fn rung_counts(counts: &RungCounts) -> Vec<pb::RungCount> {
    let some = Rung::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0);
    some.map(|(rung, n)| pb::RungCount { rung: encode_rung(rung).into(), count: count(*n) })
        .collect()
}

fn encode_score(of: &DepartmentScore) -> pb::DepartmentScore {
    pb::DepartmentScore {
        department_id: of.department_id.clone(),
        points: i32::try_from(of.points).unwrap_or(i32::MAX),
        rung_counts: rung_counts(&of.counts),
    }
}

/// A card as messages carry it.
pub(super) fn encode(of: &Card) -> pb::Card {
    let (kind, limit) = of.basis.clock.unzip();
    let (rectification, settlement) = (of.rectification.as_ref(), of.settlement.as_ref());
    pb::Card {
        card_id: of.id.text(),
        rung: encode_rung(of.rung).into(),
        state: of.state.number(),
        case_id: of.case_id.text(),
        case_number: of.case_number.clone(),
        task_id: of.task_id.map(|id| id.text()).unwrap_or_default(),
        service_item_id: of.service_item_id.clone(),
        department_id: of.department_id.clone(),
        clock_kind: kind.map_or(pb::ClockKind::Unspecified, clock_kind).into(),
        limit: limit.map(|limit| limit_message(&limit, MonthRule::SinceEvent)),
        legal_basis: of.basis.legal_basis.clone(),
        rule: of.basis.rule.clone(),
        due_date: Some(date(of.due_on)),
        rung_date: Some(date(of.rung_on)),
        raise_time: Some(timestamp(of.raised_at)),
        rectify_by_date: of.rectify_by.map(date),
        points: count(of.points),
        rectification: rectification.map(|r| r.text.clone()).unwrap_or_default(),
        rectified_by_account_id: rectification.map(|r| AccountId(r.by).text()).unwrap_or_default(),
        rectify_time: rectification.map(|r| timestamp(r.at)),
        close_reason: settlement.map(|s| s.reason.clone()).unwrap_or_default(),
        closed_by_account_id: settlement.map(|s| AccountId(s.by).text()).unwrap_or_default(),
        close_time: settlement.map(|s| timestamp(s.at)),
        etag: fields::etag(of.version),
    }
}
