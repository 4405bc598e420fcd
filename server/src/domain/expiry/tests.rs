//! Scenarios.

use super::*;
use crate::domain::{
    calendar::{
        Calendar,
        tests::{calendar, date},
    },
    catalogue::{FeeSchedule, FeeScheduleBand, Handling, Validity, Versioned},
    proxy::ProxyRule,
};

const WORKING: LimitUnit = LimitUnit::WorkingDays;

pub(super) fn limit(
    amount: u32,
    unit: LimitUnit,
    direction: LimitDirection,
    kind: LimitKind,
) -> Limit {
    Limit::new(amount, unit, direction, kind).unwrap()
}

fn item(
    id: &str,
    statutory: u32,
    promised: u32,
    expedited: Option<u32>,
    filing: u32,
) -> ServiceItem {
    use LimitDirection::{After, Before};
    let before = || limit(filing, LimitUnit::CalendarDays, Before, LimitKind::Statutory);
    ServiceItem {
        id: id.to_owned(),
        national_code: String::new(),
        name_zh: String::new(),
        name_en: String::new(),
        department_id: String::new(),
        category: String::new(),
        statutory_limit: Some(limit(statutory, WORKING, After, LimitKind::Statutory)),
        promised_limit: Some(limit(promised, WORKING, After, LimitKind::Promised)),
        expedited_working_days: expedited,
        applicants: Vec::new(),
        in_person: String::new(),
        proxy_rule: String::new(),
        materials: vec!["护照".to_owned()],
        fee_text: String::new(),
        window_rule: String::new(),
        legal_basis: "the law".to_owned(),
        note: String::new(),
        validity: Validity::default(),
        successor_id: None,
        handling: Handling {
            filing_limit: (filing > 0).then(before),
            proxy: ProxyRule::OnGrounds(vec![ProxyGround::Under16, ProxyGround::GoodRecord]),
            ..Handling::default()
        },
    }
}

pub(super) fn catalogue(calendar: Calendar) -> Catalogue {
    let mut work = item("RP-W-EXT", 15, 7, Some(1), 30);
    work.handling.decided_after = vec!["WP-EXT".to_owned()];
    let items = [
        work,
        item("RP-N-EXT", 15, 7, Some(2), 30),
        item("VS-EXT", 7, 5, Some(1), 7),
        item("WP-EXT", 20, 3, Some(1), 30),
    ];
    let bands = [(0, 400), (12, 800), (36, 1_000)];
    let bands = bands.map(|(from_months, fee_yuan)| FeeScheduleBand { from_months, fee_yuan });
    let fees = FeeSchedule { bands: bands.to_vec(), max_months: 60, legal_basis: String::new() };
    Catalogue {
        service_items: items
            .into_iter()
            .map(|item| (item.id.clone(), Versioned { value: item, version: 1 }))
            .collect(),
        fee_schedule: Some(Versioned { value: fees, version: 1 }),
        calendar,
        ..Catalogue::default()
    }
}

pub(super) fn permit(purpose: PermitPurpose, expires_on: &str) -> Expiring {
    let kind = DocumentKind::ResidencePermit;
    Expiring { kind, purpose: Some(purpose), class: None, expires_on: date(expires_on) }
}

fn other(kind: DocumentKind, expires_on: &str) -> Expiring {
    Expiring { kind, purpose: None, class: None, expires_on: date(expires_on) }
}

/// What is asked of a document that is filed on a day.
pub(super) fn question<'a>(
    document: Expiring,
    holder: &'a Holder,
    (catalogue, policy): (&'a Catalogue, &'a ExpiryPolicy),
    today: NaiveDate,
) -> Question<'a> {
    let accepted_on = catalogue.calendar.next_working_day_on_or_after(today).ok();
    Question { document, holder, starts_on: None, catalogue, policy, today, accepted_on }
}

fn plan_of(document: Expiring, holder: &Holder, starts: Option<&str>, today: &str) -> ExpiryPlan {
    let (catalogue, policy) = (catalogue(calendar()), ExpiryPolicy::default());
    let asked = question(document, holder, (&catalogue, &policy), date(today));
    plan(&Question { starts_on: starts.map(date), ..asked }).unwrap()
}

