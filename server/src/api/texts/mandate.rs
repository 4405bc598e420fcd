//! The sentences of what refuses mandates and those who act by them.

use super::{both, local};
use crate::domain::{
    evidence::EvidenceKind,
    mandate::{Lack, MandateRefusal},
};

/// The sentence in Chinese and in English.
pub(super) fn sentences(refusal: &MandateRefusal) -> (String, String) {
    match refusal {
        MandateRefusal::Missing => both(
            "代办须有已登记的委托书，请填写其编号",
            "An agent needs a mandate on record; name it",
        ),
        MandateRefusal::NotValid { lack, .. } => {
            let (zh, en) = lacks(lack);
            (format!("不能凭该委托书代办：{zh}"), format!("The mandate does not allow this: {en}"))
        }
        MandateRefusal::Incomplete { lack } => {
            let (zh, en) = lacks(lack);
            (format!("委托书不完整：{zh}"), format!("The mandate is not complete: {en}"))
        }
        MandateRefusal::SelfApproval => both(
            "不能审批自己登记或核验的委托书",
            "Nobody approves a mandate that he recorded or verified",
        ),
    }
}

fn lacks(lack: &Lack) -> (String, String) {
    match lack {
        Lack::Evidence(kind) => {
            let (zh, en) = kinds(*kind);
            (format!("缺少{zh}"), format!("{en} is missing"))
        }
        Lack::Verification => both("尚未核验", "it is not verified"),
        Lack::Approval => both("尚未审批", "it is not approved"),
        Lack::NotYetValid(day) => (format!("{day} 起生效"), format!("it begins on {day}")),
        Lack::Expired(day) => (format!("已于 {day} 到期"), format!("it ended on {day}")),
        Lack::Rejected => both("未获批准", "it was rejected"),
        Lack::Revoked(at) => {
            let at = local(at);
            (format!("已于 {at} 撤销"), format!("it was revoked at {at}"))
        }
        Lack::Scope(item) => {
            (format!("委托范围不含事项 {item}"), format!("its scope lacks the item {item}"))
        }
        Lack::OtherPrincipal => {
            both("委托人不是申请人", "its principal is not the applicant or visitor")
        }
        Lack::OtherAgent => both("受托人不是代办人", "its agent is not the one who acts"),
    }
}

const fn kinds(kind: EvidenceKind) -> (&'static str, &'static str) {
    match kind {
        EvidenceKind::PowerOfAttorney => ("委托书", "the power of attorney"),
        EvidenceKind::Passport => ("护照", "the passport"),
        EvidenceKind::Photo => ("照片", "the photo"),
        EvidenceKind::AgentDocument => ("受托人证件", "the agent's document"),
        EvidenceKind::NotarialCertificate => ("公证书", "the notarial certificate"),
        EvidenceKind::Invitation => ("邀请函", "the invitation"),
        EvidenceKind::Other => ("其他证明", "other evidence"),
    }
}
