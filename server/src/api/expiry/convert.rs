//! Plans into their messages.

use crate::{
    api::{
        case::convert::encode_ground,
        directory::convert::{count, limit_message, provisional},
        fields::{date, etag, timestamp},
    },
    domain::{
        expiry::{
            Before, Coupling, Fee, Filing, Fit, Lane, LastDay, Limiter, OVERSTAY_BASIS, OwedView,
            Procedures, ProxyAnswer, Renewal,
        },
        fee::HealthCertificate,
        id::Id as _,
        limit::{CountedDay, WorkingDayHint},
        slot::SlotKey,
    },
    service::{
        directory::deadline::MonthRule,
        expiry::{ExpiringRow, PlanView, Planned, Recorded},
    },
};
use chrono::NaiveDate;
use frsc_proto::v1 as pb;

/// A plan, with every counted day where they are asked for.
pub(super) fn encode_plan(view: &PlanView, counted_days: bool) -> pb::ExpiryPlan {
    let plan = &view.plan;
    let told = Told { view, counted_days };
    let overstay = plan.overstay.map(|hint| pb::OverstayHint {
        days: count(hint.days),
        reference_fine_yuan: count(hint.reference_fine_yuan),
        legal_basis: OVERSTAY_BASIS.to_owned(),
    });
    pb::ExpiryPlan {
        kind: view.document.kind.number(),
        purpose: view.document.purpose.map_or(0, |purpose| purpose.number()),
        work_permit_class: view.document.class.map_or(0, |class| class.number()),
        expiry_date: Some(date(plan.expires_on)),
        days_left: i32::try_from(plan.days_left).unwrap_or(i32::MAX),
        renewal: plan.renewal.as_ref().map(|renewal| told.renewal(renewal)),
        last_day_as_minor_date: plan.last_day_as_a_minor.map(date),
        overstay,
        document_id: view.known.map(|(id, _)| id.text()).unwrap_or_default(),
        resident_id: view.known.map(|(_, id)| id.text()).unwrap_or_default(),
        ..Default::default()
    }
}

/// The lane, as a message has it.
pub(super) fn encode_lane(lane: Lane) -> i32 {
    lane.number()
}

/// What is told of a plan.
struct Told<'a> {
    view: &'a PlanView,
    counted_days: bool,
}