#[test]
fn s01_a_permit_that_ends_in_three_days_has_the_expedited_lane_left() {
    let document = permit(PermitPurpose::Work, "2023-06-30");
    let plan = plan_of(document, &Holder::default(), None, "2023-06-27");
    let renewal = plan.renewal.unwrap();
    let filing = renewal.filing.unwrap();
    assert_eq!(filing.last_day(), Some(date("2023-05-31")));
    assert_eq!(filing.last_working_day(), Some(date("2023-05-31")));
    assert_eq!((filing.days_late, plan.days_left), (27, 3));
    let (normal, expedited) =
        (renewal.procedures.normal.unwrap(), renewal.procedures.expedited.unwrap());
    assert_eq!(normal.fit, Fit::TooLate);
    assert_eq!(normal.from_now.unwrap().due_date, Some(date("2023-07-06")));
    // Friday the 30th is the seventh; 29, 28, 27, 26, 25 (a Sunday that works) and 21 before it.
    assert_eq!(normal.date, Some(date("2023-06-20")));
    assert_eq!(normal.counted.unwrap().due_date, Some(date("2023-06-30")));
    assert_eq!(expedited.from_now.unwrap().due_date, Some(date("2023-06-28")));
    assert_eq!((expedited.date, expedited.fit), (Some(date("2023-06-29")), Fit::InTime));
    let statutory = renewal.procedures.statutory.unwrap();
    assert_eq!(statutory.from_now.unwrap().due_date, Some(date("2023-07-18")));
    assert_eq!((renewal.lane, renewal.lane_provisional), (Lane::ExpediteOnly, None));
    assert_eq!(plan.overstay, None);
}

#[test]
fn the_lane_follows_the_day_on_which_it_is_filed() {
    let lane = |today| {
        let document = permit(PermitPurpose::Work, "2023-06-30");
        plan_of(document, &Holder::default(), None, today).renewal.unwrap().lane
    };
    let table = [
        ("2023-05-01", Lane::Normal),
        ("2023-06-08", Lane::Normal),
        ("2023-06-09", Lane::ExpediteAdvised),
        ("2023-06-20", Lane::ExpediteAdvised),
        ("2023-06-21", Lane::ExpediteOnly),
        ("2023-06-29", Lane::ExpediteOnly),
        ("2023-06-30", Lane::TooLate),
        ("2023-07-01", Lane::TooLate),
    ];
    for (today, expected) in table {
        assert_eq!(lane(today), expected, "{today}");
    }
}

#[test]
fn s08_a_visa_is_extended_seven_days_before_and_both_days_are_shown() {
    let document = other(DocumentKind::Visa, "2025-02-05");
    let plan = plan_of(document, &Holder::default(), None, "2025-01-20");
    let filing = plan.renewal.unwrap().filing.unwrap();
    assert_eq!(filing.last_day(), Some(date("2025-01-29")));
    assert_eq!(filing.last_working_day(), Some(date("2025-01-27")));
    assert_eq!(filing.deadline.counted.len(), 7);
    assert_eq!(filing.days_late, 0);
}

#[test]
fn s16_the_passport_limits_the_new_permit() {
    let holder = Holder {
        passport_until: Some(date("2025-03-31")),
        work_permit_until: Some(date("2026-01-31")),
        contract_until: Some(date("2026-06-30")),
        ..Holder::default()
    };
    let document = permit(PermitPurpose::Work, "2024-06-30");
    let plan = plan_of(document, &holder, Some("2024-07-01"), "2024-05-06");
    let renewal = plan.renewal.unwrap();
    let coupling = &renewal.coupling;
    assert_eq!(coupling.suggested_until, Some(date("2025-03-31")));
    assert_eq!(coupling.limited_by, Some(Limiter::Passport));
    assert_eq!((coupling.days, coupling.long_enough, coupling.passport_first), (274, true, true));
    let until: Vec<_> = coupling.bounds.iter().map(|bound| bound.until.to_string()).collect();
    assert_eq!(until, ["2025-03-31", "2026-01-31", "2026-06-30", "2029-06-30"]);
    assert_eq!(renewal.order(), ["RP-W-EXT"]);
    assert_eq!(renewal.fee.yuan, Some(400));
}

