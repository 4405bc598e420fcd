//! The check: explained, from memory, and never from a state older than the caller's.

use super::*;
use crate::harness::{documents::passport, soon};
use v1::{WhitelistReason as Reason, whitelist_check::Person};

#[tokio::test]
async fn a_check_says_by_what_until_when_and_why() {
    let centre = Centre::start().await;
    let (clerk, partner) = (centre.clerk(), centre.partner());
    let code = centre.enterprise(1).await;
    let none = partner.checks(checking(&code, Way::Entry), "").await;
    assert_eq!((none.covered, reasons(&none)), (false, vec![Reason::NoEntry]));
    let entry = centre.whitelisted(&code, one_way(Way::Entry, "2024-01-01", "2024-12-31")).await;
    let token = &entry.consistency_token;
    let covered = partner.checks(checking(&code, Way::Entry), token).await;
    assert_eq!((covered.covered, covered.until_date), (true, Some(date("2024-12-31"))));
    assert_eq!(covered.entry_ids, std::slice::from_ref(&entry.entry_id));
    assert_eq!(covered.benefits, [i32::from(v1::WhitelistBenefit::ExpediteLane)]);
    let exit = partner.checks(checking(&code, Way::Both), token).await;
    assert_eq!(reasons(&exit), [Reason::DirectionNotCovered]);
    assert_eq!(exit.reasons[0].detail, "EXIT");
    let late = v1::WhitelistCheck {
        date: Some(date("2025-01-01")),
        purpose: v1::TravelPurpose::Training.into(),
        ..checking(&code, Way::Entry)
    };
    let late = partner.checks(late, token).await;
    assert_eq!(reasons(&late), [Reason::Expired, Reason::PurposeNotCovered]);
    assert_eq!(late.reasons[0].detail, "2024-12-31");
    let wrong = v1::CheckWhitelistRequest {
        check: Some(v1::WhitelistCheck { direction: 9, ..checking("x", Way::Entry) }),
        consistency_token: "y".to_owned(),
        as_known_time: None,
    };
    let fields = clerk.refused(wrong).await.fields();
    assert_eq!(fields, ["check.enterprise_id", "check.direction", "consistency_token"]);
    let many = v1::BatchCheckWhitelistRequest {
        checks: vec![checking(&code, Way::Entry); 501],
        consistency_token: String::new(),
    };
    assert_eq!(clerk.refused(many).await.fields(), ["checks"]);
    let mut some = vec![checking(&code, Way::Entry); 3];
    some[1].enterprise_id = "91330106MA27Y4U47Y".to_owned();
    let one_wrong =
        v1::BatchCheckWhitelistRequest { checks: some, consistency_token: String::new() };
    assert_eq!(clerk.refused(one_wrong).await.fields(), ["checks[1].enterprise_id"]);
}

#[tokio::test]
async fn a_person_is_told_by_his_passport_and_every_such_check_is_on_record() {
    let centre = Centre::start().await;
    let clerk = centre.clerk();
    let code = centre.enterprise(1).await;
    let (who, other) = (centre.resident().await, centre.resident().await);
    let held = passport("2030-01-01");
    let others = passport("2030-01-01");
    clerk.puts(&who, held.clone()).await;
    clerk.puts(&other, others.clone()).await;
    let named =
        v1::WhitelistTerms { coverage: v1::WhitelistCoverage::Named.into(), ..terms("2024-01-01") };
    let application = v1::ApplyForWhitelistEntryRequest {
        resident_ids: vec![who.clone()],
        ..applying(&code, named)
    };
    let entry = centre.decided(application).await;
    let of = |number: &str| v1::WhitelistCheck {
        person: Some(Person::PassportNumber(number.to_owned())),
        ..checking(&code, Way::Entry)
    };
    let token = &entry.consistency_token;
    let asked = async |number: &str| reasons(&clerk.checks(of(number), token).await);
    assert_eq!(asked(&held.number).await, [Reason::Covered]);
    assert_eq!(asked(&others.number).await, [Reason::PersonNotNamed]);
    assert_eq!(asked("ZZ0000001").await, [Reason::PersonUnknown]);
    // A partner's system cannot ask who is on record.
    let partner = centre.client(Who::PsbPartner);
    for number in [&others.number, "ZZ0000001"] {
        let told = reasons(&partner.checks(of(number), token).await);
        assert_eq!(told, [Reason::PersonNotNamed]);
    }
    let nobody = clerk.checks(checking(&code, Way::Entry), token).await;
    assert_eq!(reasons(&nobody), [Reason::PersonRequired]);
    let records = "SELECT count(*) FROM audit WHERE method LIKE '%/CheckWhitelist'";
    let counted = "SELECT CAST(COALESCE(SUM(checks), 0) AS BIGINT) FROM whitelist_check_count";
    let recorded = async {
        while centre.database.number(records).await < 5 || centre.database.number(counted).await < 6
        {
            tokio::task::yield_now().await;
        }
    };
    soon("the checks on record", recorded).await;
    assert_eq!(centre.database.number(records).await, 5);
    let covered = "SELECT CAST(COALESCE(SUM(covered), 0) AS BIGINT) FROM whitelist_check_count";
    assert_eq!(centre.database.number(covered).await, 1);
}

