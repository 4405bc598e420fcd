//! Plans into their messages.

use crate::{
    api::{
        case::convert::encode_ground,
        directory::convert::{count, limit_message, provisional},
        fields::{date, timestamp},
    },
    domain::{
        expiry::{
            Before, Coupling, Fee, Filing, Fit, Lane, LastDay, Limiter, OVERSTAY_BASIS, Procedures,
            ProxyAnswer, Renewal,
        },
        fee::HealthCertificate,
        limit::CountedDay,
        slot::SlotKey,
    },
    service::{directory::deadline::MonthRule, expiry::PlanView},
};
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