#[test]
fn a_permit_that_rests_on_a_work_permit_waits_for_it() {
    let holder = Holder { work_permit_until: Some(date("2024-06-30")), ..Holder::default() };
    let document = permit(PermitPurpose::Work, "2024-06-30");
    let plan = plan_of(document, &holder, None, "2024-05-06");
    let renewal = plan.renewal.unwrap();
    assert_eq!(renewal.order(), ["WP-EXT", "RP-W-EXT"]);
    assert_eq!(renewal.coupling.suggested_until, None);
    assert!(!renewal.coupling.long_enough);
    let before = renewal.before.unwrap();
    assert!(before.needed);
    // Thirty days before is Friday, May 31; three working days before that is the 28th.
    assert_eq!(before.decided_by, Some(date("2024-05-31")));
    assert_eq!(before.procedures.normal.unwrap().date, Some(date("2024-05-28")));
    assert_eq!(before.procedures.statutory.unwrap().date, Some(date("2024-05-06")));
    assert_eq!(before.filing.unwrap().last_day(), Some(date("2024-05-31")));
}

#[test]
fn the_lane_counts_the_work_permit_that_is_decided_first() {
    let lane_on = |today: &str, work_permit_until: Option<&str>| {
        let work_permit_until = work_permit_until.map(date);
        let holder = Holder { work_permit_until, ..Holder::default() };
        let document = permit(PermitPurpose::Work, "2024-06-30");
        plan_of(document, &holder, None, today).renewal.unwrap()
    };
    // Seven working days before Friday, June 28, is the 19th, and three before that the 14th.
    let both = lane_on("2024-05-06", Some("2024-06-30")).before.unwrap().both.unwrap();
    assert_eq!(both.normal.unwrap().date, Some(date("2024-06-14")));
    assert_eq!(both.expedited.unwrap().date, Some(date("2024-06-26")));
    let table = [
        ("2024-06-14", Lane::ExpediteAdvised, Lane::ExpediteAdvised),
        ("2024-06-17", Lane::ExpediteOnly, Lane::ExpediteAdvised),
        ("2024-06-26", Lane::ExpediteOnly, Lane::ExpediteOnly),
        ("2024-06-27", Lane::TooLate, Lane::ExpediteOnly),
    ];
    for (today, both_end, one_ends) in table {
        assert_eq!(lane_on(today, Some("2024-06-30")).lane, both_end, "{today}");
        for lasts in [Some("2026-06-30"), None] {
            let renewal = lane_on(today, lasts);
            assert_eq!(renewal.lane, one_ends, "{today}");
            assert_eq!(renewal.before.unwrap().both, None);
        }
    }
}

#[test]
fn s18_a_child_qualifies_until_the_day_before_he_turns_18() {
    let holder = Holder {
        birth_date: Some(date("2007-11-15")),
        child_of_principal: true,
        principal_until: Some(date("2027-03-31")),
        ..Holder::default()
    };
    let document = permit(PermitPurpose::Private, "2025-09-30");
    let plan = plan_of(document, &holder, None, "2025-08-04");
    assert_eq!(plan.last_day_as_a_minor, Some(date("2025-11-14")));
    let coupling = plan.renewal.unwrap().coupling;
    assert_eq!(coupling.limited_by, Some(Limiter::Majority));
    assert_eq!(coupling.suggested_until, Some(date("2025-11-14")));
    assert!(!coupling.long_enough, "{} of 180 days", coupling.days);
    assert_eq!(last_day_as_a_minor(date("2008-02-29")), Some(date("2026-02-28")));
    // A spouse of that age is no child.
    let spouse = Holder { child_of_principal: false, ..holder };
    let plan = plan_of(document, &spouse, None, "2025-08-04");
    assert_eq!(plan.renewal.unwrap().coupling.limited_by, Some(Limiter::Principal));
}

#[test]
fn s31_the_fee_follows_the_suggested_length_and_a_year_needs_a_health_certificate() {
    use HealthCertificate::{Needed, NotNeeded};
    let table = [
        ("2026-06-29", 400, NotNeeded),
        ("2026-06-30", 800, Needed),
        ("2028-06-29", 800, Needed),
        ("2028-06-30", 1_000, Needed),
        ("2035-01-01", 1_000, Needed),
    ];
    for (until, yuan, certificate) in table {
        let holder = Holder { passport_until: Some(date(until)), ..Holder::default() };
        let document = permit(PermitPurpose::Study, "2025-06-30");
        let fee = plan_of(document, &holder, None, "2025-05-06").renewal.unwrap().fee;
        assert_eq!((fee.yuan, fee.health_certificate), (Some(yuan), certificate), "{until}");
    }
}