/// Writes and checks with tokens on two servers: a check that carries the token of a write answers
/// as that write left it.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_with_a_token_sees_the_write_on_every_server() {
    let centre = Centre::start().await;
    let other = centre.another().await;
    let code = centre.enterprise(1).await;
    let mut entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let fao = centre.client(Who::FaoOfficer);
    let (here, there) = (centre.partner(), other.partner());
    for round in 0..20 {
        let (after, wanted) = match entry.state() {
            State::Active => (fao.ok(suspending(&entry)).await.entry.unwrap(), false),
            _ => (fao.ok(lifting(&entry)).await.entry.unwrap(), true),
        };
        for by in [&here, &there] {
            let batch = v1::BatchCheckWhitelistRequest {
                checks: vec![checking(&code, Way::Entry); 50],
                consistency_token: after.consistency_token.clone(),
            };
            let verdicts = by.ok(batch).await.verdicts;
            let right = verdicts.iter().filter(|one| one.covered == wanted).count();
            assert_eq!(right, 50, "round {round}: no stale answer");
        }
        entry = after;
    }
}

/// A number after another, the same in every run.
fn next(seed: &mut u64) -> usize {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    usize::try_from(*seed >> 33).unwrap()
}

/// 100 000 checks between random writes on two servers, each with the token of the last write, by
/// either server: every answer is what the database holds.
#[tokio::test(flavor = "multi_thread")]
async fn of_100_000_checks_with_tokens_none_is_older_than_the_database() {
    const ENTERPRISES: usize = 30;
    let centre = Centre::start().await;
    let other = centre.another().await;
    let directions = [Way::Entry, Way::Exit];
    let mut entries = Vec::new();
    for number in 1..=ENTERPRISES {
        let code = centre.enterprise(number).await;
        let direction = [Way::Entry, Way::Exit, Way::Both][number % 3];
        let terms = v1::WhitelistTerms { direction: direction.into(), ..terms("2024-01-01") };
        entries.push(centre.whitelisted(&code, terms).await);
    }
    let writers = [centre.client(Who::FaoOfficer), other.client(Who::FaoOfficer)];
    let readers = [centre.partner(), other.partner()];
    let (mut seed, mut wrong, mut covered) = (0x5eed_u64, 0, 0);
    let mut token = String::new();
    for round in 0..100 {
        let entry = &mut entries[next(&mut seed) % ENTERPRISES];
        let by = &writers[next(&mut seed) % 2];
        let written = match (entry.state(), next(&mut seed) % 10) {
            (State::Revoked, _) => None,
            (_, 0) => by.ok(revoking(entry)).await.entry,
            (State::Active, _) => by.ok(suspending(entry)).await.entry,
            _ => by.ok(lifting(entry)).await.entry,
        };
        if let Some(written) = written {
            token.clone_from(&written.consistency_token);
            *entry = written;
        }
        let request = v1::ListWhitelistEntriesRequest { page_size: 500, ..Default::default() };
        let held = writers[round % 2].ok(request).await.entries;
        let holds = |code: &str, way: Way| {
            held.iter().any(|one| {
                let of = one.terms.as_ref().unwrap().direction();
                let meets = of == way || of == Way::Both;
                one.enterprise_id == code && meets && one.state() == State::Active
            })
        };
        for by in &readers {
            let asked: Vec<_> = (0..500)
                .map(|_| (1 + next(&mut seed) % ENTERPRISES, directions[next(&mut seed) % 2]))
                .map(|(number, way)| (credit_code(number), way))
                .collect();
            let checks = asked.iter().map(|(code, way)| checking(code, *way)).collect();
            let consistency_token = token.clone();
            let batch = v1::BatchCheckWhitelistRequest { checks, consistency_token };
            let verdicts = by.ok(batch).await.verdicts;
            assert_eq!(verdicts.len(), 500);
            for ((code, way), verdict) in asked.iter().zip(&verdicts) {
                wrong += usize::from(verdict.covered != holds(code, *way));
                covered += usize::from(verdict.covered);
            }
        }
    }
    assert_eq!(wrong, 0, "of 100 000");
    assert!((10_000..90_000).contains(&covered), "both answers were asked for: {covered}");
}

