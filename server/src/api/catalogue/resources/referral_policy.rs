//! The rules of referrals and their message.

use crate::{
    api::{
        directory::convert::count,
        fields::{Fields, etag},
        resource::{Base, Paths, Resource, paths},
    },
    domain::catalogue::{ReferralPolicy, ReferralSource, check::MAX_SOURCES},
};
use frsc_proto::admin;

impl Resource for ReferralPolicy {
    type Message = admin::ReferralPolicy;
    const PATHS: Paths<admin::ReferralPolicy> = paths!(
        sign_minutes,
        contact_minutes,
        respond_minutes,
        close_hours,
        ordinary_working_days,
        returns_until_appointment,
        clock_basis,
        ordinary_basis,
        sources,
    );

    fn encode(&self, version: i64) -> admin::ReferralPolicy {
        let sources = self.sources.iter().map(|source| admin::ReferralSource {
            source_id: source.id.clone(),
            name_zh: source.name_zh.clone(),
            name_en: source.name_en.clone(),
            department_id: source.department_id.clone(),
        });
        admin::ReferralPolicy {
            sign_minutes: count(self.sign_minutes),
            contact_minutes: count(self.contact_minutes),
            respond_minutes: count(self.respond_minutes),
            close_hours: count(self.close_hours),
            ordinary_working_days: count(self.ordinary_working_days),
            returns_until_appointment: count(self.returns_until_appointment),
            clock_basis: self.clock_basis.clone(),
            ordinary_basis: self.ordinary_basis.clone(),
            sources: sources.collect(),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::ReferralPolicy, _: &Base<'_, Self>) -> Self {
        // A negative number is beyond every limit as well, and is told of with the others.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        let mut sources = Vec::new();
        for (index, source) in message.sources.iter().enumerate().take(MAX_SOURCES + 1) {
            let field = |name: &str| format!("referral_policy.sources[{index}].{name}");
            sources.push(ReferralSource {
                id: fields.code(&field("source_id"), &source.source_id),
                name_zh: source.name_zh.trim().to_owned(),
                name_en: source.name_en.trim().to_owned(),
                department_id: fields.code(&field("department_id"), &source.department_id),
            });
        }
        Self {
            sign_minutes: number(message.sign_minutes),
            contact_minutes: number(message.contact_minutes),
            respond_minutes: number(message.respond_minutes),
            close_hours: number(message.close_hours),
            ordinary_working_days: number(message.ordinary_working_days),
            returns_until_appointment: number(message.returns_until_appointment),
            clock_basis: message.clock_basis.trim().to_owned(),
            ordinary_basis: message.ordinary_basis.trim().to_owned(),
            sources,
        }
    }

    fn key(fields: &mut Fields, message: &admin::ReferralPolicy) -> (String, i64) {
        (String::new(), fields.etag("referral_policy.etag", &message.etag))
    }
}
