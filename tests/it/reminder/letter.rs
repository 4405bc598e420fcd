//! Letters: to whom and when they go, and what becomes of one that is not taken, or has become
//! pointless while it waited.

use super::*;
use crate::{catalogue::mask, resident::consenting};

#[tokio::test]
async fn a_letter_reaches_the_holder_in_his_language_and_not_at_night() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    let english = permit(&centre, HOLDER, "en").await;
    let japanese = permit(&centre, "hanako@example.org", "ja").await;
    let unreached = permit(&centre, "", "en").await;
    centre.it_is("2026-09-08T05:00");
    lead.ok(sweep()).await;
    let waiting = notices(&clerk, &english, 1).await.remove(0);
    let at = waiting.next_attempt_time.unwrap().seconds - centre.clock.now().timestamp();
    assert_eq!(at, 3 * 60 * 60, "nobody is disturbed before eight");
    centre.it_is("2026-09-08T08:00");
    once(&clerk, &waiting.notice_id, NoticeState::Sent, 1).await;
    let other = notices(&clerk, &japanese, 1).await.remove(0);
    once(&clerk, &other.notice_id, NoticeState::Sent, 1).await;
    assert!(notices(&clerk, &unreached, 0).await.is_empty(), "he has no address");
    let mails = inbox.received();
    let mail = |to: &str| mails.iter().find(|mail| mail.to == to).unwrap().text.clone();
    let text = mail(HOLDER);
    for part in [
        "From: Centre <centre@frsc.example>",
        "Subject: Your residence permit ends on 2026-10-08",
        &format!("Message-ID: <{}@frsc.example>", waiting.notice_id),
        "30 day(s)",
        "2026-09-08",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(mail("hanako@example.org").contains("Subject: =?utf-8?b?"));
}

#[tokio::test]
async fn a_letter_whose_server_is_not_there_is_tried_again_given_up_and_tried_anew() {
    let centre = with_server("2026-09-01T09:00", "smtp://127.0.0.1:9".to_owned()).await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    pauses(&centre, &[1]).await;
    let first = permit(&centre, HOLDER, "en").await;
    centre.it_is("2026-09-08T09:00");
    lead.ok(sweep()).await;
    let notice = notices(&clerk, &first, 1).await.remove(0);
    let deferred = once(&clerk, &notice.notice_id, NoticeState::Pending, 1).await;
    assert_eq!(deferred.failure, "the mail server was not reached");
    centre.minutes_pass(1);
    let dead = once(&clerk, &notice.notice_id, NoticeState::Dead, 2).await;
    let again = clerk.ok(retry(&dead)).await.notice.unwrap();
    assert_eq!((again.state(), again.attempts), (NoticeState::Pending, 0));
}

/// The letters about two permits, raised before anybody may be disturbed.
async fn two_waiting(centre: &Centre) -> ((v1::Document, v1::Notice), (v1::Document, v1::Notice)) {
    let clerk = centre.clerk();
    let one = permit(centre, HOLDER, "en").await;
    let other = permit(centre, "hanako@example.org", "ja").await;
    centre.it_is("2026-09-08T05:00");
    centre.lead().ok(sweep()).await;
    let first = notices(&clerk, &one, 1).await.remove(0);
    let second = notices(&clerk, &other, 1).await.remove(0);
    ((one, first), (other, second))
}

#[tokio::test]
async fn a_letter_that_is_refused_for_now_is_tried_again_and_one_refused_for_good_is_not() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    pauses(&centre, &[1, 5]).await;
    let first = permit(&centre, HOLDER, "en").await;
    inbox.answer(&[450]);
    centre.it_is("2026-09-08T09:00");
    lead.ok(sweep()).await;
    let notice = notices(&clerk, &first, 1).await.remove(0);
    let deferred = once(&clerk, &notice.notice_id, NoticeState::Pending, 1).await;
    assert_eq!(deferred.failure, "SMTP 450", "the server's own words may hold the address");
    centre.minutes_pass(1);
    once(&clerk, &notice.notice_id, NoticeState::Sent, 2).await;
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let second = permit(&centre, "nobody@example.org", "en").await;
    inbox.answer(&[550]);
    centre.it_is("2026-09-08T09:00");
    centre.lead().ok(sweep()).await;
    let notice = notices(&clerk, &second, 1).await.remove(0);
    let dead = once(&clerk, &notice.notice_id, NoticeState::Dead, 1).await;
    assert_eq!((dead.failure.as_str(), dead.next_attempt_time), ("SMTP 550", None));
}

#[tokio::test]
async fn a_letter_that_has_become_pointless_while_it_waited_is_cancelled() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let ((renewed, first), (replaced, second)) = two_waiting(&centre).await;
    renewal(&centre, EXTENSION, &renewed).await;
    clerk.ok(replaced_by(&replaced, ("2026-09-01", "2027-08-31"))).await;
    centre.it_is("2026-09-08T08:00");
    for notice in [&first, &second] {
        once(&clerk, &notice.notice_id, NoticeState::Cancelled, 1).await;
    }
    assert!(inbox.received().is_empty());
}

