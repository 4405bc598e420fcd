//! The ladder of supervision out of its message.

use crate::{
    api::{
        directory::convert::count,
        fields::{Fields, etag},
        resource::{Base, Paths, Resource, paths},
        supervision::{encode_rung, rung},
    },
    domain::{
        catalogue::{SupervisionPolicy, SupervisionRung},
        supervision::Rung,
    },
};
use frsc_proto::{admin, v1};

impl Resource for SupervisionPolicy {
    type Message = admin::SupervisionPolicy;
    const PATHS: Paths<admin::SupervisionPolicy> = paths!(rungs);

    fn encode(&self, version: i64) -> admin::SupervisionPolicy {
        let rungs = self.rungs.iter().map(|row| admin::SupervisionRung {
            rung: encode_rung(row.rung).into(),
            working_days: row.working_days,
            rectification_working_days: count(row.rectification_working_days),
            points: count(row.points),
            rule: row.rule.clone(),
        });
        admin::SupervisionPolicy { rungs: rungs.collect(), etag: etag(version) }
    }

    fn decode(
        fields: &mut Fields,
        message: &admin::SupervisionPolicy,
        _base: &Base<'_, Self>,
    ) -> Self {
        // A negative number is beyond every limit, which the check of the whole document tells, as
        // it does of too many rungs.
        let number = |value: i32| u32::try_from(value).unwrap_or(u32::MAX);
        let rungs = message.rungs.iter().take(Rung::ALL.len()).enumerate();
        let rungs = rungs.map(|(index, row)| {
            let field = format!("supervision_policy.rungs[{index}].rung");
            let chosen = fields.choice::<v1::CardRung>(&field, row.rung).and_then(rung);
            SupervisionRung {
                // Without a choice the fault is noted and the document is not used.
                rung: chosen.unwrap_or(Rung::Reminder),
                working_days: row.working_days,
                rectification_working_days: number(row.rectification_working_days),
                points: number(row.points),
                rule: row.rule.trim().to_owned(),
            }
        });
        Self { rungs: rungs.collect() }
    }

    fn key(fields: &mut Fields, message: &admin::SupervisionPolicy) -> (String, i64) {
        (String::new(), fields.etag("supervision_policy.etag", &message.etag))
    }
}