impl Told<'_> {
    fn renewal(&self, of: &Renewal) -> pb::Renewal {
        let item = of.service_item_id.as_str();
        pb::Renewal {
            service_item_id: item.to_owned(),
            lane: encode_lane(of.lane),
            lane_provisional: of.lane_provisional.as_ref().map(provisional),
            filing: of.filing.as_ref().map(|filing| self.filing(item, filing)),
            procedures: Some(self.procedures(item, &of.procedures)),
            prior: of.before.as_ref().map(|before| self.prior(before)),
            service_item_order: of.order().into_iter().map(str::to_owned).collect(),
            length: Some(length(&of.coupling)),
            materials: of.materials.clone(),
            fee: Some(fee(&of.fee)),
            proxy: Some(proxy(&of.proxy)),
        }
    }

    fn prior(&self, of: &Before) -> pb::PriorRenewal {
        let item = of.service_item_id.as_str();
        pb::PriorRenewal {
            service_item_id: item.to_owned(),
            expiry_date: of.expires_on.map(date),
            needed: of.needed,
            decided_by_date: of.decided_by.map(date),
            filing: of.filing.as_ref().map(|filing| self.filing(item, filing)),
            procedures: Some(self.procedures(item, &of.procedures)),
            both: of.both.as_ref().map(|both| self.procedures(item, both)),
        }
    }

    fn filing(&self, item: &str, of: &Filing) -> pb::FilingDay {
        let last_day = pb::CountedDate {
            day_date: of.last_day().map(date),
            last_working_date: of.last_working_day().map(date),
            from_date: of.deadline.day_zero.map(date),
            limit: Some(limit_message(&of.deadline.limit, MonthRule::SinceEvent)),
            counted_days: self.counted(&of.deadline.counted),
            rule: of.rule.clone(),
            legal_basis: of.legal_basis.clone(),
        };
        pb::FilingDay {
            last_day: Some(last_day),
            days_late: count(of.days_late),
            next_places: places(&self.view.places_to_file(item, of)),
        }
    }

    fn procedures(&self, item: &str, of: &Procedures) -> pb::ProcedureDays {
        let day = |day: &Option<LastDay>| day.as_ref().map(|day| self.procedure(item, day));
        pb::ProcedureDays {
            normal: day(&of.normal),
            expedited: day(&of.expedited),
            statutory: day(&of.statutory),
        }
    }

    fn procedure(&self, item: &str, of: &LastDay) -> pb::ProcedureDay {
        let fit = match of.fit {
            Fit::InTime => pb::ProcedureFit::InTime,
            Fit::TooLate => pb::ProcedureFit::TooLate,
            Fit::Unknown(_) => pb::ProcedureFit::Unknown,
        };
        let counted = of.counted.as_ref().map(|deadline| deadline.counted.as_slice());
        pb::ProcedureDay {
            last_date: of.date.map(date),
            safe_date: of.safe_date.map(date),
            until_date: Some(date(of.until)),
            limit: Some(limit_message(&of.limit, MonthRule::SinceEvent)),
            legal_basis: of.legal_basis.clone(),
            counted_days: self.counted(counted.unwrap_or_default()),
            due_if_filed_now_date: of.from_now.as_ref().and_then(|now| now.due_date).map(date),
            fit: fit.into(),
            provisional: of.provisional.as_ref().map(provisional),
            next_places: places(&self.view.places_of(item, of)),
        }
    }

    fn counted(&self, days: &[CountedDay]) -> Vec<pb::CountedDay> {
        let days = days.iter().filter(|_| self.counted_days);
        days.map(|day| pb::CountedDay {
            number: count(day.ordinal),
            day_date: Some(date(day.date)),
        })
        .collect()
    }
}

fn places(slots: &[SlotKey]) -> Vec<pb::RenewalPlace> {
    let place = |slot: &SlotKey| pb::RenewalPlace {
        slot_id: slot.text(),
        start_time: Some(timestamp(slot.start)),
    };
    slots.iter().map(place).collect()
}

fn length(of: &Coupling) -> pb::RenewalLength {
    let limiter = |limiter: Limiter| limiter.number();
    let bounds = of.bounds.iter().map(|bound| pb::RenewalBound {
        limiter: limiter(bound.limiter),
        until_date: Some(date(bound.until)),
    });
    pb::RenewalLength {
        start_date: Some(date(of.starts_on)),
        suggested_until_date: of.suggested_until.map(date),
        limited_by: of.limited_by.map_or(0, limiter),
        bounds: bounds.collect(),
        days: count(of.days),
        shortest_days: count(of.shortest_days),
        long_enough: of.long_enough,
        passport_first: of.passport_first,
    }
}

fn fee(of: &Fee) -> pb::RenewalFee {
    pb::RenewalFee {
        known: of.yuan.is_some(),
        fee_yuan: count(of.yuan.unwrap_or(0)),
        health_certificate_needed: of.health_certificate == HealthCertificate::Needed,
        fee_text: of.text.clone(),
        legal_basis: of.legal_basis.clone(),
    }
}

fn proxy(of: &ProxyAnswer) -> pb::RenewalProxy {
    pb::RenewalProxy {
        allowed_by: of.allowed_by.unwrap_or_default().to_owned(),
        claimable_grounds: of.claimable.iter().map(encode_ground).collect(),
    }
}

