//! What events oblige whom to do.

use super::*;
use crate::domain::calendar::tests::{calendar, date};

#[test]
fn s20_the_end_of_a_job_opens_obligations_in_their_own_units() {
    let rules = default_rules();
    assert!(rules.len() <= OPENED_AT_MOST);
    let at: DateTime<Utc> = "2025-09-30T08:00:00Z".parse().unwrap();
    let on = date("2025-09-30");
    let due = |event, held: &[(DocumentKind, Option<PermitPurpose>)], to| {
        let opened =
            opened_by(&Happened { kind: event, at, on }, held, to, &rules, &calendar()).unwrap();
        let due =
            |o: &Obligation<'_>| (o.rule.code.clone(), o.deadline.due_date.unwrap().to_string());
        opened.iter().map(due).collect::<Vec<_>>()
    };
    let row = |code: &str, date: &str| (code.to_owned(), date.to_owned());
    let permit = (DocumentKind::ResidencePermit, Some(PermitPurpose::Work));
    let both = [permit, (DocumentKind::WorkPermit, None)];
    let ended = [
        row("WORK_PERMIT_CANCELLATION", "2025-10-21"),
        row("EMPLOYER_REPORT", "2025-10-10"),
        row("RESIDENCE_PERMIT_CANCELLATION", "2025-10-10"),
        row("STAY_PERMIT", "2025-10-30"),
    ];
    assert_eq!(due(LifeEventKind::JobEnded, &both, Whom::Himself), ended);
    assert_eq!(due(LifeEventKind::JobEnded, &[], Whom::Himself), ended[1..2]);
    let passport =
        [row("RESIDENCE_PERMIT_CHANGE", "2025-10-10"), row("WORK_PERMIT_CHANGE", "2025-10-21")];
    assert_eq!(due(LifeEventKind::NewPassport, &both, Whom::Himself), passport);
    let private = [(DocumentKind::ResidencePermit, Some(PermitPurpose::Private))];
    let ceased = LifeEventKind::PrincipalCeased;
    assert_eq!(due(ceased, &private, Whom::Dependant), [row("PRINCIPAL_CEASED", "2025-10-10")]);
    assert_eq!(due(ceased, &private, Whom::Himself), []);
    assert_eq!(due(ceased, &[permit], Whom::Dependant), []);
    let registered = [row("BIRTH_REGISTRATION", "2025-11-29")];
    assert_eq!(due(LifeEventKind::Birth, &[], Whom::Himself), registered);
    let moved = opened_by(
        &Happened { kind: LifeEventKind::NewAddress, at, on },
        &[],
        Whom::Himself,
        &rules,
        &calendar(),
    );
    let moved = moved.unwrap();
    assert_eq!(moved[0].deadline.due_instant, Some("2025-10-01T08:00:00Z".parse().unwrap()));
}
