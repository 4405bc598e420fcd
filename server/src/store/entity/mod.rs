//! The tables as the ORM knows them, one file a table. Rows never leave the store, and none can be
//! printed: a row may hold personal data.
#![allow(missing_docs, reason = "the columns are documented by the migrations")]

/// The ORM asks for `Debug`; a row answers without its values.
macro_rules! unprintable {
    () => {
        impl std::fmt::Debug for Model {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("Row(…)")
            }
        }
    };
}
use unprintable;

pub mod account;
pub mod appointment;
pub mod appointment_item;
pub mod audit;
pub mod auth_session;
pub mod bootstrap_code;
pub mod card;
pub mod case_file;
pub mod case_step;
pub mod case_task;
pub mod catalogue_entry;
pub mod data_key;
pub mod disclosure;
pub mod document;
pub mod document_custody;
pub mod enterprise;
pub mod enterprise_group;
pub mod enterprise_membership;
pub mod enterprise_name_key;
pub mod evidence;
pub mod evidence_loose;
pub mod expedite;
pub mod expedite_day;
pub mod expedite_effect;
pub mod feed;
pub mod feed_acknowledgement;
pub mod hold;
pub mod idempotency;
pub mod life_event;
pub mod mandate;
pub mod mandate_evidence;
pub mod notice;
pub mod obligation;
pub mod outbox;
pub mod plain_contact;
pub mod rating;
pub mod recheck;
pub mod referral;
pub mod referral_step;
pub mod refresh_token;
pub mod reminder;
pub mod reminder_ladder;
pub mod resident;
pub mod resident_consent;
pub mod resident_merge;
pub mod resident_name_key;
pub mod resident_step;
pub mod reveal_day;
pub mod signing_key;
pub mod slot_ledger;
pub mod ticket;
pub mod ticket_series;
pub mod trip;
pub mod trip_entry;
pub mod trip_person;
pub mod trip_step;
pub mod webhook_endpoint;
pub mod whitelist_check_count;
pub mod whitelist_clock;
pub mod whitelist_entry;
pub mod whitelist_evidence;
pub mod whitelist_person;
pub mod whitelist_person_end;
pub mod whitelist_step;