#[test]
fn s38_a_work_permit_is_filed_thirty_days_before() {
    let document = other(DocumentKind::WorkPermit, "2025-12-31");
    let plan = plan_of(document, &Holder::default(), None, "2025-11-28");
    let renewal = plan.renewal.unwrap();
    let filing = renewal.filing.unwrap();
    assert_eq!((filing.last_day(), filing.days_late), (Some(date("2025-12-01")), 0));
    let statutory = renewal.procedures.statutory.unwrap();
    assert_eq!(statutory.from_now.unwrap().due_date, Some(date("2025-12-26")));
    assert_eq!(renewal.lane, Lane::Normal);
    assert_eq!((renewal.fee.yuan, plan.overstay), (None, None));
}

#[test]
fn an_unpublished_year_is_provisional_with_what_is_safe_and_what_is_known() {
    let document = permit(PermitPurpose::Study, "2027-01-12");
    let plan = |today| plan_of(document, &Holder::default(), None, today).renewal.unwrap();
    let early = plan("2026-12-01");
    let normal = early.procedures.normal.unwrap();
    assert_eq!((normal.date, normal.safe_date), (None, Some(date("2026-12-22"))));
    let missing = normal.provisional.unwrap();
    assert_eq!((missing.missing_year, missing.known_days_left), (2027, 22));
    assert_eq!(normal.fit, Fit::InTime);
    assert_eq!((early.lane, early.lane_provisional), (Lane::Normal, None));
    // Seven working days from the 28th: three are known, four of twelve days may or may not work.
    let late = plan("2026-12-28");
    let fit = late.procedures.normal.unwrap().fit;
    let missing = fit.provisional().unwrap();
    assert_eq!((missing.known_days_left, missing.remaining_into_missing_year), (3, 4));
    assert_eq!(late.lane, Lane::ExpediteOnly);
    assert_eq!(late.lane_provisional, Some(missing));
    // Whatever 2027 brings, four working days do not fit into two days.
    let document = permit(PermitPurpose::Study, "2027-01-02");
    let plan = plan_of(document, &Holder::default(), None, "2026-12-28").renewal.unwrap();
    assert_eq!(plan.procedures.normal.unwrap().fit, Fit::TooLate);
    assert_eq!((plan.lane, plan.lane_provisional), (Lane::ExpediteOnly, None));
}

#[test]
fn an_overstay_begins_where_the_lawful_stay_ends() {
    let document = permit(PermitPurpose::Work, "2023-06-30");
    let overstay = |until: Option<&str>, today| {
        let holder = Holder { lawful_until: until.map(date), ..Holder::default() };
        plan_of(document, &holder, None, today).overstay
    };
    assert_eq!(overstay(None, "2023-06-30"), None);
    let hint = overstay(None, "2023-07-03").unwrap();
    assert_eq!((hint.days, hint.reference_fine_yuan), (3, 1_500));
    assert_eq!(overstay(Some("2023-07-18"), "2023-07-18"), None);
    assert_eq!(overstay(Some("2023-07-18"), "2023-08-31").unwrap().reference_fine_yuan, 10_000);
    let work_permit = other(DocumentKind::WorkPermit, "2023-06-30");
    assert_eq!(plan_of(work_permit, &Holder::default(), None, "2023-07-03").overstay, None);
}

#[test]
fn a_proxy_is_judged_by_the_age_and_by_what_is_claimed() {
    let answer = |birth: Option<&str>, claimed: &[ProxyGround]| {
        let (birth_date, claimed) = (birth.map(date), claimed.to_vec());
        let holder = Holder { birth_date, claimed, ..Holder::default() };
        let document = permit(PermitPurpose::Private, "2023-06-30");
        plan_of(document, &holder, None, "2023-05-08").renewal.unwrap().proxy
    };
    let child = answer(Some("2010-01-01"), &[]);
    assert_eq!((child.allowed_by, child.claimable), (Some(ProxyGround::Under16.rule()), vec![]));
    let adult = answer(Some("1980-01-01"), &[]);
    assert_eq!((adult.allowed_by, adult.claimable), (None, vec![ProxyGround::GoodRecord]));
    let claims = answer(Some("1980-01-01"), &[ProxyGround::GoodRecord]);
    assert_eq!(claims.allowed_by, Some(ProxyGround::GoodRecord.rule()));
    assert_eq!(answer(Some("1980-01-01"), &[ProxyGround::Under16]).allowed_by, None);
    let unknown = answer(None, &[]);
    assert_eq!(unknown.claimable, [ProxyGround::Under16, ProxyGround::GoodRecord]);
}
