use super::*;
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn act(account: u128) -> Act {
    Act { by: AccountId(Uuid::from_u128(account)), at: DateTime::UNIX_EPOCH }
}

fn proofs(kinds: &[EvidenceKind]) -> Vec<Proof> {
    let proof = |kind: &EvidenceKind| Proof {
        id: EvidenceId(Uuid::from_u128(u128::try_from(kind.number()).unwrap())),
        kind: *kind,
    };
    kinds.iter().map(proof).collect()
}

fn draft(notarisation: Notarisation) -> Mandate {
    Mandate {
        id: MandateId(Uuid::from_u128(1)),
        principal_name: "SATO HANAKO".to_owned(),
        principal_mask: "E12****78".to_owned(),
        person_key: PersonKey([1; 32]),
        agent_name: "安信代办".to_owned(),
        agent_phone: "+8613900000000".to_owned(),
        agent_mask: String::new(),
        items: ItemSet::parse("NCR+RP-W-EXT"),
        issued_on: day("2023-06-01"),
        valid_until: day("2023-12-31"),
        notarisation,
        evidence: Vec::new(),
        created: act(1),
        verified: None,
        legal_basis: String::new(),
        decision: None,
        revoked: None,
        reason: String::new(),
        version: 1,
    }
}

fn valid() -> Mandate {
    let proofs = proofs(&[EvidenceKind::PowerOfAttorney]);
    let today = day("2023-06-10");
    let verified = draft(Notarisation::None).verify(act(2), today, None, &proofs, "民法典 165");
    verified.unwrap().approve(act(3), today).unwrap()
}

fn names(refusals: &[Refusal]) -> Vec<String> {
    let name = |refusal: &Refusal| match refusal {
        Refusal::Mandate(
            MandateRefusal::NotValid { lack, .. } | MandateRefusal::Incomplete { lack },
        ) => format!("{} {}", lack.name(), lack.detail()).trim().to_owned(),
        other => other.reason().to_owned(),
    };
    refusals.iter().map(name).collect()
}

#[test]
fn cloud_notarisation_is_told_all_that_it_lacks() {
    use EvidenceKind as K;
    let today = day("2023-06-19");
    let cloud = Some(Notarisation::Cloud);
    let recorded = draft(Notarisation::None);
    let refused = recorded.verify(act(2), today, cloud, &proofs(&[K::Passport]), "x").unwrap_err();
    assert_eq!(names(&refused), ["EVIDENCE POWER_OF_ATTORNEY", "EVIDENCE PHOTO"]);
    let three = proofs(&[K::PowerOfAttorney, K::Passport, K::Photo]);
    let verified = recorded.verify(act(2), today, cloud, &three, "公证法 11").unwrap();
    assert_eq!(verified.state(today), MandateState::Verified);
    for own in [1, 2] {
        let refused = verified.approve(act(own), today).unwrap_err();
        assert_eq!(names(&refused), ["SELF_APPROVAL"]);
    }
    let approved = verified.approve(act(3), today).unwrap();
    assert_eq!(approved.state(today), MandateState::Valid);
    assert!(approved.lacks(today).is_empty());
    let unverified: Vec<_> = recorded.lacks(today).iter().map(Lack::name).collect();
    assert_eq!(unverified, ["EVIDENCE", "VERIFICATION", "APPROVAL"]);
}

#[test]
fn it_stands_by_its_days_and_a_revocation_is_the_last_word() {
    let mandate = valid();
    for (on, state) in [
        ("2023-05-31", MandateState::NotYetValid),
        ("2023-06-01", MandateState::Valid),
        ("2023-12-31", MandateState::Valid),
        ("2024-01-01", MandateState::Expired),
    ] {
        assert_eq!(mandate.state(day(on)), state, "{on}");
    }
    let revoked = mandate.revoke(act(1), day("2024-01-01"), "he changed his mind").unwrap();
    assert_eq!(revoked.state(day("2023-06-10")), MandateState::Revoked);
    assert!(revoked.revoke(act(1), day("2023-06-10"), "again").is_err());
    assert!(revoked.approve(act(9), day("2023-06-10")).is_err());
}

#[test]
fn an_agent_is_told_everything_that_does_not_fit() {
    let mandate = valid();
    let (items, name) = (ItemSet::parse("NCR+WP-NEW"), "SATO HANAKO");
    let principal = Principal { person_key: PersonKey([2; 32]), by_passport: true, name };
    let acting = Acting { items: &items, day: day("2024-02-01"), principal, agent_name: "another" };
    let told = names(&mandate.refusals(&acting));
    assert_eq!(told, ["EXPIRED 2023-12-31", "SCOPE WP-NEW", "OTHER_PRINCIPAL", "OTHER_AGENT"]);
    let items = ItemSet::parse("NCR");
    let principal = Principal { by_passport: false, name: "sato hanako", ..principal };
    let fits = Acting { items: &items, day: day("2023-12-31"), principal, agent_name: "" };
    assert!(mandate.refusals(&fits).is_empty());
    // What can still be made good does not keep an application from being handed in.
    let recorded = draft(Notarisation::None);
    assert!(recorded.refusals_of_filing(&fits).is_empty());
    assert_eq!(recorded.refusals(&fits).len(), 3);
}