/// All checks are counted, those about a person are all on record, of the others one in a hundred.
#[tokio::test]
async fn checks_are_counted_by_day_and_account_and_one_in_a_hundred_is_on_record() {
    let centre = Centre::start().await;
    let (clerk, partner) = (centre.clerk(), centre.partner());
    let code = centre.enterprise(1).await;
    let entry = centre.whitelisted(&code, terms("2024-01-01")).await;
    let who = centre.resident().await;
    let many = |number: usize, check: v1::WhitelistCheck| v1::BatchCheckWhitelistRequest {
        checks: vec![check; number],
        consistency_token: entry.consistency_token.clone(),
    };
    let plain = checking(&code, Way::Entry);
    let person = Some(Person::ResidentId(who));
    let personal = v1::WhitelistCheck { person, ..plain.clone() };
    let unknown = v1::WhitelistCheck { enterprise_id: credit_code(77), ..plain.clone() };
    partner.ok(many(250, plain.clone())).await;
    partner.ok(many(40, unknown)).await;
    clerk.ok(many(7, personal)).await;
    centre.clock.advance(chrono::Duration::days(1));
    clerk.ok(many(3, plain)).await;
    let by = centre.auditor();
    let asked = v1::ListWhitelistCheckCountsRequest::default();
    let counts = async {
        loop {
            let counts = by.ok(asked.clone()).await.counts;
            if counts.iter().map(|one| one.checks_count).sum::<i64>() == 300 {
                return counts;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let counts = soon("the counts", counts).await;
    let told = |of: &v1::WhitelistCheckCount| (of.date, of.checks_count, of.covered_count);
    assert_eq!(told(&counts[0]), (Some(date("2024-03-05")), 3, 3), "the latest day first");
    let mut first: Vec<_> = counts[1..].iter().map(told).collect();
    first.sort_by_key(|one| one.1);
    let day = Some(date("2024-03-04"));
    assert_eq!(first, [(day, 7, 7), (day, 290, 250)]);
    let records = "SELECT count(*) FROM audit WHERE method LIKE '%/BatchCheckWhitelist'";
    let personal = format!("{records} AND resource_id LIKE 'resi%'");
    assert_eq!(centre.database.number(&personal).await, 7);
    assert_eq!(centre.database.number(records).await, 7 + 3, "each hundredth of 300");
    // A page after another, of an account, and who may ask.
    let lead = centre.lead();
    let page = v1::ListWhitelistCheckCountsRequest { page_size: 2, ..asked.clone() };
    let first = lead.ok(page.clone()).await;
    let rest = v1::ListWhitelistCheckCountsRequest { page_token: first.next_page_token, ..page };
    assert_eq!([first.counts, lead.ok(rest).await.counts].concat(), counts);
    let own = v1::ListWhitelistCheckCountsRequest {
        account_id: counts[0].account_id.clone(),
        to_date: day,
        ..asked.clone()
    };
    let own = lead.ok(own).await.counts;
    assert_eq!(own.iter().map(|one| one.checks_count).collect::<Vec<_>>(), [7]);
    clerk.refused(asked).await.is(Code::PermissionDenied, "PERMISSION_DENIED");
}

/// Memory that cannot be brought up to date answers for five seconds; then the database does.
#[tokio::test(flavor = "multi_thread")]
async fn after_five_seconds_without_news_the_database_answers() {
    use std::time::{Duration, Instant};
    let centre = Centre::start().await;
    let code = centre.enterprise(1).await;
    centre.whitelisted(&code, one_way(Way::Entry, "2024-01-01", "2024-12-31")).await;
    let by = centre.partner();
    let covered = async || by.checks(checking(&code, Way::Entry), "").await.covered;
    assert!(covered().await);
    tokio::time::sleep(Duration::from_millis(500)).await;
    // Memory does not know of what takes no number of the list's changes.
    let sql = "UPDATE whitelist_entry SET valid_until = '2024-02-01', held_until = '2024-02-01'";
    centre.database.execute(sql).await.unwrap();
    assert!(covered().await, "memory answers");
    centre.database.execute("ALTER TABLE whitelist_clock RENAME TO gone").await.unwrap();
    let lost = Instant::now();
    let database = async {
        while covered().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("the database answers", database).await;
    let after = lost.elapsed();
    assert!((3_900..6_500).contains(&after.as_millis()), "it answered after {after:?}");
    assert!(!covered().await, "and goes on to");
    centre.database.execute("ALTER TABLE gone RENAME TO whitelist_clock").await.unwrap();
    let memory = async {
        while !covered().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    soon("memory answers again", memory).await;
}