/// A document that runs out, as it stands on a day.
pub(super) fn encode_expiring(row: &ExpiringRow, today: NaiveDate) -> pb::ExpiringDocument {
    let of = &row.view.document;
    let last = of.terms.last_day();
    let left = last.map_or(0, |last| (last - today).num_days());
    pb::ExpiringDocument {
        document_id: of.id.text(),
        resident_id: of.resident_id.text(),
        holder_name: row.holder_name.clone(),
        kind: of.terms.kind.number(),
        purpose: of.terms.purpose.map_or(0, |purpose| purpose.number()),
        masked_number: of.number.mask.clone(),
        expiry_date: last.map(date),
        days_left: i32::try_from(left).unwrap_or(i32::MAX),
        lane: row.lane.map_or(0, encode_lane),
        lane_provisional: row.lane_provisional.as_ref().map(provisional),
        file_by_date: row.file_by.map(date),
        renewal_case_id: row.renewal.map(|id| id.text()).unwrap_or_default(),
    }
}

/// What an event opened.
pub(super) fn recorded(of: &Recorded) -> pb::RecordLifeEventResponse {
    pb::RecordLifeEventResponse {
        life_event_id: of.event.id.text(),
        obligations: of.opened.iter().map(encode_obligation).collect(),
    }
}

/// A renewal that is planned.
pub(super) fn planned(of: &Planned) -> pb::PlanRenewalResponse {
    let visits = of.visits.iter().map(|visit| pb::PlannedVisit {
        appointment_id: visit.id.text(),
        appointment_number: visit.number.clone(),
        slot_id: visit.slot.text(),
        start_time: Some(timestamp(visit.slot.start)),
        service_item_ids: visit.items.iter().map(str::to_owned).collect(),
    });
    let cases = of.cases.iter().map(|opened| pb::PlannedCase {
        case_id: opened.case.id.text(),
        case_number: opened.case.number.clone(),
        service_item_id: opened.case.items.iter().next().unwrap_or_default().to_owned(),
        document_id: opened.document_id.text(),
        appointment_id: opened.case.appointment_id.map(|id| id.text()).unwrap_or_default(),
    });
    let renewal = of.plan.plan.renewal.as_ref();
    pb::PlanRenewalResponse {
        visits: visits.collect(),
        cases: cases.collect(),
        lane: renewal.map_or(0, |renewal| encode_lane(renewal.lane)),
    }
}

/// An obligation as it stands now.
pub(in crate::api) fn encode_obligation(view: &OwedView) -> pb::Obligation {
    let (of, deadline) = (&view.owed, &view.deadline);
    let working = match deadline.last_working_day {
        WorkingDayHint::On(day) if Some(day) != deadline.due_date => Some(day),
        WorkingDayHint::On(_) | WorkingDayHint::NotApplicable | WorkingDayHint::Unpublished(_) => {
            None
        }
    };
    let closing = of.closing.as_ref();
    pb::Obligation {
        obligation_id: of.id.text(),
        life_event_id: of.event_id.text(),
        event: of.event.number(),
        resident_id: of.resident_id.text(),
        code: of.code.clone(),
        owner: of.owner.number(),
        text: of.text.clone(),
        service_item_id: of.service_item_id.clone().unwrap_or_default(),
        limit: Some(limit_message(&of.limit, MonthRule::SinceEvent)),
        from_date: Some(date(of.from_day)),
        due_date: deadline.due_date.map(date),
        due_time: deadline.due_instant.map(timestamp),
        last_working_date: working.map(date),
        provisional: deadline.provisional.as_ref().map(provisional),
        legal_basis: of.legal_basis.clone(),
        state: of.state.number(),
        overdue: view.overdue,
        close_time: closing.map(|closing| timestamp(closing.at)),
        closer_id: closing.map(|closing| closing.by.text()).unwrap_or_default(),
        closing_note: closing.map(|closing| closing.note.clone()).unwrap_or_default(),
        create_time: Some(timestamp(of.created_at)),
        etag: etag(of.version),
    }
}