#[tokio::test]
async fn a_letter_that_tells_a_day_that_was_corrected_is_cancelled() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let ((corrected, first), (_, second)) = two_waiting(&centre).await;
    let mend = v1::UpdateDocumentRequest {
        request_id: request_id(),
        document_id: corrected.document_id.clone(),
        etag: clerk.document(&corrected.document_id).await.etag,
        document: Some(v1::NewDocument {
            expiry_date: Some(date("2026-11-08")),
            ..Default::default()
        }),
        update_mask: Some(prost_types::FieldMask { paths: vec!["expiry_date".to_owned()] }),
        ..Default::default()
    };
    clerk.ok(mend).await;
    centre.it_is("2026-09-08T08:00");
    once(&clerk, &first.notice_id, NoticeState::Cancelled, 1).await;
    once(&clerk, &second.notice_id, NoticeState::Sent, 1).await;
    assert_eq!(inbox.received().len(), 1);
}

#[tokio::test]
async fn who_has_withdrawn_his_consent_to_reminders_gets_no_letter() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let ((withdraws, first), (_, second)) = two_waiting(&centre).await;
    let given = clerk.ok(consenting(&withdraws.resident_id)).await.consent.unwrap();
    let withdrawn = v1::WithdrawConsentRequest {
        request_id: request_id(),
        resident_id: withdraws.resident_id,
        consent_number: given.consent_number,
        withdrawal: "by letter".to_owned(),
    };
    clerk.ok(withdrawn).await;
    centre.it_is("2026-09-08T08:00");
    once(&clerk, &first.notice_id, NoticeState::Cancelled, 1).await;
    once(&clerk, &second.notice_id, NoticeState::Sent, 1).await;
    assert_eq!(inbox.received().len(), 1);
}

#[tokio::test]
async fn a_letter_that_cannot_be_read_is_given_up_and_stops_no_other() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let clerk = centre.clerk();
    let ((_, first), (_, second)) = two_waiting(&centre).await;
    let swap = "UPDATE notice SET facts_sealed = address_sealed WHERE id =
                (SELECT id FROM notice ORDER BY created_at, id LIMIT 1)";
    assert_eq!(centre.database.execute(swap).await, Ok(1));
    centre.it_is("2026-09-08T08:00");
    let ends = async |notice: &v1::Notice| {
        let request = v1::GetNoticeRequest { notice_id: notice.notice_id.clone() };
        loop {
            let now = clerk.ok(request.clone()).await.notice.unwrap();
            if now.next_attempt_time.is_none() {
                return now.state();
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let mut states = [soon("an end", ends(&first)).await, soon("an end", ends(&second)).await];
    states.sort();
    assert_eq!(states, [NoticeState::Sent, NoticeState::Dead]);
    assert_eq!(inbox.received().len(), 1);
}

#[tokio::test]
async fn whoever_is_abroad_is_not_disturbed_in_his_own_night_not_even_by_another_try() {
    let (centre, inbox) = with_mail("2026-09-01T09:00").await;
    let (clerk, lead) = (centre.clerk(), centre.lead());
    pauses(&centre, &[15, 15]).await;
    let permit = permit(&centre, HOLDER, "en").await;
    let holder = clerk.resident(&permit.resident_id).await.resident.unwrap();
    let mut contacts = holder.contacts.clone().unwrap();
    contacts.time_zone = "America/New_York".to_owned();
    let abroad = v1::UpdateResidentRequest {
        request_id: request_id(),
        resident: Some(v1::Resident { contacts: Some(contacts), ..holder }),
        update_mask: mask(&["contacts"]),
        ..Default::default()
    };
    clerk.ok(abroad).await;
    // Twelve hours behind: it is 20:50 there, and nobody is disturbed from 21:00 to 8:00.
    inbox.answer(&[450]);
    centre.it_is("2026-09-08T08:50");
    lead.ok(sweep()).await;
    let notice = notices(&clerk, &permit, 1).await.remove(0);
    once(&clerk, &notice.notice_id, NoticeState::Pending, 1).await;
    centre.minutes_pass(15);
    let asleep = async {
        loop {
            let request = v1::GetNoticeRequest { notice_id: notice.notice_id.clone() };
            let now = clerk.ok(request).await.notice.unwrap();
            let wait = now.next_attempt_time.unwrap().seconds - centre.clock.now().timestamp();
            // A server that takes it up has it for a moment.
            if wait > 60 * 60 {
                return (wait, now.attempts);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let until = soon("his morning", asleep).await;
    assert_eq!(until, ((10 * 60 + 55) * 60, 1));
    assert!(inbox.received().is_empty());
}
