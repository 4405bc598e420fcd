//! The rules of notices as a message.

use crate::{
    api::{
        directory::convert::count,
        fields::{Fields, etag},
        resource::{Base, Paths, Resource, paths},
    },
    domain::notice::{NoticeKind, NoticePolicy, NoticeTemplate, QuietHours},
};
use frsc_proto::{admin, v1};

/// More templates than any policy may have.
const TEMPLATES_READ: usize = 101;
/// More pauses than any policy may have.
const RETRIES_READ: usize = 21;

impl Resource for NoticePolicy {
    type Message = admin::NoticePolicy;
    const PATHS: Paths<admin::NoticePolicy> = paths!(quiet_hours, retry_minutes, templates);

    fn encode(&self, version: i64) -> admin::NoticePolicy {
        let template = |one: &NoticeTemplate| admin::NoticeTemplate {
            kind: one.kind.number(),
            language: one.language.clone(),
            subject: one.subject.clone(),
            body: one.body.clone(),
        };
        admin::NoticePolicy {
            quiet_hours: self.quiet_hours.map(|quiet| admin::QuietHours {
                from_minute: count(quiet.from_minute),
                until_minute: count(quiet.until_minute),
            }),
            retry_minutes: self.retry_minutes.iter().map(|minutes| count(*minutes)).collect(),
            templates: self.templates.iter().map(template).collect(),
            etag: etag(version),
        }
    }

    fn decode(fields: &mut Fields, message: &admin::NoticePolicy, _: &Base<'_, Self>) -> Self {
        // A negative number is beyond every limit, which the check of the whole document tells.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        let quiet = |quiet: &admin::QuietHours| QuietHours {
            from_minute: number(quiet.from_minute),
            until_minute: number(quiet.until_minute),
        };
        let template = |(index, one): (usize, &admin::NoticeTemplate)| {
            let field = format!("notice_policy.templates[{index}].kind");
            let kind = fields.choice::<v1::NoticeKind>(&field, one.kind);
            NoticeTemplate {
                kind: kind
                    .and_then(|kind| NoticeKind::from_number(kind.into()))
                    .unwrap_or(NoticeKind::DocumentExpires),
                language: one.language.clone(),
                subject: one.subject.clone(),
                body: one.body.clone(),
            }
        };
        let retries = message.retry_minutes.iter().take(RETRIES_READ);
        Self {
            quiet_hours: message.quiet_hours.as_ref().map(quiet),
            retry_minutes: retries.map(|minutes| number(*minutes)).collect(),
            templates: message
                .templates
                .iter()
                .enumerate()
                .take(TEMPLATES_READ)
                .map(template)
                .collect(),
        }
    }

    fn key(fields: &mut Fields, message: &admin::NoticePolicy) -> (String, i64) {
        (String::new(), fields.etag("notice_policy.etag", &message.etag))
    }
}
